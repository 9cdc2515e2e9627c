import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops

from mnist_models.augmentation.morphology import (
    Segment,
    average_pool,
    draw_segment,
    max_pool,
    min_pool,
    stroke_width,
)

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


@pytest.mark.parametrize("width", [2, 3, 4])
def test_the_width_of_a_stroke_is_measured(width):
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, :, 12 : 12 + width] = 1
    assert abs(float(np.asarray(stroke_width(ink))[0]) - width) < 0.5


@pytest.mark.parametrize("width", [2, 3, 4])
def test_a_segment_is_drawn_from_its_start_over_its_distance_as_broad_as_asked(width):
    segment = Segment(*(np.array([part], np.float32) for part in (5, 10, 15, 0)))
    drawn = np.asarray(draw_segment(segment, np.array([width], np.float32)))[0]
    assert drawn[12].sum() == pytest.approx(width, abs=0.1)
    assert drawn[5:21, 10].min() == 1
    rows = np.flatnonzero(drawn.any(axis=1))
    assert rows[0] >= 5 - width / 2 - 0.5
    assert rows[-1] <= 20 + width / 2 + 0.5
