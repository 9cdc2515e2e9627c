import json

import numpy as np
import pytest

from benchmarks import drawings as benchmark
from mnist_models import weights
from mnist_models.strokes.pen import PEN_WIDTHS, Drawing

ONE = ".PEN_DOWN\n50 100\n50 50\n50 0\n"


def test_it_prints_a_table_and_writes_the_same_figures(tmp_path, capsys, unipen):
    folder = unipen(tmp_path, ['0 ? "1"', '0 ? "1"', '0 ? "8"'], pen=ONE)
    unipen(tmp_path, ['0 ? "K"'] * 2, pen=ONE, section="1b")
    benchmark.main([str(folder), "--out", str(tmp_path / "figures.json")])
    printed = capsys.readouterr().out
    assert printed.startswith("3 digits by 1 writers, seed 0")
    assert "| `deep_cnn` |" in printed
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert (tmp_path / "figures.png").stat().st_size > 1000
    for name in ("baseline", "simple_cnn", "deep_cnn"):
        exact = figures["networks"][name]["exact"]
        assert (exact["wrong"], exact["total"]) == (1, 3)
        low, high = exact["interval"]
        assert low < exact["error"] < high
        confusion = figures["networks"][name]["confusion"]
        assert (confusion[1][1], confusion[8][1]) == (2, 1)
        assert figures["networks"][name]["declining"]["letters"] == 2
        assert figures["networks"][name]["calibration"]["temperature"] > 0
        assert all(figures["networks"][name][f"pen {pen}"]["total"] == 3 for pen in PEN_WIDTHS)


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
    unipen_folder, tmp_path, monkeypatch
):
    monkeypatch.setattr(benchmark, "PEN_WIDTHS", (16,))
    benchmark.main([str(unipen_folder), "--out", str(tmp_path / "figures.json")])
    now = json.loads((tmp_path / "figures.json").read_text())
    shipped = json.loads((weights.FOLDER / "drawings.json").read_text())
    for name, figures in shipped["networks"].items():
        for way in ("naive", "exact", "pen 16"):
            measured, count = now["networks"][name][way], figures[way]
            assert measured["total"] == count["total"] == 9608
            # Another processor may round differently and flip a few answers.
            assert abs(measured["wrong"] - count["wrong"]) <= 10
        for share in ("auroc", "letters_declined", "right_digits_declined"):
            assert now["networks"][name]["declining"][share] == pytest.approx(
                figures["declining"][share], abs=0.005
            )


@pytest.mark.parametrize(
    ("name", "limit"), [("baseline", 0.08), ("simple_cnn", 0.05), ("deep_cnn", 0.04)]
)
def test_the_networks_read_real_drawings_as_well_as_promised(name, limit):
    shipped = json.loads((weights.FOLDER / "drawings.json").read_text())
    assert shipped["networks"][name]["exact"]["error"] <= limit
