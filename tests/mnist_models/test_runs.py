import errno

import keras
import numpy as np
import pytest

from mnist_models import runs
from mnist_models.recipes import RECIPES
from mnist_models.runs import Run, RunError


def run(**changes):
    options = {"models": ["baseline"], "data": None, "custom_epochs": None, "seeds": [0]}
    return Run(**options | {"quick": False} | changes)


def test_an_interrupted_run_is_taken_up_as_it_was(tmp_path):
    started = runs.start(run(seeds=[7, 8], models=["baseline", "deep_cnn"]), tmp_path)
    runs.mark_done(started, 7, "baseline", tmp_path)
    assert runs.resume(tmp_path) == run(
        seeds=[7, 8], models=["baseline", "deep_cnn"], done=[[7, "baseline"]]
    )


def test_it_knows_what_is_still_to_be_trained():
    unfinished = run(seeds=[7, 8], models=["baseline", "deep_cnn"], done=[[7, "baseline"]])
    assert unfinished.left() == ["deep_cnn", "baseline", "deep_cnn"]


def test_a_new_run_leaves_an_interrupted_one_alone_unless_it_is_to_restart(tmp_path):
    runs.start(run(seeds=[7, 8]), tmp_path)
    (runs.folder(tmp_path) / "deep_cnn").mkdir()
    with pytest.raises(RunError, match="--resume, drop it by --restart"):
        runs.start(run(seeds=[9]), tmp_path)
    assert runs.resume(tmp_path).seeds == [7, 8]
    runs.start(run(seeds=[9]), tmp_path, restart=True)
    assert runs.resume(tmp_path).seeds == [9]
    assert not (runs.folder(tmp_path) / "deep_cnn").exists()


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(RunError, match="Expected --out to be a folder that can be written to"):
        runs.start(run(), tmp_path / "file")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_finished_run_leaves_nothing_to_resume(tmp_path):
    runs.start(run(), tmp_path)
    runs.finish(tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(RunError, match="there is none"):
        runs.resume(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"color": "red"}'])
def test_a_damaged_record_cannot_be_resumed_and_nothing_is_removed(tmp_path, content):
    (runs.folder(tmp_path) / "deep_cnn-0").mkdir(parents=True)
    (runs.folder(tmp_path) / "run.json").write_text(content)
    with pytest.raises(RunError, match="is damaged"):
        runs.resume(tmp_path)
    assert (runs.folder(tmp_path) / "deep_cnn-0").exists()


def test_epochs_are_the_recipes_own_fewer_in_a_quick_run_or_those_asked_for():
    own = RECIPES["deep_cnn"].epochs
    assert run().epochs("deep_cnn") == own
    assert run(quick=True).epochs("deep_cnn") < own
    assert run(quick=True, custom_epochs=5).epochs("deep_cnn") == 5


CURVE = [{"loss": 1.5, "seconds": 2.0}, {"loss": 0.5, "seconds": 2.5}]


def trainer():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(2)])
    model.compile(optimizer="adam", loss="mse")
    model.optimizer.build(model.trainable_variables)
    return model


def train(model):
    model.fit(np.ones((8, 3)), np.ones((8, 2)), batch_size=4, shuffle=False, verbose=0)


def state_of(model):
    return [np.array(variable) for variable in [*model.variables, *model.optimizer.variables]]


def test_a_training_goes_on_as_if_it_had_not_been_interrupted(tmp_path):
    through = trainer()
    train(through)
    runs.save_checkpoint(through, CURVE[:1], tmp_path)
    train(through)
    resumed = trainer()
    assert runs.restore_checkpoint(resumed, tmp_path) == CURVE[:1]
    train(resumed)  # with the same dropout, too
    for one, other in zip(state_of(through), state_of(resumed), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_training_that_has_not_begun_starts_from_its_beginning(tmp_path):
    assert runs.restore_checkpoint(trainer(), tmp_path / "nothing") == []


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "another network's"])
def test_where_the_newest_state_is_damaged_the_one_before_it_is_taken(tmp_path, damage, capsys):
    model = trainer()
    train(model)
    runs.save_checkpoint(model, CURVE[:1], tmp_path)
    expected = state_of(model)
    train(model)
    runs.save_checkpoint(model, CURVE, tmp_path)
    newest = max(tmp_path.glob("epoch-*"))
    data = newest.read_bytes()
    middle = len(data) // 2
    if damage == "another network's":
        np.savez(newest, curve=np.array("[]"))
    else:
        broken = {"cut": data[:middle], "empty": b"",
                  "changed": data[:300] + bytes([data[300] ^ 255]) + data[301:]}  # fmt: skip
        newest.write_bytes(broken[damage])
    again = trainer()
    assert runs.restore_checkpoint(again, tmp_path) == CURVE[:1]
    for one, other in zip(expected, state_of(again), strict=True):
        np.testing.assert_array_equal(one, other)
    assert "is damaged" in capsys.readouterr().out


def test_the_two_newest_checkpoints_are_kept(tmp_path):
    folder = tmp_path / "states"
    for length in range(1, 5):
        runs.save_checkpoint(trainer(), CURVE[:1] * length, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["epoch-0003.npz", "epoch-0004.npz"]


@pytest.mark.mount
def test_a_full_disk_leaves_the_state_before_and_with_room_the_next_is_written(small_disk, fill):
    model, run = trainer(), small_disk / "run"
    runs.save_checkpoint(model, CURVE[:1], run)
    filler = fill(small_disk)
    with pytest.raises(OSError, match="No space left") as told:
        runs.save_checkpoint(model, CURVE, run)
    assert told.value.errno == errno.ENOSPC
    assert runs.restore_checkpoint(trainer(), run) == CURVE[:1]
    filler.unlink()
    runs.save_checkpoint(model, CURVE, run)
    assert runs.restore_checkpoint(trainer(), run) == CURVE
