import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_models.drawing.selection import SeveralDigitsError, keep_digit
from mnist_models.drawing.surroundings import without_surroundings
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES


def digit(name="4", side=100):
    ink = Image.fromarray(draw_with_pen(TEMPLATES[name], 0.1)).resize((side, side))
    return np.asarray(ink) > 128


def sheet(*placed, size=(300, 300)):
    """Digits at places (left, top) on a sheet."""
    ink = np.zeros(size, bool)
    for mask, left, top in placed:
        ink[top : top + len(mask), left : left + len(mask[0])] |= mask
    return ink


def drawn(draw, size=(300, 300)):
    image = Image.new("L", size, "white")  # Pillow draws in black where no colour is named
    draw(ImageDraw.Draw(image))
    return np.array(image) < 255


ALONE = sheet((digit(), 100, 100))


def test_the_digit_is_kept_with_its_parts_without_specks_and_edges():
    ink = np.zeros((200, 200), bool)
    ink[60:140, 80:90] = True  # the digit
    ink[60:70, 100:120] = True  # a part of it
    kept = ink.copy()
    ink[10, 10] = ink[100, 60] = True  # specks
    ink[150:, 150:] = True  # a finger
    np.testing.assert_array_equal(keep_digit(ink), kept)


def test_a_digit_that_the_edge_cuts_is_better_than_none():
    ink = np.zeros((100, 100), bool)
    ink[0:80, 40:50] = True
    ink[90, 90] = True
    kept = keep_digit(ink)
    assert kept[:80, 40:50].all()
    assert not kept[90, 90]
    assert not keep_digit(np.zeros((9, 9), bool)).any()


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_digit_alone_stays_whole(name):
    ink = sheet((digit(name), 90, 120))
    np.testing.assert_array_equal(keep_digit(without_surroundings(ink)), ink)


SURROUNDINGS = {
    "a frame": lambda pen: pen.rectangle((30, 30, 270, 270), width=4),
    "a box": lambda pen: pen.rectangle((80, 80, 220, 220)),
    "a box cut by the edge": lambda pen: pen.rectangle((80, 80, 320, 320)),
    "a circle": lambda pen: pen.ellipse((70, 70, 230, 230), outline=0, width=3),
    "a circle that is not closed": lambda pen: pen.arc((70, 70, 230, 230), 20, 350, width=3),
    "a row of boxes": lambda pen: [pen.rectangle((x, 90, x + 130, 210)) for x in (-45, 85, 215)],
    "an underline": lambda pen: pen.line((80, 212, 230, 209), width=4),
    "a comb": lambda pen: pen.line((80, 150, 80, 215, 230, 215, 230, 150), width=2),
}


@pytest.mark.parametrize("around", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_what_surrounds_the_digit_is_not_the_digit(around):
    np.testing.assert_array_equal(keep_digit(ALONE | drawn(around)), ALONE)


def test_the_dot_in_a_printed_zero_is_dropped_and_the_zero_kept():
    ring = drawn(lambda pen: pen.ellipse((100, 80, 180, 200), outline=0, width=14))
    dot = drawn(lambda pen: pen.ellipse((130, 120, 150, 160), fill=0))
    np.testing.assert_array_equal(keep_digit(ring | dot), ring)


def test_a_long_bar_above_a_slim_stroke_is_a_part_of_the_digit():
    stem = drawn(lambda pen: pen.line((150, 92, 140, 190), width=8))
    bar = drawn(lambda pen: pen.line((75, 80, 150, 80), width=8))
    np.testing.assert_array_equal(keep_digit(stem | bar), stem | bar)


def test_a_display_that_the_edge_cuts_keeps_its_segments():
    segments = drawn(lambda pen: [pen.rectangle(box, fill=0) for box in (
        (100, 0, 160, 14), (166, 10, 180, 70), (166, 80, 180, 140))])  # fmt: skip
    np.testing.assert_array_equal(keep_digit(segments), segments)


def test_what_a_box_leaves_in_pieces_is_not_the_digit():
    pieces = drawn(lambda pen: [pen.line(line, width=2) for line in (
        (85, 100, 85, 190), (215, 100, 215, 190), (100, 215, 190, 215))])  # fmt: skip
    np.testing.assert_array_equal(keep_digit(ALONE | pieces), ALONE)


def test_what_a_box_round_a_straight_one_leaves_in_pieces_is_not_the_digit():
    one = drawn(lambda pen: pen.line((150, 100, 150, 200), width=4))
    pieces = drawn(lambda pen: [pen.line(line, width=2) for line in (
        (100, 80, 100, 190), (200, 100, 200, 215), (110, 220, 190, 220))])  # fmt: skip
    np.testing.assert_array_equal(keep_digit(one | pieces), one)


def test_what_another_pen_left_near_the_digit_is_not_the_digit():
    blot = drawn(lambda pen: pen.rectangle((205, 150, 225, 170), fill=0))
    contrast = ALONE + 0.3 * blot
    np.testing.assert_array_equal(keep_digit(ALONE | blot, contrast=contrast), ALONE)


@pytest.mark.parametrize("gap", [5, 20, 60, 90])
def test_two_digits_side_by_side_are_never_one(gap):
    one, other = digit("3"), digit("8")
    one, other = (mask[:, mask.any(axis=0)] for mask in (one, other))
    ink = sheet((one, 20, 100), (other, 20 + one.shape[1] + gap, 105))
    with pytest.raises(SeveralDigitsError):
        keep_digit(ink)
