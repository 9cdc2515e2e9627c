"""The corruptions of digits, and the page's pictures of them."""

import numpy as np
import pytest
from PIL import Image

from benchmarks import readme
from benchmarks.robustness import CORRUPTIONS, PICTURES, corrupt, pictures
from mnist_models import weights
from web.reports import on_corruptions


@pytest.fixture
def digits():
    images = np.zeros((40, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    images[:, 4:8, 8:16] = 200
    return images


@pytest.mark.parametrize("kind", CORRUPTIONS)
def test_each_corruption_changes_almost_every_image_and_repeats(kind, digits):
    images = corrupt(digits, kind, seed=0)
    assert (images.shape, images.dtype) == ((40, 28, 28), np.uint8)
    assert (images != digits).any(axis=(1, 2)).mean() > 0.9
    np.testing.assert_array_equal(images, corrupt(digits, kind, seed=0))


def test_a_shift_moves_by_three_pixels_and_a_scale_shrinks_to_seventy_percent(digits):
    moved = corrupt(digits, "translate", 0)[0]
    assert abs(int(np.flatnonzero(moved.any(axis=1))[0]) - 4) == 3
    smaller = corrupt(digits, "scale", 0)[0]
    assert np.ptp(np.flatnonzero((smaller > 100).any(axis=1))) + 1 == pytest.approx(14, abs=1)


def test_the_pages_pictures_are_those_of_the_rows_beside_them():
    kinds = ["none", *CORRUPTIONS]
    assert all([*each] == kinds for each in on_corruptions(weights.FOLDER).values())
    np.testing.assert_array_equal(np.asarray(Image.open(PICTURES)), pictures())
    assert len(pictures()) == 28 * len(kinds)
    assert set(readme.SEEN) < set(CORRUPTIONS)
