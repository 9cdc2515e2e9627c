"""Pooling that keeps an image's size gives what Keras's own pooling gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from mnist_models.augmentation.morphology import average_pool, max_pool, min_pool

SIZES = st.sampled_from([2, 3, (1, 7), (7, 1)])


def batch(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng(seed).random((count, 28, 28, 1), np.float32)


@pytest.mark.parametrize(
    ("ours", "keras_pool"), [(max_pool, ops.max_pool), (average_pool, ops.average_pool)]
)
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 5), size=SIZES)
def test_the_pools_equal_those_of_keras(ours, keras_pool, seed, count, size):
    images = batch(seed, count)

    expected = keras_pool(images, size, strides=1, padding="same")

    np.testing.assert_allclose(ours(images, size), expected, atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=SIZES)
def test_the_least_of_ink_is_what_the_greatest_leaves_of_paper(seed, size):
    images = batch(seed, 2)

    np.testing.assert_allclose(min_pool(images, size), 1 - max_pool(1 - images, size), atol=1e-6)


def test_what_is_outside_is_no_paper():
    ink = np.ones((1, 28, 28, 1), np.float32)

    for pool in (max_pool, min_pool, average_pool):
        np.testing.assert_allclose(pool(ink, 3), ink, atol=1e-6)
