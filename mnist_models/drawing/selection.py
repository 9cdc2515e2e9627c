"""Which components of ink are the digit: no specks, no table, no frame, no second digit."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mnist_models.drawing.components import Component, components, label_components
from mnist_models.drawing.displays import is_segment
from mnist_models.drawing.surroundings import is_dot, unfenced, unsurrounding

_Mask = NDArray[np.bool_]  # (height, width), true where there is ink
_Numbers = NDArray[np.int64]
_Floats = NDArray[np.floating]

_BARE = 0.0003  # of the picture: paper with less ink than this has none
_NEAR = 0.3  # of the digit's longer side: parts of it are no further apart
_PART = 0.04  # of the largest part's ink: what has less is a speck
_SAME_PEN = 0.6  # of the digit's contrast
_TALL = 0.7  # of the tallest: digits of a number


class SeveralDigitsError(ValueError):
    """There are several digits, side by side."""


def keep_digit(ink: _Mask, even: _Mask | None = None, contrast: _Floats | None = None) -> _Mask:
    """Keep the largest component of the ink, and others near it that are not tiny.

    What surrounds another component, such as a box, a circle or a table, is not
    the digit, nor is a line below it.

    Args:
        ink: true where there is ink.
        even: only ink here decides which component is the largest.
        contrast: `(height, width)` of the ink: a pen leaves about the same everywhere.

    Raises:
        SeveralDigitsError: if another component is as tall as the digit.
    """
    if even is None or (ink & even).mean() < _BARE:
        even = ink
    labels = label_components(ink)
    parts = _whole(
        unsurrounding(components(labels, ink & even, ink if contrast is None else contrast), labels)
    )
    if not parts:
        return np.zeros_like(ink)
    main = next((part for part in parts if not _is_bar(part, parts)), parts[0])
    parts = [
        part
        for part in parts
        if part.strength >= _SAME_PEN * main.strength and not is_dot(part, main)
    ]
    digit, others = _gathered(main, unfenced(main, parts))
    _refuse_several(digit, others)
    kept = np.zeros(1 + labels.max(), bool)
    kept[[part.name for part in digit]] = True
    found: _Mask = kept[labels]
    return found


def _whole(parts: list[Component]) -> list[Component]:
    """Those that the picture's edge does not cut, unless they are much smaller, or a display's."""
    if all(is_segment(part) for part in parts):
        return parts
    whole = [part for part in parts if not part.cut]
    largest = max((part.size for part in parts), default=0)
    return whole if max((part.size for part in whole), default=0) >= 0.1 * largest else parts


def _is_bar(part: Component, parts: list[Component]) -> bool:
    """Whether it is a level line, and something else could be a digit."""
    height, width = part.sides
    return bool(height < 0.2 * width) and any(
        other.sides[0] > 0.35 * width for other in parts if other is not part
    )


def _gathered(main: Component, parts: list[Component]) -> tuple[list[Component], list[Component]]:
    """The parts of the digit, found by going on from each to what is near, and all others."""
    digit, others = [main], [part for part in parts if part is not main]
    box, grown = main.corners, True
    while grown:
        grown = False
        for part in [*others]:
            gap = np.maximum(part.corners[0] - box[1], box[0] - part.corners[1]).max()
            if gap > _NEAR * np.ptp(box, axis=0).max() or part.size < _PART * main.size:
                continue
            if _underlines(part, box) and not (is_segment(part) and is_segment(main)):
                continue
            digit.append(part)
            others.remove(part)
            box = np.stack(
                [np.minimum(box[0], part.corners[0]), np.maximum(box[1], part.corners[1])]
            )
            grown = True
    return digit, others


def _underlines(part: Component, box: _Numbers) -> bool:
    """Whether it is a level line below the box, or one that is longer than the box by far."""
    height, width = part.sides
    below = part.corners[0, 0] >= box[1, 0]
    return bool(height < 0.2 * width and (below or width > 1.3 * np.ptp(box, axis=0).max()))


def _refuse_several(digit: list[Component], others: list[Component]) -> None:
    box = np.stack([part.corners for part in digit])
    height = 1 + box[:, 1, 0].max() - box[:, 0, 0].min()
    tall = sorted(
        (part for part in digit if part.sides[0] >= _TALL * height),
        key=lambda part: part.corners[0, 1],
    )
    for one, other in pairwise(tall):
        if other.corners[0, 1] - one.corners[1, 1] > 0.03 * height:
            raise SeveralDigitsError
    low, high = box[:, 0].min(axis=0), box[:, 1].max(axis=0)
    least = 5 * _PART * max(part.size for part in digit)
    for part in others:
        above = np.maximum(part.corners[0] - high, low - part.corners[1])[0] > 0
        gap = np.maximum(part.corners[0] - high, low - part.corners[1]).max()
        alike = 0.5 * height <= part.sides[0] <= 2 * height and part.sides[1] < 1.5 * height
        if alike and part.size >= least and not part.cut and gap > (0.5 * height if above else 0):
            raise SeveralDigitsError
