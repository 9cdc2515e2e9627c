"""Figures and cards: a file of another shape gets one sentence that names file and place."""

import json
import shutil

import pytest

from mnist_models import weights
from mnist_models.figures import FiguresError
from web import reports
from web.compare.tab import contents

FILES = [*(f"{name}.json" for name in reports.TITLES), "drawings.json", "robustness.json"]
EXACT = ["sets", "unipen-dev", "networks", "baseline", "exact"]
MISSING = object()


@pytest.fixture
def folder(tmp_path):
    for name in FILES:
        shutil.copy(weights.FOLDER / name, tmp_path)
    return tmp_path


def change(file, path, value):
    """Put `value` at a path of keys and indices, or remove what is there."""
    found = json.loads(file.read_text("utf-8"))
    *steps, last = path
    place = found
    for step in steps:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    file.write_text(json.dumps(found), "utf-8")


def test_the_shipped_figures_have_the_expected_shape_and_the_cards_show_them():
    drawings = reports.on_drawings(weights.FOLDER)
    assert drawings.keys() == reports.TITLES.keys() <= reports.on_corruptions(weights.FOLDER).keys()
    for name, title in reports.TITLES.items():
        report, card = reports.trained(weights.FOLDER, name), reports.card(name)
        assert card.title == title
        assert card.facts == {
            "Real drawings": f"{100 * drawings[name].exact.error:.2f}% errors",
            "MNIST’s test digits": f"{100 * report.test.error:.2f}% errors",
            "Parameters": f"{report.parameters:,}",
        }


def test_a_missing_file_of_a_benchmark_is_empty(tmp_path):
    assert not reports.on_drawings(tmp_path)
    assert not reports.on_corruptions(tmp_path)


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("drawings.json", ["sets"], []),
        ("drawings.json", ["sets"], MISSING),
        ("drawings.json", EXACT, {"error": 0.02}),
        ("drawings.json", [*EXACT, "wrong"], "2"),
        ("drawings.json", [*EXACT, "total"], 0),
        ("drawings.json", [*EXACT, "interval"], [0.1]),
        ("drawings.json", [*EXACT[:-1], "pen 8"], MISSING),
        ("drawings.json", [*EXACT[:-1], "confusion"], [[1, 2], [3, 4]]),
        ("drawings.json", [*EXACT[:-1], "calibration", "reliability"], None),
        ("robustness.json", ["networks"], 7),
        ("robustness.json", ["networks", "deep_cnn", "fog"], MISSING),
        ("baseline.json", ["learning_curve"], []),
        ("baseline.json", ["seeds", 0, "test"], None),
        ("baseline.json", ["calibration"], MISSING),
        ("baseline.json", ["wrong_test", 0], 3),
        ("baseline.json", ["calibration", "expected_calibration_error"], float("nan")),
    ],
)
def test_a_file_of_another_shape_is_an_error_of_one_sentence(folder, name, path, value):
    change(folder / name, path, value)
    with pytest.raises(FiguresError) as raised:
        contents(reports.TITLES, folder)
    sentence = str(raised.value)
    assert sentence.startswith(f"Expected figures in {folder.name}/{name}, but {path[0]}")
    assert len(sentence.splitlines()) == 1
