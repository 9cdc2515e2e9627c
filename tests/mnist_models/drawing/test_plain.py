"""Pictures that no camera took: frames, lines, captions, outlines, displays, speckle."""

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from benchmarks import pictures as benchmark
from mnist_models.drawing.image import ink_from_canvas, ink_from_image
from mnist_models.drawing.plain import fill_outline, is_alone, is_speckled, join_segments
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


def with_lines():
    image = DIGIT.copy()
    for y in range(15, 200, 25):
        ImageDraw.Draw(image).line((0, y, 200, y), 190)
    return image


def with_caption():
    image = on_page(DIGIT, "white")
    ImageDraw.Draw(image).text((90, 280), "drawing 1")
    ImageDraw.Draw(image).point((10, 10))
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
    "two sides of a cell": DIGIT.crop((-3, -3, 200, 200)),
    "lines of a scan": with_lines(),
    "a caption and a speck": with_caption(),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_digit_is_read_from_inside(picture):
    found = sketch_to_mnist(ink_from_image(picture))
    assert np.abs(found.astype(int) - EXPECTED).mean() < 2


@pytest.mark.parametrize("pen", [0.02, 0.05, 0.14, 0.3])
def test_a_digit_drawn_with_a_pen_stays_as_it_is(pen):
    for name, strokes in TEMPLATES.items():
        ink = draw_with_pen(strokes, pen)
        image = Image.fromarray(ink)
        cut = ImageOps.expand(image.crop(image.getbbox()), 8)  # as the page sends it
        for found in (ink_from_image(image), ink_from_image(cut)):
            np.testing.assert_array_equal(
                sketch_to_mnist(found), sketch_to_mnist(ink), err_msg=name
            )


def test_a_digit_of_straight_lines_is_no_frame():
    eight = Image.new("L", (120, 200), "white")
    pen = ImageDraw.Draw(eight)
    for top, bottom in ((20, 100), (100, 180)):
        pen.rectangle((20, top, 100, bottom), width=9)
    np.testing.assert_array_equal(ink_from_image(eight), 255 - np.asarray(eight))


def test_everything_on_the_canvas_is_ink():
    ink = np.asarray(ImageOps.invert(PICTURES["a line further in"]))
    np.testing.assert_array_equal(ink_from_canvas(Image.fromarray(ink)), ink)


def test_a_digit_beside_faint_ghost_segments_is_not_alone():
    ink = draw_with_pen(TEMPLATES["1"], 0.1).copy()
    assert is_alone(ink)
    ink[100:300, 30:60] = 40
    assert not is_alone(ink)


def test_an_outline_is_filled_and_a_loop_is_not():
    for name, strokes in TEMPLATES.items():
        ink = np.pad(draw_with_pen(strokes, 0.14), 20)
        wide = Image.fromarray(ink).filter(ImageFilter.MaxFilter(3))
        outline = np.asarray(ImageChops.difference(wide, Image.fromarray(ink)))
        assert ((fill_outline(outline) >= 128) != (ink >= 128)).mean() < 0.03, name
        for pen in (0.01, 0.05, 0.14):
            ink = np.pad(draw_with_pen(strokes, pen), 20)
            assert fill_outline(ink) is ink, (name, pen)
    blank = np.zeros((50, 300), np.uint8)
    assert fill_outline(blank) is blank


@pytest.mark.parametrize("kind", ["seven segments", "ghost segments"])
def test_the_strongest_network_reads_a_display_or_declines(kind, recognizer):
    subjects = [benchmark.Subject(int(name[0]), TEMPLATES[name], ()) for name in sorted(TEMPLATES)]
    made = benchmark.make(kind, subjects, 0)
    pictures, labels = zip(*(next(made) for _ in range(20)), strict=True)
    images = np.stack([sketch_to_mnist(ink_from_image(picture)) for picture in pictures])
    digits = [readings[-1].digit for readings in recognizer.read_images(images)]
    assert sum(digit == label for digit, label in zip(digits, labels, strict=True)) >= 17
    assert sum(digit not in {label, None} for digit, label in zip(digits, labels, strict=True)) <= 1


def test_a_digit_drawn_with_a_pen_is_no_display():
    for name, strokes in TEMPLATES.items():
        ink = draw_with_pen(strokes, 0.1)
        assert join_segments(ink) is ink, name


@pytest.mark.parametrize("share", [0.01, 0.05])
def test_salt_and_pepper_and_dithering_are_smoothed(share):
    random = np.random.default_rng(0)
    noisy = np.where(random.random((200, 200)) < share, 0, np.asarray(DIGIT)).astype(np.uint8)
    grey = DIGIT.point(lambda level: 40 + level * 0.75).convert("1")
    assert is_speckled(noisy)
    for picture in (Image.fromarray(noisy), grey):
        found = sketch_to_mnist(ink_from_image(picture))
        assert np.abs(found.astype(int) - EXPECTED).mean() < 16
    assert not is_speckled(np.asarray(DIGIT))
