import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageChops, ImageDraw

from mnist_models.drawing.brightness import brightness
from mnist_models.drawing.image import ink_from_image


def cross(paper, ink, mode="RGB"):
    image = Image.new(mode, (60, 50), paper)
    ImageDraw.Draw(image).line([(15, 10), (40, 35)], fill=ink, width=7)
    return image


BLACK_ON_WHITE = ink_from_image(cross("white", "black"))


@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        ((0, 132, 0), (255, 2, 2)),
        ((0, 0, 255), (97, 0, 0)),
        ((0, 160, 0), (255, 60, 255)),
        ("white", (255, 255, 120)),
        ("#336", "#353"),
    ],
)
def test_ink_that_differs_in_colour_alone_is_found(paper, ink):
    np.testing.assert_array_equal(ink_from_image(cross(paper, ink)), BLACK_ON_WHITE)


@given(arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20))))
def test_of_a_grey_picture_it_is_the_grey(levels):
    for mode in ("L", "RGB", "RGBA"):
        np.testing.assert_array_equal(brightness(Image.fromarray(levels).convert(mode)), levels)


@given(arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20), st.just(3))))
def test_colours_give_levels_of_their_size(colours):
    levels = brightness(Image.fromarray(colours))
    assert levels.shape == colours.shape[:2]
    assert levels.dtype == np.uint8


def test_an_alpha_that_is_0_everywhere_was_forgotten():
    image = cross("white", "black")
    image.putalpha(0)
    np.testing.assert_array_equal(ink_from_image(image), BLACK_ON_WHITE)


def test_inverted_cmyk_is_turned_back():
    image = cross((0, 0, 0, 0), (255, 255, 255, 0), "CMYK")
    np.testing.assert_array_equal(ink_from_image(ImageChops.invert(image)), BLACK_ON_WHITE)
