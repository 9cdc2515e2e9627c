import numpy as np
import pytest

from benchmarks.support.mnist_c import CORRUPTIONS, corrupt
from benchmarks.tables import hard_inputs


def digits():
    images = np.zeros((40, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    images[:, 4:8, 8:16] = 200
    return images


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_each_corruption_changes_every_image_and_repeats(kind):
    images = corrupt(digits(), kind, seed=0)
    assert (images.shape, images.dtype) == ((40, 28, 28), np.uint8)
    assert (images != digits()).any(axis=(1, 2)).mean() > 0.9
    np.testing.assert_array_equal(images, corrupt(digits(), kind, seed=0))


def test_a_shift_moves_and_a_scale_shrinks():
    moved = corrupt(digits(), "translate", 0)[0]
    assert abs(int(np.flatnonzero(moved.any(axis=1))[0]) - 4) == 3
    smaller = corrupt(digits(), "scale", 0)[0]
    assert np.ptp(np.flatnonzero((smaller > 100).any(axis=1))) + 1 == pytest.approx(14, abs=1)


def test_the_table_ends_with_the_means():
    kinds = {"none": 0, "fog": 10, "zigzag": 30}
    record = {"net": {kind: {"wrong": wrong, "total": 100} for kind, wrong in kinds.items()}}
    table = hard_inputs.robustness(record).splitlines()
    assert table[-2] == "| mean of all | 20.00 % |"
    assert table[-1].endswith("| 30.00 % |")


def test_training_shows_only_kinds_that_there_are():
    assert set(hard_inputs.SEEN) < set(CORRUPTIONS)
