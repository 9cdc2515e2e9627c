import json

import numpy as np
import pytest

from benchmarks import drawings as benchmark
from mnist_models import figures, weights
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


def test_several_sets_are_told_apart_and_one_may_have_no_letters(tmp_path, unipen):
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
            for way in ("naive", "exact"):
                measured, count = here["networks"][name][way], network[way]
                assert measured["total"] == count["total"] == there["digits"]
                # Another processor may round differently and flip a few answers.
                assert abs(measured["wrong"] - count["wrong"]) <= 10
            for share in ("auroc", "letters_declined", "right_digits_declined"):
                if "declining" in network:
                    assert here["networks"][name]["declining"][share] == pytest.approx(
                        network["declining"][share], abs=0.005
                    )


@pytest.mark.parametrize(
    ("name", "which", "limit"),
    [("baseline", figures.UNIPEN, 0.05), ("simple_cnn", figures.UNIPEN, 0.03),
     ("deep_cnn", figures.UNIPEN, 0.02), ("baseline", figures.PENDIGITS, 0.05),
     ("simple_cnn", figures.PENDIGITS, 0.03), ("deep_cnn", figures.PENDIGITS, 0.02)],
)  # fmt: skip
def test_the_networks_read_real_drawings_as_well_as_promised(name, which, limit):
    assert figures.on_drawings(weights.FOLDER, which)[name]["exact"]["error"] <= limit
