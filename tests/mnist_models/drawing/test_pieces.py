import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from mnist_models.drawing.pieces import keep_digit, label_pieces, remove_lines
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

masks = arrays(bool, st.tuples(st.integers(1, 20), st.integers(1, 20)))


@given(masks)
def test_pieces_are_those_that_scipy_finds(ink):
    labels = label_pieces(ink)
    expected, count = ndimage.label(ink, np.ones((3, 3)))
    np.testing.assert_array_equal(labels > 0, ink)
    pairs = {*zip(labels[ink].tolist(), expected[ink].tolist(), strict=True)}
    assert len(pairs) == count == len({name for name, _ in pairs})


def ruled(slope=0.0, width=200):
    y, x = np.mgrid[:width, :width]
    return (y - np.rint(slope * (x - width // 2))) % 40 == 20


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.1])
def test_lines_across_and_down_go_but_a_stroke_stays(slope):
    stroke = np.zeros((200, 200), bool)
    stroke[30:170, 83:93] = True
    for lines in (ruled(slope), ruled(slope).T):
        cleaned = remove_lines(lines | stroke)
        assert not cleaned[~stroke & ~lines].any()
        assert (cleaned & ~stroke).sum() < 0.05 * (lines & ~stroke).sum()
        assert cleaned[stroke].mean() > 0.95


def test_without_lines_nothing_is_removed():
    for template in TEMPLATES.values():
        ink = draw_with_pen(template, 0.1) > 128
        np.testing.assert_array_equal(remove_lines(ink), ink)


def test_the_digit_is_kept_with_its_parts_without_specks_and_edges():
    ink = np.zeros((200, 200), bool)
    ink[60:140, 80:90] = True  # the digit
    ink[60:70, 100:120] = True  # a part of it
    kept = ink.copy()
    ink[10, 10] = ink[100, 60] = True  # specks
    ink[150:, 150:] = True  # a finger
    ink[20:40, 20:40] = True  # another digit, far away
    np.testing.assert_array_equal(keep_digit(ink), kept)


def test_a_digit_that_the_edge_cuts_is_better_than_none():
    ink = np.zeros((100, 100), bool)
    ink[0:80, 40:50] = True
    ink[90, 90] = True
    kept = keep_digit(ink)
    assert kept[:80, 40:50].all()
    assert not kept[90, 90]
    assert not keep_digit(np.zeros((9, 9), bool)).any()
