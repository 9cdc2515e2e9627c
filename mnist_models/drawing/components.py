"""Connected components of ink."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Mask = NDArray[np.bool_]  # (height, width), true where there is ink
_Numbers = NDArray[np.int64]
_Strengths = NDArray[np.floating] | _Mask

_LARGEST = 40  # so many components are looked at: smaller ones are speckle


class Component(NamedTuple):
    """Ink that hangs together, and the box that it stands in."""

    name: int  # in the labels
    size: int  # pixels that count
    corners: _Numbers  # (2, 2): top left, bottom right, as rows and columns
    strength: float  # mean of its pixels
    cut: bool  # by the edge of the picture

    @property
    def sides(self) -> _Numbers:
        """Height and width, pixels."""
        sides: _Numbers = 1 + self.corners[1] - self.corners[0]
        return sides


def components(labels: _Numbers, counts: _Mask, strengths: _Strengths) -> list[Component]:
    """The largest components, the largest first.

    Args:
        labels: `(height, width)`, as `label_components` gives them.
        counts: the pixels by which a component's size is measured.
        strengths: of the ink, `(height, width)`.
    """
    places = np.argwhere(labels)
    names = labels[labels > 0]
    order = np.argsort(names, kind="stable")
    names, places = names[order], places[order]
    starts = np.flatnonzero(np.diff(names, prepend=0))
    if not starts.size:
        return []
    low, high = np.minimum.reduceat(places, starts), np.maximum.reduceat(places, starts)
    rows, columns = places.T
    sizes = np.add.reduceat(counts[rows, columns].astype(np.int64), starts)
    totals = np.add.reduceat(strengths[rows, columns].astype(np.float64), starts)
    means = totals / np.diff(starts, append=names.size)
    cut = (low == 0).any(axis=1) | (high == np.array(labels.shape) - 1).any(axis=1)
    return [
        Component(
            int(names[starts[at]]),
            int(sizes[at]),
            np.stack([low[at], high[at]]),
            float(means[at]),
            bool(cut[at]),
        )
        for at in np.argsort(-sizes, kind="stable")[:_LARGEST]
        if sizes[at]
    ]


def label_components(ink: _Mask) -> _Numbers:
    """Number the components of the ink, whose pixels touch at sides or corners; 0 is paper.

    Rows are cut into runs of ink, and runs that touch are joined. So what a
    picture costs does not depend on how its ink winds.
    """
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8))
    (rows, starts), (_, stops) = np.nonzero(edges > 0), np.nonzero(edges < 0)
    one, other = _touching(rows, starts, stops, row_length=ink.shape[1] + 2)
    labels = np.zeros(ink.shape, np.int64)
    labels[ink] = np.repeat(1 + _joined(rows.size, one, other), stops - starts)
    return labels


def _touching(
    rows: _Numbers, starts: _Numbers, stops: _Numbers, row_length: int
) -> tuple[_Numbers, _Numbers]:
    """Pairs of runs, by number, that touch from one row to the next."""
    below = (rows + 1) * row_length  # rows laid end to end: where the next one begins
    first = np.searchsorted(rows * row_length + stops, below + starts, "left")
    beyond = np.searchsorted(rows * row_length + starts, below + stops, "right")
    counts = beyond - first
    upper = np.repeat(np.arange(rows.size), counts)
    nth = np.arange(upper.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return upper, first[upper] + nth


def _joined(count: int, one: _Numbers, other: _Numbers) -> _Numbers:
    """For each of `count` nodes a number that all nodes share which edges connect.

    Otakar Borůvka, "O jistém problému minimálním", 1926: in each round every
    tree takes its last edge to another, so that half of the trees at most are left.
    """
    names = nodes = np.arange(count)
    while one.size:
        edges = np.arange(one.size)
        last = np.full(count, -1)
        np.maximum.at(last, one, edges)
        np.maximum.at(last, other, edges)
        # The other end of that edge; a tree without one stays what it is.
        parent = np.where(last < 0, nodes, one[last] + other[last] - nodes)
        # Of two trees that chose each other, one is the root.
        parent = np.where((parent[parent] == nodes) & (nodes < parent), nodes, parent)
        while not np.array_equal(parent, grandparent := parent[parent]):
            parent = grandparent
        names, one, other = parent[names], parent[one], parent[other]
        apart = one != other
        one, other = one[apart], other[apart]
    return names
