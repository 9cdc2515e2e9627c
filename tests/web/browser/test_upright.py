"""Turned pictures: the browser sets them upright as Python does."""

from itertools import islice

import numpy as np
import pytest
from PIL import Image

from mnist_models.drawing.image import ink_from_canvas
from mnist_models.drawing.sketch import cut_out
from mnist_models.recognizer import TURNED, read_upright
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.writing.drawings import HELD_OUT, written
from web.service.images import decode

PEN = 0.1  # of a digit's height
COUNT = 200


@pytest.fixture(scope="module")
def turned():
    """Digits of simulated hands, turned either way."""
    drawn = islice(written(0, HELD_OUT), COUNT)
    inks = [Image.fromarray(draw_with_pen(each.strokes, PEN)) for each in drawn]
    return [ink.rotate((26, -26)[number % 2]) for number, ink in enumerate(inks)]


def sized(pictures, side):
    """The ink in each, as both find it, once it is `side` pixels wide and high."""
    return [ink_from_canvas(picture.resize((side, side))) for picture in pictures]


def test_small_pictures_are_turned_to_the_same_pixels(reading, recognizer, turned):
    small = sized(turned, TURNED)
    found = [np.asarray(decode(reply["ink"])) for reply in reading(small, "findInk")]
    expected = [picture.ink for picture in read_upright(recognizer, small)]
    assert sum(theirs is not ink for theirs, ink in zip(expected, small, strict=True)) >= COUNT / 20
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, cut_out(theirs))


def test_large_pictures_are_read_alike(reading, recognizer, turned):
    large = sized(turned[:80], 900)
    found = [np.asarray(decode(reply["ink"])) for reply in reading(large, "findInk")]
    expected = read_upright(recognizer, large)
    pairs = [
        (recognizer.read(ours)[-1].digit, theirs.readings[-1].digit)
        for ours, theirs in zip(found, expected, strict=True)
    ]
    assert sum(ours != theirs for ours, theirs in pairs) <= 1
