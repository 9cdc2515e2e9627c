"""Strokes drawn with a pen, and the templates."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mnist_models.strokes.pen import draw, draw_as_person, draw_with_pen
from mnist_models.strokes.templates import TEMPLATES, hard_drawings

points = st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 2), min_size=1, max_size=6).map(np.array)


@given(st.lists(points, min_size=1, max_size=3), st.integers(0, 1000))
def test_a_person_leaves_whole_ink_of_the_promised_size_on_the_canvas(strokes, seed):
    ink, again = (draw_as_person(strokes, np.random.default_rng(seed)) for _ in range(2))
    np.testing.assert_array_equal(ink, again)
    assert ink.shape == (400, 400)
    assert ink.dtype == np.uint8
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    side = max(np.ptp(rows), np.ptp(columns)) + 1
    extent = np.ptp(np.concatenate(strokes), axis=0).max()
    if extent > 0:
        assert 0.35 * 400 + 14 - 2 <= side <= 0.80 * 400 + 30 + 2
    assert rows[0] > 0 or rows[-1] < 399


def test_the_pen_is_round_and_soft_at_its_edge():
    ink = draw([np.array([[50.0, 50.0]])], pen=20, canvas=100)
    y, x = np.mgrid[:100, :100] + 0.5
    distance = np.hypot(y - 50, x - 50)
    assert (ink[distance < 9] == 255).all()
    assert (ink[distance > 11] == 0).all()
    assert ((ink > 0) & (ink < 255)).any()


def test_a_line_is_as_wide_as_the_pen():
    ink = draw([np.array([[20.0, 50], [80, 50]])], pen=16, canvas=100)
    assert abs(ink[:, 50].sum() / 255 - 16) < 1


def on_the_whole_sheet(strokes, pen, canvas):
    """The recipe without its shortcut: the whole sheet is drawn and averaged down."""
    sheet = Image.new("L", (4 * canvas,) * 2)
    pencil = ImageDraw.Draw(sheet)
    radius = 4 * pen / 2
    for stroke in strokes:
        points = [(4 * x, 4 * y) for x, y in stroke.tolist()]
        pencil.line(points, fill=255, width=round(2 * radius))
        for x, y in points:
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(sheet.reduce(4))


places = st.lists(st.tuples(*[st.floats(-60, 160)] * 2), min_size=1, max_size=6).map(np.array)


@given(st.lists(places, min_size=1, max_size=3), st.floats(0.2, 40))
def test_drawing_the_inked_rows_alone_changes_no_pixel(strokes, pen):
    expected = on_the_whole_sheet(strokes, pen, 100)
    np.testing.assert_array_equal(draw(strokes, pen, 100), expected)


def test_no_strokes_leave_no_ink():
    assert not draw_as_person([], np.random.default_rng(0)).any()


def test_a_pen_is_as_wide_as_asked_and_the_drawing_as_long():
    ink = draw_with_pen([np.array([[0.0, 0.0], [0.0, 10.0]])], 0.2)
    rows, columns = ink.max(axis=1) > 127, ink.max(axis=0) > 127
    assert abs(rows.sum() - 280) <= 2
    assert abs(columns.sum() - 56) <= 2


def test_every_digit_has_several_templates():
    kinds = [name[0] for name in TEMPLATES]
    assert set(kinds) == set("0123456789")
    assert min(kinds.count(kind) for kind in set(kinds)) >= 2


def test_hard_drawings_are_in_mnists_format_by_hands_that_differ_and_that_a_seed_repeats():
    first, again, other = (hard_drawings(2, seed) for seed in (0, 0, 1))
    assert first.images.shape == (2 * len(TEMPLATES), 28, 28)
    assert (first.images.max(axis=(1, 2)) == 255).all()
    assert list(first.labels[::2]) == [int(name[0]) for name in TEMPLATES]
    np.testing.assert_array_equal(first.images, again.images)
    assert (first.images != other.images).any(axis=(1, 2)).all()
    assert (first.images[::2] != first.images[1::2]).any(axis=(1, 2)).all()
