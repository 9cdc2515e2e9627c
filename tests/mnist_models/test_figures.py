"""Figures of benchmarks as JSON."""

import pytest

from mnist_models import figures


def test_written_figures_are_read(tmp_path):
    found = {"networks": {"deep_cnn": [0.25, 3]}, "pen": "4–24 %"}
    figures.write(tmp_path / "found.json", found)
    assert figures.read(tmp_path / "found.json") == found


def test_a_missing_file_has_no_figures(tmp_path):
    assert figures.read(tmp_path / "nothing.json") == {}


@pytest.mark.parametrize("text", ["", "{", "7", "[1, 2]", '{"networks": \xff'])
def test_a_damaged_file_is_named_in_one_sentence(tmp_path, text):
    (tmp_path / "drawings.json").write_text(text, "latin-1")
    with pytest.raises(figures.FiguresError, match=r"/drawings\.json, but it is damaged[^\n]*$"):
        figures.read(tmp_path / "drawings.json")
