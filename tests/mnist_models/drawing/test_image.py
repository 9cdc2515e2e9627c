"""The ink in an image of any mode, colour, size and orientation."""

import struct
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageChops, ImageDraw, ImageOps

from mnist_models.drawing.image import (
    SketchError,
    brightness,
    ink_from_canvas,
    ink_from_image,
    read_orientation,
    turned_upright,
)
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw
from mnist_models.strokes.templates import TEMPLATES


def drawn(mode, paper, ink, size=(120, 90)):
    image = Image.new(mode, size, paper)
    ImageDraw.Draw(image).line([(30, 20), (80, 30), (50, 75)], fill=ink, width=9)
    return image


WHITE_ON_BLACK = sketch_to_mnist(np.asarray(drawn("L", 0, 255)))
SIXTEEN_BITS = np.asarray(drawn("L", 255, 0)).astype(np.uint16) * 257  # Pillow draws no lines there
CARD = Image.new("RGBA", (200, 150), (0, 0, 0, 0))
CARD.paste(drawn("RGBA", "white", "black"), (40, 30))
NO_ALPHA = drawn("RGB", "white", "black")
NO_ALPHA.putalpha(0)
IMAGES = {
    "black on white": drawn("L", 255, 0),
    "white on black": drawn("L", 0, 255),
    "grey on light grey": drawn("L", 200, 90),
    "light grey on grey": drawn("L", 90, 140),
    "1 bit": drawn("1", 1, 0),
    "blue on white": drawn("RGB", "white", "navy"),
    "yellow on black": drawn("RGB", "black", "yellow"),
    "red on green of one brightness": drawn("RGB", (0, 132, 0), (255, 2, 2)),
    "brown on blue": drawn("RGB", (0, 0, 255), (97, 0, 0)),
    "pink on green": drawn("RGB", (0, 160, 0), (255, 60, 255)),
    "light yellow on white": drawn("RGB", "white", (255, 255, 120)),
    "dark green on dark blue": drawn("RGB", "#336", "#353"),
    "CMYK": drawn("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)),
    "CMYK, inverted by a program": ImageChops.invert(drawn("CMYK", (0,) * 4, (255, 255, 255, 0))),
    "black on transparent": drawn("LA", (0, 0), (0, 255)),
    "white on transparent white": drawn("LA", (255, 0), (255, 255)),
    "black on transparent black": drawn("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),
    "white on transparent black": drawn("RGBA", (0, 0, 0, 0), (255, 255, 255, 255)),
    "black on opaque white": drawn("RGBA", (255, 255, 255, 255), (0, 0, 0, 255)),
    "white on opaque black": drawn("RGBA", (0, 0, 0, 255), (255, 255, 255, 255)),
    "a palette with transparency": drawn("RGBA", (0, 0, 0, 0), (200, 0, 0, 255)).quantize(4),
    "a white card on a transparent ground": CARD,
    "an alpha of 0 everywhere": NO_ALPHA,
    "16 bits": Image.fromarray(SIXTEEN_BITS),
    "32 bits": drawn("I", 0, 60000),
    "floating point": drawn("F", 0.0, 255.0),
}


@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_ink_is_found_in_any_colours_and_mode(image):
    np.testing.assert_array_equal(sketch_to_mnist(ink_from_image(image)), WHITE_ON_BLACK)


@given(arrays(np.uint8, st.tuples(st.integers(1, 20), st.integers(1, 20))))
def test_the_brightness_of_a_grey_picture_is_its_grey(levels):
    for mode in ("L", "RGB", "RGBA"):
        np.testing.assert_array_equal(brightness(Image.fromarray(levels).convert(mode)), levels)


@pytest.mark.parametrize("quality", [40, 75, 95])
def test_the_noise_of_jpeg_does_not_count_as_ink(tmp_path, quality):
    drawn("L", 255, 0).save(tmp_path / "drawn.jpg", quality=quality)
    image = sketch_to_mnist(ink_from_image(Image.open(tmp_path / "drawn.jpg")))
    assert np.abs(image.astype(int) - WHITE_ON_BLACK).mean() < 12


@given(arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(4))))
def test_any_picture_gives_ink_or_one_sentence(pixels):
    try:
        ink = ink_from_image(Image.fromarray(pixels))
    except SketchError:  # two blots can pass for digits
        return
    assert ink.dtype == np.uint8
    assert ink.any() or ink.shape == pixels.shape[:2]


@pytest.mark.parametrize("size", [(1, 1), (1, 50), (2000, 2000)])
def test_an_image_of_one_colour_or_none_is_blank(size):
    for color in ("black", "white", "#777", (0, 0, 0, 0)):
        assert not ink_from_image(Image.new("RGBA", size, color)).any()


@pytest.mark.parametrize("size", [(2001, 2000), (10_001, 9)])
def test_more_than_4_million_pixels_or_10000_a_side_are_refused(size):
    message = rf"at most 4,000,000 pixels and 10,000 a side, got {size[0]}×{size[1]}"
    with pytest.raises(SketchError, match=message):
        ink_from_image(Image.new("1", size))


def test_several_digits_are_refused_in_one_sentence():
    image = Image.new("L", (300, 150), 255)
    image.paste(drawn("L", 255, 0), (20, 20))
    image.paste(drawn("L", 255, 0), (150, 25))
    with pytest.raises(SketchError, match="Expected one digit, but there are several"):
        ink_from_image(image)


def test_a_tiny_digit_gets_smooth_edges():
    small = drawn("L", 255, 0).resize((16, 12), Image.Resampling.BOX)
    image = sketch_to_mnist(ink_from_image(small))
    assert np.abs(image.astype(int) - WHITE_ON_BLACK).mean() < 25


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (0, 255)])
def test_a_tiny_digit_with_broad_strokes_up_to_the_edge_is_no_paper(paper, ink):
    sheet = drawn("L", paper, ink).crop((28, 18, 83, 78))
    digit = sketch_to_mnist(ink_from_image(sheet.resize((9, 10), Image.Resampling.BOX)))
    assert np.abs(digit.astype(int) - WHITE_ON_BLACK).mean() < 25


def test_a_tiny_digit_on_a_huge_sheet_costs_no_huge_ink():
    sheet = Image.new("L", (2000, 2000), 255)
    sheet.paste(0, (1000, 1000, 1002, 1012))
    assert ink_from_image(sheet).size <= sheet.width * sheet.height


@given(
    st.sampled_from(sorted(TEMPLATES)),
    st.floats(8, 60),
    st.tuples(st.floats(-300, 300), st.floats(-300, 300)),
    st.booleans(),
)
def test_a_drawing_on_the_canvas_is_not_taken_for_a_photo(name, pen, offset, light):
    ink = draw([stroke * 400 + offset for stroke in TEMPLATES[name]], pen)
    # If only the soft edge of a stroke is on the sheet, it could be noise.
    if (ink == 0).mean() > 0.5 and (ink == 255).sum() > 500:
        image = Image.fromarray(255 - ink if light else ink)
        np.testing.assert_array_equal(ink_from_canvas(image), ink)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_is_turned_as_pillow_turns_it(orientation, file_format):
    exif = Image.Exif()
    exif[0x010E] = "a description, and another entry before it"
    exif[0x0112] = orientation
    buffer = BytesIO()
    pixels = np.arange(30 * 20 * 3, dtype=np.uint8).reshape(30, 20, 3)
    Image.fromarray(pixels).save(buffer, file_format, exif=exif)
    expected = np.asarray(ImageOps.exif_transpose(Image.open(buffer)))
    np.testing.assert_array_equal(turned_upright(Image.open(buffer)), expected)


def test_a_picture_is_turned_before_its_ink_is_found():
    turned, exif, buffer = drawn("L", 255, 0), Image.Exif(), BytesIO()
    exif[0x0112] = 6  # "rotate by 90° to the right to view"
    turned.transpose(Image.Transpose.ROTATE_90).save(buffer, "PNG", exif=exif)
    image = sketch_to_mnist(ink_from_image(Image.open(buffer)))
    np.testing.assert_array_equal(image, WHITE_ON_BLACK)


@pytest.mark.parametrize("order", "<>")
def test_both_byte_orders_of_exif_are_read(order):
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}L", 8)
    entry = struct.pack(f"{order}HHHLHH", 1, 0x0112, 3, 1, 6, 0)
    assert read_orientation(head + entry) == read_orientation(b"Exif\0\0" + head + entry) == 6


@given(st.binary(max_size=60) | st.binary(max_size=60).map(b"Exif\0\0MM\0*\0\0\0\x08".__add__))
def test_any_exif_bytes_give_an_orientation(exif):
    assert 1 <= read_orientation(exif) <= 8


def test_an_exif_entry_is_not_followed_to_the_bytes_it_points_to():
    entries = struct.pack("<HHLL", 0x9286, 7, 2**31, 8) * 65_000
    exif = b"II*\0" + struct.pack("<LH", 8, 65_000) + entries
    assert read_orientation(exif) == 1
