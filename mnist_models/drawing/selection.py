"""Which components of ink are the digit: no specks, no table, no frame, no second digit."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.components import Component, components, label_components
from mnist_models.drawing.displays import is_segment

_Mask = NDArray[np.bool_]  # (height, width), true where there is ink
_Numbers = NDArray[np.int64]
_Floats = NDArray[np.floating]

_BARE = 0.0003  # of the picture: paper with less ink than this has none
_NEAR = 0.3  # of the digit's longer side: parts of it are no further apart
_PART = 0.04  # of the largest part's ink: what has less is a speck
_INSIDE = 0.25  # of a surrounding's shorter side: what it surrounds is at least as long
_SAME_PEN = 0.6  # of the digit's contrast
_DOT = 0.45  # of a ring's height: a dot in it is lower
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
        _unsurrounding(
            components(labels, ink & even, ink if contrast is None else contrast), labels
        )
    )
    if not parts:
        return np.zeros_like(ink)
    main = next((part for part in parts if not _is_bar(part, parts)), parts[0])
    parts = [
        part
        for part in parts
        if part.strength >= _SAME_PEN * main.strength and not _is_dot(part, main)
    ]
    digit, others = _gathered(main, _unfenced(main, parts))
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


def around(ink: _Mask, reach: int = 1) -> _Mask:
    """The ink and so many pixels around it."""
    blurred = Image.fromarray(np.uint8(255) * ink).filter(ImageFilter.BoxBlur(reach))
    return np.asarray(blurred) > 0


def without_surroundings(ink: _Mask) -> _Mask:
    """The ink without frames, boxes, circles and tables that stand round other ink."""
    labels = label_components(around(ink))  # lines may have little gaps
    parts = components(labels, ink, ink)
    kept = np.ones(1 + labels.max(initial=0), bool)
    kept[[part.name for part in parts]] = False
    kept[[part.name for part in _unsurrounding(parts, labels)]] = True
    cleared: _Mask = ink & kept[labels]
    return cleared


def _unsurrounding(parts: list[Component], labels: _Numbers) -> list[Component]:
    surroundings = {
        outer
        for outer, inner in _round_others(parts, labels.shape)
        if not _is_dot(parts[inner], parts[outer])
        and not _touches(parts[outer], parts[inner], labels)
    }
    return [part for place, part in enumerate(parts) if place not in surroundings]


def _round_others(parts: list[Component], shape: tuple[int, ...]) -> list[list[int]]:
    """Pairs of parts, by place: one whose box is a frame, or a form's line, round the other's."""
    if not parts:
        return []
    corners = np.stack([part.corners for part in parts])
    sides = 1 + corners[:, 1] - corners[:, 0]
    # Below, the first axis is that of the outer part, the second that of the inner one.
    outer = corners[:, None]
    margins = (corners - outer) * [[1], [-1]]
    at_edge = outer == np.array([[0, 0], np.array(shape) - 1])
    ring = (margins >= 0.06 * sides[:, None, None]) | at_edge & (margins >= 0)
    shared = np.minimum(corners[:, 1], outer[..., 1, :]) - np.maximum(
        corners[:, 0], outer[..., 0, :]
    )
    row = (sides[:, None, 1] > 1.6 * sides.max(axis=1)) & (
        shared.clip(0).prod(axis=-1) > 0.2 * sides.prod(axis=1)
    )
    long = (sides.max(axis=1) >= _INSIDE * sides.min(axis=1)[:, None]) & (
        sides[:, 0] >= 0.2 * sides[:, 1]
    )
    found = (ring.all(axis=(2, 3)) | row) & long & ~np.eye(len(parts), dtype=bool)
    pairs: list[list[int]] = np.argwhere(found).tolist()
    return pairs


def _touches(outer: Component, inner: Component, labels: _Numbers) -> bool:
    """Whether much of the outer part lies in the box of the inner one."""
    (top, left), (bottom, right) = inner.corners
    return bool(np.mean(labels[top : bottom + 1, left : right + 1] == outer.name) > 0.05)


def _is_dot(part: Component, ring: Component) -> bool:
    """Whether it is a blot in the middle of the ring, as some fonts mark a zero."""
    margins = (part.corners - ring.corners) * [[1], [-1]]
    return bool(
        (margins > 0.2 * ring.sides).all()
        and part.sides[0] < _DOT * ring.sides[0]
        and part.sides[0] > 0.5 * part.sides[1]
        and part.size > 0.6 * part.sides.prod()
    )


def _is_bar(part: Component, parts: list[Component]) -> bool:
    """Whether it is a level line, and something else could be a digit."""
    height, width = part.sides
    return bool(height < 0.2 * width) and any(
        other.sides[0] > 0.35 * width for other in parts if other is not part
    )


def _unfenced(main: Component, parts: list[Component]) -> list[Component]:
    """The parts without straight lines on several sides of the main one: what is left of a box."""
    if _is_straight(main, 0.45):
        return parts
    fences = {part.name: side for part in parts if (side := _side_of(part, main)) is not None}
    if len(set(fences.values())) < 2:
        return parts
    return [part for part in parts if part.name not in fences]


def _side_of(part: Component, main: Component) -> tuple[int, bool] | None:
    """On which side of the main component a straight line stands that is not short."""
    if not _is_straight(part, 0.3) or part.sides.max() < 0.25 * main.sides.max():
        return None
    axis = int(part.sides.argmin())
    middle, of_main = part.corners[:, axis].mean(), main.corners[:, axis]
    if of_main[0] < middle < of_main[1]:
        return None
    return axis, bool(middle > of_main[0])


def _is_straight(part: Component, most: float) -> bool:
    """Whether it is a level or an upright line, at most so broad as a share of its length."""
    return bool(part.sides.min() < most * part.sides.max())


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
