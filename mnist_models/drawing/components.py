"""Connected components of ink, and which of them are the digit: no specks, no table."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Mask = NDArray[np.bool_]  # (height, width), true where there is ink
_Numbers = NDArray[np.int64]

_BARE = 0.0003  # of the picture: paper with less ink than this has none
_LARGEST = 20  # so many components are looked at: smaller ones are speckle


def keep_digit(ink: _Mask, even: _Mask | None = None) -> _Mask:
    """Keep the largest component of the ink, and others near it that are not tiny.

    Only ink on `even` paper decides which is the largest. A component that the
    photo's edge cuts, such as the table, counts only where all others are much
    smaller.
    """
    if even is None or (ink & even).mean() < _BARE:
        even = ink
    labels = label_components(ink)
    sizes = np.bincount(labels.ravel())[1:]
    names = 1 + np.argsort(-sizes, kind="stable")[:_LARGEST]
    components = [_component(labels, int(name), even) for name in names if sizes[name - 1]]
    whole = [component for component in components if not component.cut]
    largest = max((component.size for component in components), default=0)
    if max((component.size for component in whole), default=0) >= 0.1 * largest:
        components = whole
    if not components:
        return ink
    main = max(components, key=lambda component: component.size)
    kept = np.zeros(1 + sizes.size, bool)
    for component in components:
        kept[component.name] = component.size >= 0.04 * main.size and _near(component, main)
    digit: _Mask = kept[labels]
    return digit


class _Component(NamedTuple):
    name: int  # in the labels
    size: int  # pixels on even paper
    corners: _Numbers  # (2, 2): top left, bottom right
    cut: bool  # by the edge of the photo


def _component(labels: _Numbers, name: int, even: _Mask) -> _Component:
    ink = labels == name
    places = np.argwhere(ink)
    corners = np.stack([places.min(axis=0), places.max(axis=0)])
    cut = bool((corners[0] == 0).any() or (corners[1] == np.array(labels.shape) - 1).any())
    return _Component(name, int((ink & even).sum()), corners, cut)


def _near(component: _Component, main: _Component) -> bool:
    """Whether the boxes are closer than a quarter of the main one's longer side."""
    gaps = np.maximum(
        component.corners[0] - main.corners[1], main.corners[0] - component.corners[1]
    )
    return bool(gaps.max() <= 0.25 * np.ptp(main.corners, axis=0).max())


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
