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
