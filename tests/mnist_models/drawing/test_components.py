import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from mnist_models.drawing.components import keep_digit, label_components

masks = arrays(bool, st.tuples(st.integers(1, 20), st.integers(1, 20)))


def spiral(turns, gap):
    ink = np.zeros((2 * turns * gap + 1,) * 2, bool)
    y = x = turns * gap
    for side in range(1, 4 * turns):
        dy, dx = [(0, 1), (1, 0), (0, -1), (-1, 0)][side % 4]
        for _ in range((side + 1) // 2 * gap):
            ink[y, x] = True
            y, x = y + dy, x + dx
    return ink


windings = st.builds(spiral, st.integers(1, 40), st.integers(2, 4))
checks = st.integers(1, 60).map(lambda side: np.indices((side, side)).sum(axis=0) % 2 == 0)


@given(masks | windings | windings.map(np.logical_not) | checks)
def test_components_are_those_that_scipy_finds(ink):
    labels = label_components(ink)
    expected, count = ndimage.label(ink, np.ones((3, 3)))
    np.testing.assert_array_equal(labels > 0, ink)
    pairs = {*zip(labels[ink].tolist(), expected[ink].tolist(), strict=True)}
    assert len(pairs) == count == len({name for name, _ in pairs})


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
