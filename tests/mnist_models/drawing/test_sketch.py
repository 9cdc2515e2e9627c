"""A drawing into MNIST's format, stage by stage."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from mnist_models.drawing.sketch import (
    center_mass,
    cut_out,
    shrink_canvas,
    sketch_stages,
    sketch_to_mnist,
    stretch,
)
from mnist_models.weights import read_report

inks = arrays(
    np.uint8,
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    elements=st.sampled_from([0, 0, 0, 1, 90, 255]),
)


def reference(ink):
    """Square and averaged once more, slowly: loops over pixels, areas as exact overlaps."""
    ys = [y for y in range(ink.shape[0]) if ink[y].any()]
    xs = [x for x in range(ink.shape[1]) if ink[:, x].any()]
    ink = ink[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1].astype(float)
    height, width = ink.shape
    side = max(height, width)
    square = np.zeros((side, side))
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = ink
    overlap = np.zeros((20, side))
    for i in range(20):
        low, high = i * side / 20, (i + 1) * side / 20
        for j in range(side):
            overlap[i, j] = max(0, min(high, j + 1) - max(low, j)) * 20 / side
    return overlap @ square @ overlap.T


@given(
    # Pillow averages whole pixels, so it is exact where 20 divides the side.
    arrays(
        np.uint8,
        st.tuples(st.sampled_from([20, 40, 60]), st.integers(1, 60)),
        elements=st.sampled_from([0, 0, 1, 90, 255]),
    ).filter(lambda ink: ink.shape[1] <= ink.shape[0])
)
def test_area_averaging_agrees_with_a_slow_reference(ink):
    ink[0, 0] = ink[-1, -1] = 255
    expected = reference(ink)
    fitted = sketch_stages(ink).fitted
    tolerance = 1 + 255 / expected.max()  # one level before stretching, one after
    np.testing.assert_allclose(fitted, expected * 255 / expected.max(), atol=tolerance)


def test_every_stage_of_a_known_drawing_is_the_known_one():
    ink = np.zeros((100, 90), np.uint8)
    ink[20:60, 30:40] = 200  # 40 high, 10 wide
    stages = sketch_stages(ink)
    assert stages.square.shape == (40, 40)
    expected = np.zeros((20, 20), np.uint8)
    expected[:, 7] = 128  # 15 of 40 columns of paper on the left: 7½ of 20
    expected[:, 8:12] = 255
    expected[:, 12] = 128
    np.testing.assert_array_equal(stages.fitted, expected)
    np.testing.assert_array_equal(stages.centered[5:25, 5:25], expected)
    assert stages.centered.sum() == expected.sum()


def by_the_whole_square(ink):
    """The recipe without its shortcut: the square is built at any size."""
    digit = cut_out(ink)
    missing = max(digit.shape) - np.array(digit.shape)
    square = np.pad(digit, [(each // 2, each - each // 2) for each in missing])
    return stretch(np.asarray(Image.fromarray(square).resize((20, 20), Image.Resampling.BOX)))


sides = st.one_of(st.integers(1, 60), st.integers(1, 2000), st.sampled_from([1999, 2000]))


@given(st.tuples(sides, sides), st.integers(0, 2**32), st.floats(0.001, 1))
def test_ink_of_up_to_2000_pixels_a_side_is_averaged_as_one_square(shape, seed, share):
    random = np.random.default_rng(seed)
    ink = (random.integers(1, 256, shape) * (random.random(shape) < share)).astype(np.uint8)
    ink[0, 0] = ink[-1, -1] = 255
    stages, expected = sketch_stages(ink), by_the_whole_square(ink)
    if not expected.any():  # a hair averages out to paper
        assert stages is None
        return
    assert stages.square.shape == (max(shape),) * 2
    np.testing.assert_array_equal(stages.fitted, expected)
    np.testing.assert_array_equal(stages.centered, center_mass(expected))


@settings(max_examples=10)
@given(st.integers(2001, 5000), st.integers(300, 5000), st.booleans())
def test_longer_ink_is_averaged_almost_the_same(longer, shorter, upright):
    ink = np.zeros((longer, min(longer, shorter)), np.uint8)
    ink[::3] = 255
    ink[-1] = ink[:, -1] = 255
    ink = ink if upright else ink.T
    fitted = sketch_stages(ink).fitted
    np.testing.assert_allclose(fitted, by_the_whole_square(ink).astype(int), atol=30)


def test_a_long_line_is_read_without_a_square_of_its_length():
    assert sketch_stages(np.full((40_000, 100), 255, np.uint8)).square.nbytes <= 4_000_000
    assert not sketch_to_mnist(np.full((1, 500_000), 255, np.uint8)).any()


@given(inks)
def test_the_result_is_always_28_by_28_bytes(ink):
    image = sketch_to_mnist(ink)
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert image.max() in (0, 255)


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (400, 300), (0, 5)])
def test_a_blank_drawing_stays_blank(shape):
    assert not sketch_to_mnist(np.zeros(shape, np.uint8)).any()
    assert sketch_stages(np.zeros(shape, np.uint8)) is None


@given(
    inks,
    st.tuples(*[st.integers(0, 80)] * 4),
)
def test_it_does_not_matter_where_on_which_canvas_the_ink_lies(ink, margins):
    top, bottom, left, right = margins
    moved = np.pad(ink, ((top, bottom), (left, right)))
    np.testing.assert_array_equal(sketch_to_mnist(moved), sketch_to_mnist(ink))


@given(inks)
def test_the_mass_is_centred_on_pixel_14_unless_it_is_cropped(ink):
    stages = sketch_stages(ink)
    assume(stages is not None)
    image = stages.centered.astype(float)
    assume(image.sum() == stages.fitted.sum())
    index = np.arange(28)
    for axis in (0, 1):
        center = (image.sum(axis=axis) * index).sum() / image.sum()
        assert 13.5 - 1e-9 <= center <= 14.5 + 1e-9


def test_mnist_comes_back_from_a_larger_canvas(real_mnist, recognizer):
    _, test = real_mnist
    random = np.random.default_rng(0)
    restored = np.stack([sketch_to_mnist(enlarge(image, random)) for image in test.images])
    assert np.abs(restored.astype(int) - test.images).mean() <= 2
    errors = (recognizer.probabilities(restored).argmax(-1) != test.labels).mean(axis=1)
    # The reports say how many of the digits themselves are read wrongly; a test counts them again.
    expected = [read_report(name).test.error for name in recognizer.names]
    np.testing.assert_allclose(errors, expected, atol=0.001)


def enlarge(image, random):
    """Each pixel as a square of 3–12 pixels, somewhere on a larger canvas."""
    factor = random.integers(3, 13)
    margins = random.integers(0, 100, (2, 2))
    return np.pad(image.repeat(factor, axis=0).repeat(factor, axis=1), margins)


def test_shrinking_the_canvas_keeps_place_and_size():
    ink = np.zeros((280, 280), np.uint8)
    ink[10:20, 260:270] = 100
    image = shrink_canvas(ink)
    assert np.argwhere(image).tolist() == [[1, 26]]
    assert image.max() == 255
