"""Figures of another shape: one sentence that names the file and the place."""

import json
import shutil

import pytest

from mnist_models import weights
from mnist_models.figures import FiguresError
from web import reports
from web.cards import TITLES
from web.compare.tab import contents

FILES = [*(f"{name}.json" for name in TITLES), "drawings.json", "robustness.json"]


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        shutil.copy(weights.FOLDER / name, tmp_path)
    return tmp_path


def spoil(file, path, value):
    """Put `value` at a path of keys and indices; "gone" removes what is there."""
    found = json.loads(file.read_text("utf-8"))
    *steps, last = path
    place = found
    for step in steps:
        place = place[step]
    if value == "gone":
        del place[last]
    else:
        place[last] = value
    file.write_text(json.dumps(found), "utf-8")


def test_the_shipped_figures_have_their_shape():
    for name in TITLES:
        assert reports.trained(weights.FOLDER, name)
    assert reports.on_drawings(weights.FOLDER).keys() == TITLES.keys()
    assert TITLES.keys() <= reports.on_corruptions(weights.FOLDER).keys()


def test_what_is_not_there_is_empty(tmp_path):
    assert not reports.on_drawings(tmp_path)
    assert not reports.on_corruptions(tmp_path)


EXACT = ["sets", "unipen-dev", "networks", "baseline", "exact"]


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("drawings.json", ["sets"], []),
        ("drawings.json", ["sets"], "gone"),
        ("drawings.json", EXACT, {"error": 0.02}),
        ("drawings.json", [*EXACT, "error"], "0.02"),
        ("drawings.json", [*EXACT, "total"], 0),
        ("drawings.json", [*EXACT, "interval"], [0.1]),
        ("drawings.json", [*EXACT[:-1], "pen 8"], "gone"),
        ("drawings.json", [*EXACT[:-1], "confusion"], [[1, 2], [3, 4]]),
        ("drawings.json", [*EXACT[:-1], "calibration", "reliability"], None),
        ("robustness.json", ["networks"], 7),
        ("robustness.json", ["networks", "deep_cnn", "fog"], "gone"),
        ("baseline.json", ["learning_curve"], []),
        ("baseline.json", ["seeds", 0, "test"], None),
        ("baseline.json", ["calibration"], "gone"),
        ("baseline.json", ["wrong_test", 0], 3),
        ("baseline.json", ["calibration", "expected_calibration_error"], float("nan")),
    ],
)
def test_another_shape_is_told_in_one_sentence(folder, name, path, value):
    spoil(folder / name, path, value)
    with pytest.raises(FiguresError) as told:
        contents(TITLES, folder)
    sentence = str(told.value)
    assert sentence.startswith(f"Expected figures in {folder.name}/{name}, but {path[0]}")
    assert len(sentence.splitlines()) == 1
