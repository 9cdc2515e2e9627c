"""Real people's drawings: errors, writers, calibration, and what is declined."""

import json

import numpy as np
import pytest

from benchmarks import drawings as benchmark
from benchmarks import readme
from mnist_models import figures, weights
from mnist_models.confidence import Confidence
from mnist_models.strokes.pen import PEN_WIDTHS
from mnist_models.strokes.unipen import Drawing

ONE = ".PEN_DOWN\n50 100\n50 50\n50 0\n"


def test_it_prints_a_table_and_writes_the_same_figures(tmp_path, capsys, unipen):
    folder = unipen(tmp_path, ['0 ? "1"', '0 ? "1"', '0 ? "8"'], pen=ONE)
    unipen(tmp_path, ['0 ? "K"'] * 2, pen=ONE, section="1b")
    benchmark.main([str(folder), "--out", str(tmp_path / "figures.json")])
    printed = capsys.readouterr().out
    assert "3 digits by 1 writers" in printed
    assert "| `deep_cnn` |" in printed
    (found,) = json.loads((tmp_path / "figures.json").read_text())["sets"].values()
    assert (tmp_path / "figures.png").stat().st_size > 1000
    for name in ("baseline", "simple_cnn", "deep_cnn"):
        network = found["networks"][name]
        exact = network["exact"]
        assert (exact["wrong"], exact["total"]) == (1, 3)
        low, high = exact["interval"]
        assert low < exact["error"] < high
        assert (network["confusion"][1][1], network["confusion"][8][1]) == (2, 1)
        assert network["declining"]["letters"] == 2
        assert network["calibration"]["temperature"] > 0
        assert all(network[f"pen {pen}"]["total"] == 3 for pen in PEN_WIDTHS)


def test_each_set_has_figures_of_its_own_and_one_may_have_no_letters(tmp_path, unipen):
    first, second = tmp_path / "one", tmp_path / "other"
    unipen(first, ['0 ? "1"'], pen=ONE)
    unipen(first, ['0 ? "K"'], pen=ONE, section="1b")
    unipen(second, ['0 ? "1"'] * 2, pen=ONE)
    benchmark.main([str(first), str(second), "--out", str(tmp_path / "figures.json")])
    sets = json.loads((tmp_path / "figures.json").read_text())["sets"]
    assert {name: found["digits"] for name, found in sets.items()} == {"one": 1, "other": 2}
    assert "declining" not in sets["other"]["networks"]["baseline"]


def by_writer(writer, count):
    return [Drawing("1", writer, "abc", ()) for _ in range(count)]


def test_a_writer_is_poorly_read_above_ten_percent_of_more_than_thirty_digits():
    drawings = by_writer("poor", 40) + by_writer("good", 40) + by_writer("few", 30)
    wrong = np.zeros(110, bool)
    wrong[:5] = wrong[40:44] = wrong[80:] = True
    assert benchmark.poorly_read(drawings, wrong) == [
        {"writer": "abc/poor", "wrong": 5, "total": 40}
    ]


def test_a_folder_without_unipen_ends_with_one_sentence(tmp_path):
    with pytest.raises(SystemExit, match="Expected UNIPEN in"):
        benchmark.main([str(tmp_path)])


def test_the_shipped_figures_are_what_the_shipped_networks_give(
    unipen_folder, pendigits_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(benchmark, "PEN_WIDTHS", ())  # other pens take as long again, each
    out = tmp_path / "figures.json"
    benchmark.main([str(unipen_folder), str(pendigits_folder), "--out", str(out)])
    now, shipped = (figures.read(file)["sets"] for file in (out, weights.FOLDER / "drawings.json"))
    assert list(shipped) == [figures.UNIPEN, figures.PENDIGITS]
    for here, there in zip(now.values(), shipped.values(), strict=True):
        for name, network in there["networks"].items():
            for rendering in ("naive", "exact"):
                measured, count = here["networks"][name][rendering], network[rendering]
                assert measured["total"] == count["total"] == there["digits"]
                # Another processor may round differently and flip a few answers.
                assert abs(measured["wrong"] - count["wrong"]) <= 10
            for share in ("auroc", "letters_declined", "right_digits_declined"):
                if "declining" in network:
                    assert here["networks"][name]["declining"][share] == pytest.approx(
                        network["declining"][share], abs=0.005
                    )


@pytest.mark.parametrize("which", [figures.UNIPEN, figures.PENDIGITS])
def test_the_networks_read_real_drawings_as_well_as_promised(which):
    networks = figures.on_drawings(weights.FOLDER, which)
    for name, limit in {"baseline": 0.05, "simple_cnn": 0.03, "deep_cnn": 0.02}.items():
        assert networks[name]["exact"]["error"] <= limit, name


def outputs(digit_chance, count=200, seed=0):
    """A network that is right three times in four, and that sure that it sees a digit."""
    random = np.random.default_rng(seed)
    rows = np.full((count, 11), 0.01)
    labels = random.integers(0, 10, count)
    answers = np.where(np.arange(count) % 4, labels, (labels + 1) % 10)
    rows[np.arange(count), answers] = 1.0
    rows[:, :10] *= digit_chance / rows[:, :10].sum(axis=1, keepdims=True)
    rows[:, 10] = 1 - digit_chance
    return rows.astype(np.float32), labels


def test_what_lies_below_the_threshold_is_declined():
    digits, labels = outputs(0.9)
    letters, _ = outputs(0.2)
    found = benchmark.declining(digits, labels, letters, Confidence(1.0, 0.0))
    assert found["auroc"] == found["letters_declined"] == 1
    assert found["right_digits_declined"] == 0
    assert found["error_of_answers"] == pytest.approx(0.25)
    assert all(letters == 1 for _, letters in found["trade_off"])


def test_a_network_without_a_right_answer_declines_no_right_digit():
    digits, _ = outputs(0.9)
    wrong = (digits[:, :10].argmax(axis=1) + 1) % 10
    found = benchmark.declining(digits, wrong, outputs(0.2)[0], Confidence(1.0, 0.0))
    assert found["right_digits_declined"] == 0
    assert found["error_of_answers"] == 1
    assert all(letters == 0 for _, letters in found["trade_off"])


def test_calibration_is_given_before_and_after():
    digits, labels = outputs(0.9)
    found = benchmark.calibration(digits, labels, Confidence(3.0, 0.0))
    assert found["temperature"] == 3.0
    assert found["error_at_1"] == pytest.approx(1 / 1.09 - 0.75, abs=0.01)
    assert len(found["risk_coverage"]) == 20


def test_a_set_without_letters_has_dashes_in_the_table_and_no_line_in_the_picture():
    digits, labels = outputs(0.9)
    found = {"calibration": benchmark.calibration(digits, labels, Confidence(1.0, 0.0))}
    assert "% | – | – | – | – |" in readme.confidence({"net": found})
    *_, declined = benchmark.picture({"net": found}).axes
    assert not declined.lines
