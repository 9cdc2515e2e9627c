import keras
import numpy as np
import pytest

from mnist_models.augmentation.corruption import corrupt


def bars(count):
    images = np.zeros((count, 28, 28, 1), np.float32)
    images[:, 4:24, 12:16] = 1.0
    return images


def corrupted(share, count=400, seed=0):
    return np.asarray(corrupt(bars(count), share, keras.random.SeedGenerator(seed)))


def changed(images):
    return np.abs(images - bars(len(images))).max(axis=(1, 2, 3)) > 0.01


def test_images_keep_their_shape_and_range():
    images = corrupted(1.0)
    assert images.shape == (400, 28, 28, 1)
    assert images.min() >= 0
    assert images.max() <= 1
    assert np.isfinite(images).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_about_the_share_is_corrupted(share):
    # A stray stroke may miss the frame, and a band may lie outside of it.
    assert changed(corrupted(share)).mean() == pytest.approx(share, abs=0.08)


def test_a_seed_repeats_them_and_another_does_not():
    first, again, other = corrupted(1.0, 50, 1), corrupted(1.0, 50, 1), corrupted(1.0, 50, 2)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.5


def test_no_image_goes_blank():
    assert (corrupted(1.0).std(axis=(1, 2, 3)) > 0.05).all()
