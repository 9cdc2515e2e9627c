import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw, ImageOps

from mnist_models.drawing.frames import enclosed_box
from mnist_models.drawing.image import ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

DIGIT = Image.fromarray(255 - draw_with_pen(TEMPLATES["4"], 0.1)).resize((150, 150))
DIGIT = ImageOps.expand(DIGIT, 25, "white")  # 200×200, black on white
EXPECTED = sketch_to_mnist(ink_from_image(DIGIT))


def framed(inset, width):
    image = DIGIT.copy()
    ImageDraw.Draw(image).rectangle((inset, inset, 199 - inset, 199 - inset), width=width)
    return image


def on_page(picture, page):
    image = Image.new("L", (320, 300), page)
    image.paste(picture, (70, 40))
    return image


PICTURES = {
    "a line at the edge": framed(0, 1),
    "a thick line at the edge": framed(0, 6),
    "a line further in": framed(9, 2),
    "a frame": ImageOps.expand(DIGIT, 40, "black"),
    "a frame in a page": on_page(framed(0, 3), "white"),
    "a dark canvas in a white page": on_page(ImageOps.invert(DIGIT), "white"),
    "a light canvas in a dark page": on_page(DIGIT, 30),
    "two frames": ImageOps.expand(framed(4, 2), 20, "black"),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_digit_is_read_from_inside(picture):
    found = sketch_to_mnist(ink_from_image(picture))
    np.testing.assert_allclose(found.astype(int), EXPECTED, atol=3)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
@pytest.mark.parametrize("pen", [0.05, 0.15, 0.3])
def test_a_digit_alone_is_no_frame(name, pen):
    ink = draw_with_pen(TEMPLATES[name], pen)
    np.testing.assert_array_equal(ink_from_image(Image.fromarray(ink)), ink)


def test_a_digit_of_straight_lines_is_no_frame():
    eight = Image.new("L", (120, 200), "white")
    pen = ImageDraw.Draw(eight)
    for top, bottom in ((20, 100), (100, 180)):
        pen.rectangle((20, top, 100, bottom), width=9)
    expected = 255 - np.asarray(eight)
    np.testing.assert_array_equal(ink_from_image(eight), expected)


@given(arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))))
def test_a_box_lies_in_the_picture(ink):
    ink[0] = ink[-1] = ink[:, 0] = ink[:, -1] = 255
    box = enclosed_box(ink)
    if box is not None:
        left, top, right, bottom = box
        assert 0 <= left < right <= ink.shape[1]
        assert 0 <= top < bottom <= ink.shape[0]
