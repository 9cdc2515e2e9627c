from itertools import islice

import numpy as np
import pytest

from mnist_models.writing.allographs import ALLOGRAPHS
from mnist_models.writing.drawings import TRAINING, drawings, written

DIGITS = drawings(600, seed=0)


def test_every_drawing_is_in_mnists_format():
    assert (DIGITS.images.shape, DIGITS.images.dtype) == ((600, 28, 28), np.uint8)
    assert (DIGITS.images.max(axis=(1, 2)) == 255).all()
    index = np.arange(28)
    for image in DIGITS.images.astype(float):
        inked = [np.flatnonzero(image.any(axis=axis)) for axis in (0, 1)]
        # Ink that is fainter than half a level may vanish at an edge of the 20 pixels.
        assert 19 <= max(np.ptp(places) + 1 for places in inked) <= 20
        for axis in (0, 1):
            center = (image.sum(axis=axis) * index).sum() / image.sum()
            assert abs(center - 14) <= 0.5


def test_the_same_seed_draws_the_same_and_another_does_not():
    first, again, other = (drawings(60, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.images, again.images)
    np.testing.assert_array_equal(first.labels, again.labels)
    assert (first.images != other.images).any()


def test_fewer_drawings_are_the_first_of_more():
    np.testing.assert_array_equal(drawings(50, seed=0).images, DIGITS.images[:50])


def test_labels_follow_the_forms_and_are_equally_frequent():
    assert DIGITS.labels.tolist() == [
        digit.allograph.digit for digit in islice(written(0), len(DIGITS.labels))
    ]
    counts = np.bincount([digit.allograph.digit for digit in islice(written(5), 4000)])
    assert counts.min() > 300
    assert counts.max() < 500


def test_forms_that_are_held_out_are_never_drawn_for_training():
    assert not any(digit.allograph.held_out for digit in islice(written(3), 2000))
    assert {allograph.digit for allograph in TRAINING} == set(range(10))


@pytest.mark.parametrize("digit", [1, 7])
def test_only_the_forms_that_are_asked_for_are_drawn(digit):
    forms = [allograph for allograph in ALLOGRAPHS if allograph.digit == digit][:2]
    assert {each.allograph for each in islice(written(0, forms), 200)} == set(forms)
