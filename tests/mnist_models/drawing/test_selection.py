"""Which ink is the digit: components, surroundings, ruled lines and second digits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, ImageDraw
from scipy import ndimage

from mnist_models.drawing.selection import (
    SeveralDigitsError,
    components,
    has_four_corners,
    keep_digit,
    label_components,
    otsu_threshold,
    remove_lines,
    without_surroundings,
)
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


def lines(*each, width=2):
    return drawn(lambda pen: [pen.line(line, width=width) for line in each])


def spiral(turns, gap):
    ink = np.zeros((2 * turns * gap + 1,) * 2, bool)
    y = x = turns * gap
    for side in range(1, 4 * turns):
        dy, dx = [(0, 1), (1, 0), (0, -1), (-1, 0)][side % 4]
        for _ in range((side + 1) // 2 * gap):
            ink[y, x] = True
            y, x = y + dy, x + dx
    return ink


masks = arrays(bool, st.tuples(st.integers(1, 20), st.integers(1, 20)))
windings = st.builds(spiral, st.integers(1, 40), st.integers(2, 4))
checks = st.integers(1, 60).map(lambda side: np.indices((side, side)).sum(axis=0) % 2 == 0)


@given(masks | windings | windings.map(np.logical_not) | checks)
def test_components_are_those_that_scipy_finds(ink):
    labels = label_components(ink)
    expected, count = ndimage.label(ink, np.ones((3, 3)))
    np.testing.assert_array_equal(labels > 0, ink)
    pairs = {*zip(labels[ink].tolist(), expected[ink].tolist(), strict=True)}
    assert len(pairs) == count == len({label for label, _ in pairs})


def test_components_are_measured_the_largest_first():
    ink = np.zeros((20, 30), bool)
    ink[2:5, 3:9] = ink[10, 29] = True
    large, small = components(label_components(ink), ink, 0.5 * ink)
    assert (large.size, large.strength, large.cut, *large.sides) == (18, 0.5, False, 3, 6)
    assert (small.size, small.cut, *small.corners.ravel()) == (1, True, 10, 29, 10, 29)
    assert components(np.zeros((9, 9), np.int64), ink, ink) == []


@given(arrays(np.float64, st.integers(2, 50), elements=st.floats(0, 1)))
def test_otsu_threshold_leaves_the_least_variance_within_groups(values):
    def within(threshold):
        groups = values[values < threshold], values[values >= threshold]
        return sum(group.var() * group.size for group in groups if group.size)

    found = within(otsu_threshold(np.floor(values * 255.99) / 256 + 1 / 512))
    best = min(within(threshold) for threshold in np.linspace(0, 1, 257))
    assert found <= best + 0.02 * values.size


def test_a_rectangle_has_four_corners_and_an_ellipse_has_none():
    for shape, expected in (("rectangle", True), ("ellipse", False)):
        image = drawn(lambda pen, shape=shape: getattr(pen, shape)((10, 10, 90, 60), fill=0))
        assert has_four_corners(image) == expected


ALONE = sheet((digit(), 100, 100))
ONE = lines((150, 100, 150, 200), width=4)


def test_a_digit_alone_stays_whole_and_loses_no_line():
    for name in TEMPLATES:
        ink = sheet((digit(name), 90, 120))
        kept = remove_lines(keep_digit(without_surroundings(ink)))
        np.testing.assert_array_equal(kept, ink, err_msg=name)


def test_the_digit_is_kept_with_its_parts_without_specks_and_edges():
    ink = np.zeros((200, 200), bool)
    ink[60:140, 80:90] = True  # the digit
    ink[60:70, 100:120] = True  # a part of it
    kept = ink.copy()
    ink[10, 10] = ink[100, 60] = True  # specks
    ink[150:, 150:] = True  # a finger
    np.testing.assert_array_equal(keep_digit(ink), kept)


def test_a_digit_cut_by_the_edge_is_better_than_none():
    ink = np.zeros((100, 100), bool)
    ink[0:80, 40:50] = ink[90, 90] = True
    assert keep_digit(ink)[:80, 40:50].all()
    assert not keep_digit(ink)[90, 90]
    assert not keep_digit(np.zeros((9, 9), bool)).any()


SURROUNDINGS = {
    "a frame": lambda pen: pen.rectangle((30, 30, 270, 270), width=4),
    "a box cut by the edge": lambda pen: pen.rectangle((80, 80, 320, 320)),
    "a circle": lambda pen: pen.ellipse((70, 70, 230, 230), outline=0, width=3),
    "a circle that is not closed": lambda pen: pen.arc((70, 70, 230, 230), 20, 350, width=3),
    "a row of boxes": lambda pen: [pen.rectangle((x, 90, x + 130, 210)) for x in (-45, 85, 215)],
    "an underline": lambda pen: pen.line((80, 212, 230, 209), width=4),
    "a comb": lambda pen: pen.line((80, 150, 80, 215, 230, 215, 230, 150), width=2),
    "pieces of a box": lambda pen: [pen.line(line, width=2) for line in (
        (85, 100, 85, 190), (215, 100, 215, 190), (100, 215, 190, 215))],
}  # fmt: skip


@pytest.mark.parametrize("around", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_surroundings_are_not_the_digit(around):
    np.testing.assert_array_equal(keep_digit(ALONE | drawn(around)), ALONE)


def test_pieces_of_a_box_around_a_straight_one_are_not_the_digit():
    pieces = lines((100, 80, 100, 190), (200, 100, 200, 215), (110, 220, 190, 220))
    np.testing.assert_array_equal(keep_digit(ONE | pieces), ONE)


@pytest.mark.parametrize("gap", [0, 2])
def test_a_box_is_removed_though_its_lines_have_little_gaps(gap):
    box = drawn(lambda pen: pen.rectangle((80, 80, 220, 220), width=2))
    box[:, 150 : 150 + gap] = False
    np.testing.assert_array_equal(without_surroundings(box | ONE), ONE)


def test_the_bar_beside_a_seven_is_a_part_of_it():
    hook, bar = lines((102, 60, 165, 65, 133, 152), width=4), lines((111, 123, 137, 115), width=4)
    np.testing.assert_array_equal(without_surroundings(hook | bar), hook | bar)


def test_a_long_bar_above_a_slim_stroke_is_a_part_of_the_digit():
    both = lines((150, 92, 140, 190), (75, 80, 150, 80), width=8)
    np.testing.assert_array_equal(keep_digit(both), both)


def test_the_dot_in_a_printed_zero_is_dropped_and_the_zero_kept():
    ring = drawn(lambda pen: pen.ellipse((100, 80, 180, 200), outline=0, width=14))
    dot = drawn(lambda pen: pen.ellipse((130, 120, 150, 160), fill=0))
    np.testing.assert_array_equal(without_surroundings(ring | dot), ring | dot)
    np.testing.assert_array_equal(keep_digit(ring | dot), ring)


def test_a_display_cut_by_the_edge_keeps_its_segments():
    segments = drawn(lambda pen: [pen.rectangle(box, fill=0) for box in (
        (100, 0, 160, 14), (166, 10, 180, 70), (166, 80, 180, 140))])  # fmt: skip
    np.testing.assert_array_equal(keep_digit(segments), segments)


def test_the_trace_of_another_pen_near_the_digit_is_not_the_digit():
    blot = drawn(lambda pen: pen.rectangle((205, 150, 225, 170), fill=0))
    contrast = ALONE + 0.3 * blot
    np.testing.assert_array_equal(keep_digit(ALONE | blot, contrast=contrast), ALONE)


@pytest.mark.parametrize("gap", [5, 20, 60, 90])
def test_two_digits_side_by_side_are_never_one(gap):
    one, other = (mask[:, mask.any(axis=0)] for mask in (digit("3"), digit("8")))
    ink = sheet((one, 20, 100), (other, 20 + one.shape[1] + gap, 105))
    with pytest.raises(SeveralDigitsError):
        keep_digit(ink)


def ruled(slope=0.0, width=200):
    y, x = np.mgrid[:width, :width]
    return (y - np.rint(slope * (x - width // 2))) % 40 == 20


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.1])
def test_ruled_lines_across_and_down_are_removed_but_a_stroke_stays(slope):
    stroke = np.zeros((200, 200), bool)
    stroke[30:170, 83:93] = True
    for rules in (ruled(slope), ruled(slope).T):
        cleaned = remove_lines(rules | stroke)
        assert not cleaned[~stroke & ~rules].any()
        assert (cleaned & ~stroke).sum() < 0.05 * (rules & ~stroke).sum()
        assert cleaned[stroke].mean() > 0.95


def test_ruled_lines_of_two_slopes_are_removed():
    rules = np.where(np.arange(200)[:, None] < 100, ruled(0.0), ruled(0.05))
    assert remove_lines(rules).sum() < 0.15 * rules.sum()
