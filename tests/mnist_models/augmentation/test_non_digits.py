import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.augmentation import non_digits as module
from mnist_models.augmentation.non_digits import KINDS, non_digits, with_non_digits
from mnist_models.mnist import NO_DIGIT, Digits
from mnist_models.writing.letters import LETTERS, SIGNS, arc
from mnist_models.writing.notation import path


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
        points = np.concatenate(path(strokes))
        assert points.min() >= 0, name
        assert points.max() <= 1, name


@given(
    st.floats(0.05, 1), st.floats(0.05, 1), st.floats(-360, 360), st.floats(20, 360),
    st.sampled_from([-1, 1]),
)  # fmt: skip
def test_an_arc_follows_its_ellipse(radius_x, radius_y, start, turn, way):
    targets = arc(0.5, 0.5, radius_x, radius_y, start, start + way * turn)
    angles = np.radians([start, start + way * turn])
    for angle, target in zip(angles, (targets[0], targets[-1]), strict=True):
        place = 0.5 + np.array([radius_x * np.cos(angle), radius_y * np.sin(angle)])
        assert target[:2] == pytest.approx(place)
    bends = np.array([target[2] for target in targets[1:]])
    assert (way * bends > 0).all()
    [drawn] = path([targets])
    away = np.hypot(*((drawn - 0.5) / [radius_x, radius_y]).T)
    if 0.6 < radius_x / radius_y < 1.7:
        assert np.abs(away - 1).max() < 0.1


def test_turned_and_mirrored_digits_come_from_both_sources(digits):
    solid = Digits(np.full_like(digits.images, 255), np.full_like(digits.labels, 4))
    images = non_digits(solid, 60, 0, {"mirrored": 1.0})
    filled = (images == 255).mean(axis=(1, 2)) > 0.5
    assert 0.25 < filled.mean() < 0.75


def test_no_letter_is_one_that_a_digit_resembles():
    assert not {name[0] for name in LETTERS} & set("BDGILOQSTYZ")
