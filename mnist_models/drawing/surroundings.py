"""What stands round a digit: frames, boxes, circles, tables, and what is left of them."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.components import Component, components, label_components
from mnist_models.drawing.displays import is_segment

_Mask = NDArray[np.bool_]  # (height, width), true where there is ink
_Numbers = NDArray[np.int64]

_INSIDE = 0.25  # of a surrounding's shorter side: what it surrounds is at least as long
_HIGH = 0.3  # of the height of lines that are open on one side: a digit is as high
_DOT = 0.45  # of a ring's height: a dot in it is lower


def around(ink: _Mask, reach: int = 1) -> _Mask:
    """The ink and so many pixels around it."""
    blurred = Image.fromarray(np.uint8(255) * ink).filter(ImageFilter.BoxBlur(reach))
    return np.asarray(blurred) > 0


def without_surroundings(ink: _Mask) -> _Mask:
    """The ink without frames, boxes, circles and tables that stand round other ink."""
    labels = label_components(around(ink)) * ink  # lines may have little gaps
    parts = components(labels, ink, ink)
    kept = np.ones(1 + labels.max(initial=0), bool)
    kept[[part.name for part in parts]] = False
    kept[[part.name for part in unsurrounding(parts, labels)]] = True
    cleared: _Mask = ink & kept[labels]
    return cleared


def unsurrounding(parts: list[Component], labels: _Numbers) -> list[Component]:
    """The parts but for those that stand round another one."""
    surroundings = {
        outer
        for outer, inner in _round_others(parts, labels.shape)
        if not is_dot(parts[inner], parts[outer])
        and not _touches(parts[outer], parts[inner], labels)
        and _stands_round(parts[outer], parts[inner], labels)
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


def _stands_round(outer: Component, inner: Component, labels: _Numbers) -> bool:
    """Whether the outer part lies on all sides of the inner one, or is cut off there.

    A comb or a form's lines do on three, and are not much higher than a digit.
    """
    (top, left), (bottom, right) = inner.corners
    rows = labels[top : bottom + 1] == outer.name
    columns = labels[:, left : right + 1] == outer.name
    sides = (columns[:top], columns[bottom + 1 :], rows[:, :left], rows[:, right + 1 :])
    low, high = outer.corners == 0, outer.corners == np.array(labels.shape) - 1
    cut = (low[0, 0], high[1, 0], low[0, 1], high[1, 1])
    found = sum(bool(side.any() or at_edge) for side, at_edge in zip(sides, cut, strict=True))
    return found == 4 or (found == 3 and bool(inner.sides[0] >= _HIGH * outer.sides[0]))


def is_dot(part: Component, ring: Component) -> bool:
    """Whether it is a blot in the middle of the ring, as some fonts mark a zero."""
    margins = (part.corners - ring.corners) * [[1], [-1]]
    return bool(
        (margins > 0.2 * ring.sides).all()
        and part.sides[0] < _DOT * ring.sides[0]
        and part.sides[0] > 0.5 * part.sides[1]
        and part.size > 0.6 * part.sides.prod()
    )


def unfenced(main: Component, parts: list[Component]) -> list[Component]:
    """The parts without straight lines on several sides of the main one: what is left of a box."""
    if is_segment(main):
        return parts
    fences = {part.name: side for part in parts if (side := _side_of(part, main)) is not None}
    # Strokes of one digit may stand beside a straight one, but not on three sides of it.
    if len(set(fences.values())) < (3 if _is_straight(main, 0.45) else 2):
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
