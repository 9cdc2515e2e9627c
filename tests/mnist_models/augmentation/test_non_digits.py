import numpy as np
import pytest

from mnist_models.augmentation import non_digits as module
from mnist_models.augmentation.non_digits import KINDS, non_digits, with_non_digits
from mnist_models.mnist import NO_DIGIT
from mnist_models.strokes.shapes import LETTERS, SIGNS


@pytest.fixture(scope="module")
def digits(small_digits):
    return small_digits(200, seed=0)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_made_in_mnists_format(digits, kind):
    images = non_digits(digits, 12, 0, {kind: 1.0})
    assert (images.shape, images.dtype) == ((12, 28, 28), np.uint8)
    assert (images.max(axis=(1, 2)) == 255).all()
    for image in images:
        sides = [np.ptp(np.flatnonzero(image.any(axis=axis))) + 1 for axis in (0, 1)]
        assert max(sides) >= 18


def test_a_seed_repeats_them_and_another_does_not(digits):
    first, again, other = (non_digits(digits, 20, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_every_kind_has_a_share():
    assert KINDS.keys() == module._MAKERS.keys()
    assert sum(KINDS.values()) == pytest.approx(1)


def test_they_are_added_with_a_label_of_their_own(digits):
    both = with_non_digits(digits, 0.25, seed=0)
    assert both.images.shape == (250, 28, 28)
    np.testing.assert_array_equal(both.labels[:200], digits.labels)
    assert (both.labels[200:] == NO_DIGIT).all()
    assert with_non_digits(digits, 0.0, seed=0) is digits


@pytest.mark.parametrize("shapes", [LETTERS, SIGNS], ids=["letters", "signs"])
def test_shapes_lie_in_the_unit_square(shapes):
    for name, strokes in shapes.items():
        points = np.concatenate(strokes)
        assert points.shape[1] == 2, name
        assert points.min() >= 0, name
        assert points.max() <= 1, name


def test_no_letter_is_one_that_a_digit_resembles():
    assert not {name[0] for name in LETTERS} & set("BDGILOQSTYZ")
