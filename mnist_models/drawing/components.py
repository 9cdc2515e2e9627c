"""Connected components of ink, and which of them are the digit: no specks, no table."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Mask = NDArray[np.bool_]  # (height, width), true where there is ink

_LARGEST = 20  # so many components are looked at: smaller ones are speckle


def keep_digit(ink: _Mask, even: _Mask | None = None) -> _Mask:
    """Keep the largest component of the ink, and others near it that are not tiny.

    Only ink on `even` paper decides which is the largest. A component that the
    photo's edge cuts, such as the table, counts only where all others are much
    smaller.
    """
    even = ink if even is None or not (ink & even).any() else even
    labels = label_components(ink)
    names, sizes = np.unique(labels[ink], return_counts=True)
    largest_first = names[np.argsort(-sizes, kind="stable")]
    components = [_component(labels, int(name), even) for name in largest_first[:_LARGEST]]
    whole = [component for component in components if not component.cut]
    largest = max((component.size for component in components), default=0)
    if max((component.size for component in whole), default=0) >= 0.1 * largest:
        components = whole
    if not components:
        return ink
    main = max(components, key=lambda component: component.size)
    kept = [
        component.name
        for component in components
        if component.size >= 0.04 * main.size and _near(component, main)
    ]
    return np.isin(labels, kept)


class _Component(NamedTuple):
    name: int  # in the labels
    size: int  # pixels on even paper
    corners: NDArray[np.int64]  # (2, 2): top left, bottom right
    cut: bool  # by the edge of the photo


def _component(labels: NDArray[np.int64], name: int, even: _Mask) -> _Component:
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


def label_components(ink: _Mask) -> NDArray[np.int64]:
    """Number the components of the ink, whose pixels touch at sides or corners; 0 is paper.

    In each round a pixel takes the largest number around it, and then the number
    which the pixel that began with that number has by now. So a few rounds do.
    """
    labels = np.where(ink, np.arange(1, ink.size + 1).reshape(ink.shape), 0)
    while True:
        padded = np.pad(labels, 1)
        around = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
        around = np.maximum(np.maximum(around[:, :-2], around[:, 1:-1]), around[:, 2:])
        reached = np.where(ink, around, 0)
        reached = np.r_[0, reached.ravel()][reached]
        if np.array_equal(reached, labels):
            return labels
        labels = reached
