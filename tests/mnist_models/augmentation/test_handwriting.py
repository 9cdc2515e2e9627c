import dataclasses
from dataclasses import replace

import keras
import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from mnist_models.augmentation.handwriting import (
    Handwriting,
    RandomHandwriting,
    Style,
    add_style,
    sample,
)
from mnist_models.augmentation.handwriting import varied as varied_digits
from mnist_models.mnist import Digits

NO_STYLE = Style(hooked_one=0, footed_one=0, slashed_zero=0, crossed_seven=0)
STILL = Handwriting(
    rotation=0, shear=0, scale=0, shift=0, elastic=0, thinner=0, thicker=0, marker=0, gamma=1,
    as_it_is=0, astray=0, corrupted=0, style=NO_STYLE,
)  # fmt: skip


def ring():
    """A zero, 19 high, its mass on pixel 14."""
    y, x = np.mgrid[:28, :28] - 14.0
    radius = np.hypot(y, x * 1.4)
    return np.clip(1.5 - np.abs(radius - 8.3), 0, 1).astype(np.float32)


def batch(count, label=0):
    return np.tile(ring()[None, :, :, None], (count, 1, 1, 1)), np.full(count, label, np.int32)


def varied(handwriting, seed=0, count=32, label=0):
    layer = RandomHandwriting(handwriting, seed)
    return np.asarray(layer(list(batch(count, label)), training=True))


def test_outside_of_training_digits_pass_unchanged():
    images, labels = batch(3)
    given = RandomHandwriting(Handwriting(), 0)([images, labels], training=False)
    np.testing.assert_array_equal(np.asarray(given), images)


def test_varied_digits_keep_their_shape_and_range():
    images = varied(Handwriting())
    assert images.shape == (32, 28, 28, 1)
    assert images.dtype == np.float32
    assert images.min() >= 0
    assert images.max() <= 1
    assert (images.max(axis=(1, 2, 3)) > 0.2).all()


def test_every_digit_varies_differently_and_a_seed_repeats_them():
    never_as_it_is = Handwriting(as_it_is=0.0)
    first, again, other = (varied(never_as_it_is, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.5
    assert len(np.unique(first.reshape(32, -1), axis=0)) == 32


def test_without_variation_a_digit_comes_back():
    # It is put into MNIST's format anew; this one is 19 high and becomes 20.
    assert np.corrcoef(varied(STILL)[0].ravel(), ring().ravel())[0, 1] > 0.9


def test_a_digit_that_is_off_centre_and_small_is_put_into_mnists_format():
    small = np.zeros((1, 28, 28, 1), np.float32)
    small[0, 2:14, 3:5] = 1
    layer = RandomHandwriting(STILL, 0)
    image = np.asarray(layer([small, np.array([4])], training=True))[0, :, :, 0]
    rows = np.flatnonzero(image.max(axis=1) > 0.5)
    assert abs(np.ptp(rows) + 1 - 20) <= 1
    mass = (image.sum(axis=1) * np.arange(28)).sum() / image.sum()
    assert abs(mass - 14) < 0.5


def test_a_digit_that_stays_as_it_is_moves_by_whole_pixels():
    images = varied(Handwriting(as_it_is=1.0, astray=0.0, corrupted=0.0))[..., 0]
    steps = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    moved = np.stack([np.roll(ring(), step, (0, 1)) for step in steps])
    which = (images[:, None] == moved).all(axis=(2, 3))
    assert which.any(axis=1).all()
    assert which.any(axis=0).sum() > 4


def test_a_digit_astray_is_turned_shifted_or_shrunk_beyond_the_ordinary():
    plain, astray = (
        varied(replace(STILL, astray=share), count=64, label=2) for share in (0.0, 1.0)
    )
    assert np.abs(plain - plain[0]).max() < 1e-6
    differences = np.abs(astray - plain).sum(axis=(1, 2, 3)) / plain[0].sum()
    assert (differences > 0.3).mean() > 0.9


def test_digits_are_varied_as_whole_images():
    digits = Digits(np.rint(255 * batch(3)[0][..., 0]).astype(np.uint8), np.zeros(3, np.uint8))
    images = varied_digits(digits, Handwriting(), seed=0)
    assert (images.shape, images.dtype) == ((3, 28, 28), np.uint8)
    np.testing.assert_array_equal(images, varied_digits(digits, Handwriting(), seed=0))


def test_sampling_agrees_with_scipy():
    random = np.random.default_rng(0)
    images = random.random((3, 28, 28, 1), np.float32)
    y, x = random.uniform(-4, 31, (2, 3, 784)).astype(np.float32)
    expected = [
        map_coordinates(image[..., 0], [row, column], order=1, mode="grid-constant")
        for image, row, column in zip(images, y, x, strict=True)
    ]
    given = np.asarray(sample(images, y, x)).reshape(3, 784)
    np.testing.assert_allclose(given, expected, atol=1e-4)


@pytest.mark.parametrize(("field", "grows"), [("thicker", True), ("thinner", False)])
def test_the_pen_gets_broader_or_finer(field, grows):
    before = batch(1)[0].sum()
    after = varied(replace(STILL, **{field: 1.0})).sum(axis=(1, 2, 3)).mean()
    assert (after > before * 1.05) if grows else (after < before * 0.95)


def stem():
    ink = np.zeros((1, 28, 28, 1), np.float32)
    ink[0, 4:24, 13:15] = 1
    return ink


ONLY = {
    "hooked_one": (1, "left of the stem, in its upper part", np.s_[4:20, :11]),
    "footed_one": (1, "right of the stem, at its bottom", np.s_[21:26, 17:]),
    "slashed_zero": (0, "right of the stem, above the middle", np.s_[4:13, 17:]),
    "crossed_seven": (7, "right of the stem, in the middle", np.s_[9:20, 16:]),
}


@pytest.mark.parametrize("style", ONLY)
def test_a_style_adds_its_stroke_where_it_belongs_and_to_its_digit_only(style):
    digit, _, region = ONLY[style]
    fields = dataclasses.fields(Style)
    always = Style(**{field.name: float(field.name == style) for field in fields})
    labels = np.repeat(np.arange(10, dtype=np.int32), 20)
    random = keras.random.SeedGenerator(0)
    styled = np.asarray(add_style(np.tile(stem(), (200, 1, 1, 1)), labels, always, random))
    added = styled[..., 0] - stem()[..., 0]
    assert (added >= 0).all()
    assert added[labels == digit].mean(axis=0)[region].sum() > 1
    assert not added[labels != digit].any()
