import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw

from mnist_models.drawing.image import MAX_PIXELS, SketchError, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist


def drawn(mode, paper, ink, size=(120, 90)):
    image = Image.new(mode, size, paper)
    ImageDraw.Draw(image).line([(30, 20), (80, 30), (50, 75)], fill=ink, width=9)
    return image


WHITE_ON_BLACK = sketch_to_mnist(np.asarray(drawn("L", 0, 255)))


@pytest.mark.parametrize(
    ("mode", "paper", "ink"),
    [
        ("L", 255, 0),
        ("L", 0, 255),
        ("L", 200, 90),
        ("L", 90, 140),
        ("1", 1, 0),
        ("RGB", "white", "navy"),
        ("RGB", "black", "yellow"),
        ("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("LA", (0, 0), (0, 255)),
        ("LA", (255, 0), (255, 255)),
        ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255, 255)),
        ("RGBA", (255, 255, 255, 255), (0, 0, 0, 255)),
        ("RGBA", (0, 0, 0, 255), (255, 255, 255, 255)),
        ("I;16", 65535, 0),
        ("I", 0, 60000),
        ("F", 0.0, 255.0),
    ],
)
def test_ink_is_found_whatever_the_colours_and_the_mode(mode, paper, ink):
    if mode == "I;16":  # Pillow cannot draw lines in this mode
        levels = np.asarray(drawn("L", 255, 0)).astype(np.uint16) * 257
        image = Image.fromarray(levels)
    else:
        image = drawn(mode, paper, ink)
    np.testing.assert_array_equal(sketch_to_mnist(ink_from_image(image)), WHITE_ON_BLACK)


def test_a_palette_with_transparency_is_resolved():
    image = drawn("RGBA", (0, 0, 0, 0), (200, 0, 0, 255)).quantize(4)
    np.testing.assert_array_equal(sketch_to_mnist(ink_from_image(image)), WHITE_ON_BLACK)


def test_a_white_card_on_a_transparent_ground_keeps_its_digit():
    image = Image.new("RGBA", (200, 150), (0, 0, 0, 0))
    image.paste(drawn("RGBA", "white", "black"), (40, 30))
    np.testing.assert_array_equal(sketch_to_mnist(ink_from_image(image)), WHITE_ON_BLACK)


@pytest.mark.parametrize("quality", [40, 75, 95])
def test_the_noise_of_jpeg_does_not_count_as_ink(tmp_path, quality):
    drawn("L", 255, 0).save(tmp_path / "drawn.jpg", quality=quality)
    image = sketch_to_mnist(ink_from_image(Image.open(tmp_path / "drawn.jpg")))
    assert np.abs(image.astype(int) - WHITE_ON_BLACK).mean() < 12


def test_a_photo_is_turned_as_its_camera_says(tmp_path):
    turned = drawn("L", 255, 0).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # "rotate by 90° to the right to view"
    turned.save(tmp_path / "photo.png", exif=exif)
    image = sketch_to_mnist(ink_from_image(Image.open(tmp_path / "photo.png")))
    np.testing.assert_array_equal(image, WHITE_ON_BLACK)


@given(arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 30), st.just(4))))
def test_any_picture_at_all_gives_ink_or_one_sentence(pixels):
    try:
        ink = ink_from_image(Image.fromarray(pixels))
    except SketchError:  # two blots can pass for digits
        return
    assert ink.dtype == np.uint8
    assert ink.any() or ink.shape == pixels.shape[:2]


@pytest.mark.parametrize("color", ["black", "white", "#777"])
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (2000, 2000)])
def test_an_image_of_one_colour_is_blank(color, size):
    assert not ink_from_image(Image.new("RGB", size, color)).any()


def test_a_transparent_image_is_blank():
    assert not ink_from_image(Image.new("RGBA", (50, 50), (0, 0, 0, 0))).any()


@pytest.mark.parametrize("size", [(2001, 2000), (10_001, 9)])
def test_more_than_4_million_pixels_or_10000_a_side_are_refused(size):
    assert MAX_PIXELS == 4_000_000
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
