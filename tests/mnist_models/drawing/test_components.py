import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage

from mnist_models.drawing.components import components, label_components

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


def test_components_are_measured_the_largest_first():
    ink = np.zeros((20, 30), bool)
    ink[2:5, 3:9] = ink[10, 29] = True
    large, small = components(label_components(ink), ink, 0.5 * ink)
    assert (large.size, large.strength, large.cut, *large.sides) == (18, 0.5, False, 3, 6)
    assert (small.size, small.cut, *small.corners.ravel()) == (1, True, 10, 29, 10, 29)
    assert components(np.zeros((9, 9), np.int64), ink, ink) == []
