"""Pictures of every kind, and how they are counted."""

import json
from itertools import islice

import numpy as np
import pytest
from PIL import Image

from benchmarks import pictures as benchmark
from benchmarks.support.sheet import Subject
from mnist_models.mnist import NUM_CLASSES
from mnist_models.strokes.templates import TEMPLATES

NAMES = sorted(TEMPLATES)
SUBJECTS = [
    Subject(int(name[0]), TEMPLATES[name], TEMPLATES[other])
    for name, other in zip(NAMES, NAMES[::-1], strict=True)
]


@pytest.mark.parametrize("kind", benchmark.KINDS)
def test_pictures_of_a_kind_vary_and_are_the_same_again(kind):
    first, second = (list(islice(benchmark.make(kind, SUBJECTS, 0), 2)) for _ in range(2))
    for (one, label), (same, _) in zip(first, second, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(same))
        assert label in range(NUM_CLASSES) or (kind in benchmark.SEVERAL and label is None)
        if kind != "alpha forgotten":
            assert np.ptp(np.asarray(one.convert("L"))) > 0 or kind in {"colours", "CMYK inverted"}
    assert first[0][0].tobytes() != first[1][0].tobytes()


def test_it_prints_a_table_and_writes_the_same_figures(tmp_path, capsys, unipen):
    folder = unipen(tmp_path, ['0 ? "1"', '0 ? "1"'], pen=".PEN_DOWN\n50 100\n50 50\n50 0\n")
    out = tmp_path / "figures.json"
    kinds = ["drawing", "two digits drawn"]
    benchmark.main([str(folder), "--count", "3", "--out", str(out), "--kinds", *kinds])
    assert "| drawing |" in capsys.readouterr().out
    for network in json.loads(out.read_text())["networks"].values():
        assert network["drawing"] == {"pictures": 3, "wrong": 0, "declined": 0, "no ink": 0}
        assert network["two digits drawn"] == {
            "pictures": 3, "wrong": 0, "declined": 0, "no ink": 3,
        }  # fmt: skip


def test_a_picture_of_two_digits_is_wrong_where_one_is_read(recognizer):
    one = Image.new("L", (100, 100), 255)
    one.paste(0, (47, 20, 53, 80))
    (*_, counts) = benchmark.evaluate([(one, 1), (one, None), (one, 7)], recognizer)
    assert (counts["pictures"], counts["wrong"]) == (3, 2)


def test_a_folder_without_drawings_ends_with_one_sentence(tmp_path):
    with pytest.raises(SystemExit, match="Expected UNIPEN in"):
        benchmark.main([str(tmp_path)])
