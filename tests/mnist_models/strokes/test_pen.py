import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from mnist_models.strokes.pen import draw, draw_as_person, draw_with_pen, read_unipen


@pytest.mark.parametrize(("section", "count", "labels"), [("1a", 9608, 10), ("1b", 2729, 15)])
def test_every_character_of_the_real_data_is_found(unipen_folder, section, count, labels):
    drawings = read_unipen(unipen_folder, section)
    assert len(drawings) == count
    assert len({drawing.label for drawing in drawings}) == labels
    assert all(drawing.strokes for drawing in drawings)


points = st.lists(st.tuples(*[st.floats(-1e4, 1e4)] * 2), min_size=1, max_size=6).map(np.array)


@given(st.lists(points, min_size=1, max_size=3), st.integers(0, 1000))
def test_a_person_leaves_whole_ink_of_the_promised_size_on_the_canvas(strokes, seed):
    ink = draw_as_person(strokes, np.random.default_rng(seed))
    assert ink.shape == (400, 400)
    assert ink.dtype == np.uint8
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    side = max(np.ptp(rows), np.ptp(columns)) + 1
    extent = np.ptp(np.concatenate(strokes), axis=0).max()
    if extent > 0:
        assert 0.35 * 400 + 14 - 2 <= side <= 0.80 * 400 + 30 + 2
    assert rows[0] > 0 or rows[-1] < 399


def test_the_same_seed_draws_the_same():
    strokes = [np.array([[0.0, 0], [5, 9]])]
    first, second = (draw_as_person(strokes, np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


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
    """The recipe without regard to where there is ink: the whole sheet is averaged down."""
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
def test_only_the_inked_rows_are_drawn_and_no_pixel_differs(strokes, pen):
    expected = on_the_whole_sheet(strokes, pen, 100)
    np.testing.assert_array_equal(draw(strokes, pen, 100), expected)


def test_nothing_is_drawn_of_no_strokes():
    assert not draw_as_person([], np.random.default_rng(0)).any()


def test_a_pen_is_as_wide_as_asked_and_the_drawing_as_long():
    ink = draw_with_pen([np.array([[0.0, 0.0], [0.0, 10.0]])], 0.2)
    rows, columns = ink.max(axis=1) > 127, ink.max(axis=0) > 127
    assert abs(rows.sum() - 280) <= 2
    assert abs(columns.sum() - 56) <= 2
