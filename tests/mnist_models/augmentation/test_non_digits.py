import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.augmentation import non_digits as module
from mnist_models.augmentation.non_digits import KINDS, non_digits, with_non_digits
from mnist_models.drawing.sketch import cut_out
from mnist_models.mnist import NO_DIGIT, Digits
from mnist_models.writing.letters import GREEK, ICONS, LETTERS, SIGNS, arc
from mnist_models.writing.notation import path


@pytest.fixture(scope="module")
def digits(small_digits):
    return small_digits(200, seed=0)


def test_every_kind_is_made_in_mnists_format(digits):
    for kind in KINDS:
        images = non_digits(digits, 8, 0, {kind: 1.0})
        assert (images.shape, images.dtype) == ((8, 28, 28), np.uint8), kind
        assert (images.max(axis=(1, 2)) == 255).all(), kind
        for image in images:
            sides = [np.ptp(np.flatnonzero(image.any(axis=axis))) + 1 for axis in (0, 1)]
            assert max(sides) >= 18, kind


def test_a_seed_repeats_them_and_another_does_not(digits):
    first, again, other = (non_digits(digits, 60, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_every_kind_has_a_share_and_letters_the_largest():
    assert KINDS.keys() == module._MAKERS.keys()
    assert sum(KINDS.values()) == pytest.approx(1)
    assert max(KINDS, key=KINDS.get) == "letter"


def test_they_are_added_with_a_label_of_their_own(digits):
    both = with_non_digits(digits, 0.25, seed=0)
    assert both.images.shape == (250, 28, 28)
    np.testing.assert_array_equal(both.labels[:200], digits.labels)
    assert (both.labels[200:] == NO_DIGIT).all()
    assert with_non_digits(digits, 0.0, seed=0) is digits


@pytest.mark.parametrize("shapes", [LETTERS, GREEK, SIGNS, ICONS])
def test_shapes_lie_in_the_unit_square(shapes):
    for name, strokes in shapes.items():
        points = np.concatenate(path(strokes))
        assert points.min() >= 0, name
        assert points.max() <= 1, name


def test_letters_that_cannot_be_told_apart_from_a_digit_are_left_out():
    assert not {name.split()[0] for name in LETTERS} & set("ILOSZbgloqsyz")
    assert not GREEK.keys() & {"theta", "phi", "Phi", "Lambda"}


@given(
    st.floats(0.05, 1), st.floats(0.05, 1), st.floats(-360, 360), st.floats(20, 360),
    st.sampled_from([-1, 1]),
)  # fmt: skip
def test_an_arc_follows_its_ellipse(radius_x, radius_y, start, turn, sign):
    targets = arc(0.5, 0.5, radius_x, radius_y, start, start + sign * turn)
    angles = np.radians([start, start + sign * turn])
    for angle, target in zip(angles, (targets[0], targets[-1]), strict=True):
        place = 0.5 + np.array([radius_x * np.cos(angle), radius_y * np.sin(angle)])
        assert target[:2] == pytest.approx(place)
    bends = np.array([target[2] for target in targets[1:]])
    assert (sign * bends > 0).all()
    [drawn] = path([targets])
    away = np.hypot(*((drawn - 0.5) / [radius_x, radius_y]).T)
    if 0.6 < radius_x / radius_y < 1.7:
        assert np.abs(away - 1).max() < 0.1


@pytest.mark.parametrize("kind", ["mirrored", "half", "pair"])
def test_digits_come_from_mnist_and_from_synthetic_hands(digits, kind):
    solid = Digits(np.full_like(digits.images, 255), digits.labels)
    images = [cut_out(image) for image in non_digits(solid, 60, 0, {kind: 1.0})]
    filled = [(image > 200).mean() > 0.6 for image in images]
    assert 0.25 < np.mean(filled) < 0.75


@given(st.floats(-0.1, 0.4), st.floats(-0.2, 0.2), st.integers(20, 60))
def test_digits_side_by_side_are_as_far_apart_as_asked(gap, drop, height):
    left, right = np.full((60, 30), 255, np.uint8), np.full((height, 20), 255, np.uint8)
    both = module._beside(left, right, gap, drop)
    assert both.shape[1] == 50 + round(60 * gap)
    assert len(both) >= 60
    columns = np.flatnonzero(~both.any(axis=0))
    assert len(columns) == max(round(60 * gap), 0)


def test_digits_that_interlock_touch_where_their_ink_is_closest():
    corner = np.zeros((40, 30), np.uint8)
    corner[-5:], corner[:, :5] = 255, 255
    both = module._beside(corner, corner[::-1, ::-1], 0.0, 0.0)
    assert both.shape == (40, 35)
    assert (both == 255).sum() == 2 * (corner == 255).sum()
    bar = np.full((10, 5), 255, np.uint8)
    assert module._beside(corner, bar, 0.0, -0.5).shape[1] == 30


def test_a_part_of_a_digit_holds_its_share():
    whole = np.full((100, 60), 255, np.uint8)
    whole[50:, :30] = 254
    assert module._part(whole, "left", 0.5).shape == (100, 30)
    assert (module._part(whole, "left", 0.5)[-1] == 254).all()
    assert (module._part(whole, "right", 0.5) == 255).all()
    assert module._part(whole, "top", 0.35).shape == (35, 60)
    assert (module._part(whole, "bottom", 0.2)[0, :30] == 254).all()
