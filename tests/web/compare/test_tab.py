import json
import shutil

import pytest

from mnist_models import figures, weights
from web.cards import TITLES
from web.compare.tab import contents

CALIBRATION = {
    "expected_calibration_error": 0.0123,
    "reliability": [{"confidence": 0.6, "accuracy": 0.5, "count": 1234}],
    "risk_coverage": [[0.5, 0.001], [1.0, 0.02]],
}


@pytest.fixture
def folder(tmp_path):
    """The networks' own reports and no other."""
    for name in TITLES:
        shutil.copy(weights.FOLDER / f"{name}.json", tmp_path)
    return tmp_path


def change(path, **fields):
    path.write_text(json.dumps({**figures.read(path), **fields}), "utf-8")


def test_the_table_has_the_errors_and_sizes_of_the_reports():
    errors = contents(TITLES, weights.FOLDER)["errors"]
    sets = [figures.on_drawings(weights.FOLDER, name) for name in ("unipen-dev", "pendigits-dev")]
    for name, title in TITLES.items():
        report = weights.read_report(name)
        row = errors.split(title)[1].split("</tr>")[0]
        assert f"<td>{100 * report.test.error:.2f} %</td>" in row
        drawn = [f"<td>{100 * found[name]['exact']['error']:.2f} %</td>" for found in sets]
        assert "".join(drawn) in row
        assert f"{report.parameters:,}" in row


def test_the_mean_of_the_seeds_stands_with_its_spread(folder):
    seeds = [{"test": {"wrong": wrong, "total": 10_000}} for wrong in (40, 50, 60)]
    change(folder / "baseline.json", seeds=seeds)
    assert "<td>0.50 ± 0.10 %</td>" in contents(TITLES, folder)["errors"]


def test_without_seeds_the_shipped_network_speaks_for_itself(folder):
    for name in TITLES:
        change(folder / f"{name}.json", seeds=[], test={"wrong": 77, "total": 10_000})
    errors = contents(TITLES, folder)["errors"]
    assert errors.count("<td>0.77 %</td>") == 2 * len(TITLES)


def test_what_the_reports_say_nothing_of_is_left_out(folder):
    found = contents(TITLES, folder)
    for part in ("preparation", "pens", "drawing_confusions", "robustness"):
        assert not found[part], part
    for part in ("errors", "literature", "curves", "confusions", "missed"):
        assert found[part], part


def test_only_the_networks_that_are_here_are_compared(folder):
    found = contents({"simple_cnn": "Simple CNN"}, folder)
    assert len(found["confusions"]) == len(found["missed"]) == 1
    assert "Baseline" not in found["errors"] + found["curves"]


def test_calibration_shows_once_it_is_reported(folder):
    confidence = {"temperature": 1.5, "threshold": 0.0}
    change(folder / "deep_cnn.json", calibration=CALIBRATION, confidence=confidence)
    calibration = contents(TITLES, folder)["calibration"]
    assert "Reliability on MNIST’s test digits" in calibration
    assert "Confidence 57 %: Baseline" in calibration
    assert "Deep CNN 50.0 % right of 1,234" in calibration
    assert "Error among the surest answers" in calibration
    assert "<td>1.50</td><td>1.23 %</td>" in calibration


def test_robustness_shows_once_it_is_reported(folder):
    counts = {"noise": {"wrong": 3, "total": 100}, "a thin pen": {"wrong": 5, "total": 100}}
    report = {"networks": dict.fromkeys(TITLES, counts)}
    (folder / "robustness.json").write_text(json.dumps(report), "utf-8")
    robustness = contents(TITLES, folder)["robustness"]
    few, more = (
        f'<td class="shaded" style="--strength:{strength}%">{error} %</td>'
        for strength, error in ((10, "4.00"), (11, "5.00"))
    )
    assert 'style="--tile:1"/>a thin pen</th>' + 3 * more in robustness
    assert "mean of the corruptions</th>" + 3 * few in robustness


def test_what_is_declined_shows_once_it_is_reported(folder):
    shutil.copy(weights.FOLDER / "drawings.json", folder)
    declining = contents(TITLES, folder)["declining"]
    drawn = figures.on_drawings(folder)["deep_cnn"]["declining"]
    assert f"<td>{100 * drawn['letters_declined']:.2f} %</td>" in declining


def test_every_wrong_test_digit_is_listed():
    for listed, name in zip(contents(TITLES, weights.FOLDER)["missed"], TITLES, strict=True):
        report = weights.read_report(name)
        assert listed["count"] == report.test.wrong == len(listed["digits"])
        assert all(digit["label"] != digit["answer"] for digit in listed["digits"])
