from itertools import islice

import numpy as np
import pytest
from PIL import Image

from mnist_models.strokes.pen import draw_with_pen
from mnist_models.upright import read_upright
from mnist_models.writing.drawings import HELD_OUT, written

PEN = 0.1  # of a digit's height
COUNT = 300


@pytest.fixture(scope="module")
def drawings():
    """Digits of simulated hands, each with its label."""
    drawn = islice(written(0, HELD_OUT), COUNT)
    return [(draw_with_pen(each.strokes, PEN), each.allograph.digit) for each in drawn]


def wrong(digits, drawings):
    """How many are taken for another digit, or declined."""
    return sum(digit != label for digit, (_, label) in zip(digits, drawings, strict=True))


def test_of_the_errors_on_turned_digits_a_third_is_mended_or_more(recognizer, drawings):
    before = after = 0
    for angle in (-26, 26):
        turned = [np.asarray(Image.fromarray(ink).rotate(angle)) for ink, _ in drawings]
        before += wrong([recognizer.read(ink)[-1].digit for ink in turned], drawings)
        pictures = read_upright(recognizer, turned)
        after += wrong([picture.readings[-1].digit for picture in pictures], drawings)
    assert 3 * after <= 2 * before


def test_upright_digits_are_read_as_they_lie(recognizer, drawings):
    inks = [ink for ink, _ in drawings]
    pictures = read_upright(recognizer, inks)
    kept = [picture.ink is ink for picture, ink in zip(pictures, inks, strict=True)]
    assert np.mean(kept) > 0.98
    before = [recognizer.read(ink)[-1].digit for ink in inks]
    after = [picture.readings[-1].digit for picture in pictures]
    assert wrong(after, drawings) <= wrong(before, drawings)


def test_what_is_shown_is_what_was_read(recognizer, drawings):
    turned = [np.asarray(Image.fromarray(ink).rotate(26)) for ink, _ in drawings[:40]]
    for picture in read_upright(recognizer, turned):
        again = recognizer.read(picture.ink)
        for reading, same in zip(picture.readings, again, strict=True):
            assert reading.digit == same.digit
            np.testing.assert_allclose(reading.probabilities, same.probabilities, atol=1e-5)


def test_what_is_declined_is_not_turned_until_it_passes(recognizer):
    star = [[0.5 + 0.4 * np.sin(k * 0.8 * np.pi), 0.5 - 0.4 * np.cos(k * 0.8 * np.pi)]
            for k in range(6)]  # fmt: skip
    ink, blank = draw_with_pen([np.array(star)], PEN), np.zeros((9, 9), np.uint8)
    for given, picture in zip([ink, blank], read_upright(recognizer, [ink, blank]), strict=True):
        assert picture.ink is given
        assert picture.readings[-1].digit is None
