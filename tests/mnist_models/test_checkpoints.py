import errno

import keras
import numpy as np
import pytest

from mnist_models import checkpoints

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
    checkpoints.save(through, CURVE[:1], tmp_path)
    train(through)
    resumed = trainer()
    assert checkpoints.restore(resumed, tmp_path) == CURVE[:1]
    train(resumed)  # with the same dropout, too
    for one, other in zip(state_of(through), state_of(resumed), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_training_that_has_not_begun_starts_from_its_beginning(tmp_path):
    assert checkpoints.restore(trainer(), tmp_path / "nothing") == []


@pytest.mark.parametrize("damage", ["cut", "empty", "changed", "another network's"])
def test_where_the_newest_state_is_damaged_the_one_before_it_is_taken(tmp_path, damage, capsys):
    model = trainer()
    train(model)
    checkpoints.save(model, CURVE[:1], tmp_path)
    expected = state_of(model)
    train(model)
    checkpoints.save(model, CURVE, tmp_path)
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
    assert checkpoints.restore(again, tmp_path) == CURVE[:1]
    for one, other in zip(expected, state_of(again), strict=True):
        np.testing.assert_array_equal(one, other)
    assert "is damaged" in capsys.readouterr().out


def test_two_states_are_kept_and_all_are_removed_in_the_end(tmp_path):
    folder = tmp_path / "states"
    for length in range(1, 5):
        checkpoints.save(trainer(), CURVE[:1] * length, folder)
    assert sorted(path.name for path in folder.iterdir()) == ["epoch-0003.npz", "epoch-0004.npz"]
    checkpoints.remove(folder)
    assert not folder.exists()


@pytest.mark.mount
def test_a_full_disk_leaves_the_state_before_and_with_room_the_next_is_written(small_disk, fill):
    model, run = trainer(), small_disk / "run"
    checkpoints.save(model, CURVE[:1], run)
    filler = fill(small_disk)
    with pytest.raises(OSError, match="No space left") as told:
        checkpoints.save(model, CURVE, run)
    assert told.value.errno == errno.ENOSPC
    assert checkpoints.restore(trainer(), run) == CURVE[:1]
    filler.unlink()
    checkpoints.save(model, CURVE, run)
    assert checkpoints.restore(trainer(), run) == CURVE
