"""Which ink is the digit: no ruled line, speck, frame, table or caption, and no second digit.

Everything here is NumPy and Pillow. SciPy labels components too, but would be a run-time
dependency of 100 MB for this alone.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Mask = NDArray[np.bool_]  # (height, width), true where there is ink
_Integers = NDArray[np.int64]
_Floats = NDArray[np.floating]

_FAINTEST = 0.1  # contrast of ink; anything less is blank paper
_FAINTEST_OF_FEW = 0.25  # the same among lines and shadows
_MOST_COMPONENTS = 40  # smaller ones than the 40 largest are specks
_BARE = 0.0003  # share of the picture: with less ink than this it has none
_NEAR = 0.3  # of the digit's longer side: parts of a digit are no further apart
_PART = 0.04  # of the largest part's ink: anything smaller is a speck
_SAME_PEN = 0.6  # of the digit's contrast: anything fainter is from another pen
_TALL = 0.7  # of the digit's height: the least height of a second digit


class SeveralDigitsError(ValueError):
    """There are several digits, side by side."""


class Component(NamedTuple):
    """Ink whose pixels touch each other, and its bounding box."""

    label: int
    size: int  # pixels that count
    corners: _Integers  # (2, 2): top left, bottom right, as rows and columns
    strength: float  # mean of its pixels
    cut: bool  # by the edge of the picture

    @property
    def sides(self) -> _Integers:
        """Height and width, pixels."""
        sides: _Integers = 1 + self.corners[1] - self.corners[0]
        return sides


def separate_digit(contrast: _Floats, even: Mask) -> tuple[Mask, float]:
    """The digit among lines, shadows and specks, and the threshold that separates it from paper.

    Args:
        contrast: `(height, width)`, from 0, like the paper, to 1.
        even: true where there is paper on all sides.

    Returns:
        A mask of the digit, all false if there is none; and the threshold.

    Raises:
        SeveralDigitsError: if several digits stand side by side.
    """
    threshold = 0.0
    for faintest in (_FAINTEST, _FAINTEST_OF_FEW, _FAINTEST_OF_FEW):
        threshold = max(otsu_threshold(contrast[contrast > threshold]), _FAINTEST / 2)
        ink = remove_lines(without_surroundings(contrast > threshold))
        try:
            digit = keep_digit(ink, even, contrast)
        except SeveralDigitsError:
            if np.median(contrast[ink]) >= faintest:
                raise
            continue
        if digit.any() and np.median(contrast[digit]) >= faintest:
            return digit, threshold
        # These were lines and shadows: the ink is what differs most among them.
    return np.zeros(contrast.shape, bool), threshold


def otsu_threshold(values: _Floats) -> float:
    """The threshold that separates `values`, 0–1, best into two groups.

    Nobuyuki Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979.
    """
    counts = np.bincount((values * 255.999).astype(np.int64), minlength=256)
    edges = np.arange(257) / 256
    below = np.cumsum(counts)[:-1].astype(np.float64)
    above = values.size - below
    sums = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    total, sums = sums[-1], sums[:-1]
    difference = sums / np.maximum(below, 1) - (total - sums) / np.maximum(above, 1)
    between = below * above * difference**2
    return float(edges[1 + int(between.argmax())])


def keep_digit(ink: Mask, even: Mask | None = None, contrast: _Floats | None = None) -> Mask:
    """Keep the largest component of the ink, and others near it that are not tiny.

    A box, circle or table around another component is not the digit, nor is a line below it.

    Args:
        ink: true where there is ink.
        even: only ink here decides which component is the largest.
        contrast: `(height, width)` of the ink: one pen leaves about the same everywhere.

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
    kept: Mask = np.isin(labels, [part.label for part in digit])
    return kept


def _whole(parts: list[Component]) -> list[Component]:
    """Parts that the picture's edge does not cut; all, if those are tiny or it is a display."""
    if all(is_segment(part) for part in parts):
        return parts
    whole = [part for part in parts if not part.cut]
    largest = max((part.size for part in parts), default=0)
    return whole if max((part.size for part in whole), default=0) >= 0.1 * largest else parts


def _is_bar(part: Component, parts: list[Component]) -> bool:
    """Whether it is a level line, and another part could be a digit."""
    height, width = part.sides
    return bool(height < 0.2 * width) and any(
        other.sides[0] > 0.35 * width for other in parts if other is not part
    )


def _gathered(main: Component, parts: list[Component]) -> tuple[list[Component], list[Component]]:
    """The parts of the digit, each near to those before it, and all other parts."""
    digit, others = [main], [part for part in parts if part is not main]
    box, grown = main.corners, True
    while grown:
        grown = False
        for part in [*others]:
            if (
                part.size < _PART * main.size
                or _gap(part, box).max() > _NEAR * np.ptp(box, 0).max()
            ):
                continue
            height, width = part.sides
            below = part.corners[0, 0] >= box[1, 0]
            underline = height < 0.2 * width and (below or width > 1.3 * np.ptp(box, 0).max())
            if underline and not (is_segment(part) and is_segment(main)):
                continue
            digit.append(part)
            others.remove(part)
            box = _box([box, part.corners])
            grown = True
    return digit, others


def _box(corners: list[_Integers]) -> _Integers:
    """The box around several boxes."""
    (low, high) = np.stack(corners, axis=1)
    return np.stack([low.min(axis=0), high.max(axis=0)])


def _gap(part: Component, box: _Integers) -> _Integers:
    """The distance of a part from a box along each axis, pixels; negative where they overlap."""
    gap: _Integers = np.maximum(part.corners[0] - box[1], box[0] - part.corners[1])
    return gap


def _refuse_several(digit: list[Component], others: list[Component]) -> None:
    box = _box([part.corners for part in digit])
    height = 1 + box[1, 0] - box[0, 0]
    tall = sorted(
        (part for part in digit if part.sides[0] >= _TALL * height),
        key=lambda part: part.corners[0, 1],
    )
    for one, other in pairwise(tall):
        if other.corners[0, 1] - one.corners[1, 1] > 0.03 * height:
            raise SeveralDigitsError
    least = 5 * _PART * max(part.size for part in digit)
    for part in others:
        gap = _gap(part, box)
        alike = 0.5 * height <= part.sides[0] <= 2 * height and part.sides[1] < 1.5 * height
        apart = gap.max() > (0.5 * height if gap[0] > 0 else 0)  # a caption stands below
        if alike and apart and part.size >= least and not part.cut:
            raise SeveralDigitsError


# Frames, boxes, circles and tables around the digit.


def without_surroundings(ink: Mask) -> Mask:
    """The ink without frames, boxes, circles and tables around other ink."""
    labels = label_components(around(ink)) * ink  # lines may have little gaps
    parts = components(labels, ink, ink)
    inner = {part.label for part in _unsurrounding(parts, labels)}
    outer = [part.label for part in parts if part.label not in inner]
    cleared: Mask = ink & ~np.isin(labels, outer)
    return cleared


def _unsurrounding(parts: list[Component], labels: _Integers) -> list[Component]:
    """The parts but for those that surround another one."""
    surroundings = {
        outer
        for outer, inner in _boxes_around_boxes(parts, labels.shape)
        if not _is_dot(parts[inner], parts[outer])
        and _surrounds(parts[outer], parts[inner], labels)
    }
    return [part for place, part in enumerate(parts) if place not in surroundings]


def _boxes_around_boxes(parts: list[Component], shape: tuple[int, ...]) -> list[list[int]]:
    """Pairs of parts, by place: the first's box is a frame, or a form's line, around the second's.

    All pairs at once: in a loop, a page of text would take seconds.
    """
    if not parts:
        return []
    corners = np.stack([part.corners for part in parts])
    sides = 1 + corners[:, 1] - corners[:, 0]
    # The first axis is that of the outer part, the second that of the inner one.
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
    # Inside a frame something is at least a quarter as long as the frame's shorter side.
    long = (sides.max(axis=1) >= 0.25 * sides.min(axis=1)[:, None]) & (
        sides[:, 0] >= 0.2 * sides[:, 1]
    )
    found = (ring.all(axis=(2, 3)) | row) & long & ~np.eye(len(parts), dtype=bool)
    pairs: list[list[int]] = np.argwhere(found).tolist()
    return pairs


def _surrounds(outer: Component, inner: Component, labels: _Integers) -> bool:
    """Whether the outer part lies on all sides of the inner one, or is cut off there.

    A comb or a form's lines lie on three sides, and are not much higher than a digit.
    """
    (top, left), (bottom, right) = inner.corners
    rows = labels[top : bottom + 1] == outer.label
    if np.mean(rows[:, left : right + 1]) > 0.05:  # they cross each other
        return False
    columns = labels[:, left : right + 1] == outer.label
    sides = (columns[:top], columns[bottom + 1 :], rows[:, :left], rows[:, right + 1 :])
    low, high = outer.corners == 0, outer.corners == np.array(labels.shape) - 1
    cut = (low[0, 0], high[1, 0], low[0, 1], high[1, 1])
    found = sum(bool(side.any() or at_edge) for side, at_edge in zip(sides, cut, strict=True))
    return found == 4 or (found == 3 and bool(inner.sides[0] >= 0.3 * outer.sides[0]))


def _is_dot(part: Component, ring: Component) -> bool:
    """Whether it is a blot in the middle of the ring, as some fonts mark a zero."""
    margins = (part.corners - ring.corners) * [[1], [-1]]
    return bool(
        (margins > 0.2 * ring.sides).all()
        and part.sides[0] < 0.45 * ring.sides[0]
        and part.sides[0] > 0.5 * part.sides[1]
        and part.size > 0.6 * part.sides.prod()
    )


def _unfenced(main: Component, parts: list[Component]) -> list[Component]:
    """The parts without straight lines on several sides of the main one: the rest of a box."""
    if is_segment(main):
        return parts
    fences = {part.label: side for part in parts if (side := _side_of(part, main)) is not None}
    # Strokes of one digit may stand beside a straight one, but not on three sides of it.
    if len(set(fences.values())) < (3 if _is_straight(main, 0.45) else 2):
        return parts
    return [part for part in parts if part.label not in fences]


def _side_of(part: Component, main: Component) -> tuple[int, bool] | None:
    """The side of the main component (axis, end) where `part` is a straight, long line."""
    if not _is_straight(part, 0.3) or part.sides.max() < 0.25 * main.sides.max():
        return None
    axis = int(part.sides.argmin())
    middle, (low, high) = part.corners[:, axis].mean(), main.corners[:, axis]
    return None if low < middle < high else (axis, bool(middle > low))


def _is_straight(part: Component, breadth: float) -> bool:
    """Whether it is a level or an upright line, its breadth at most this share of its length."""
    return bool(part.sides.min() < breadth * part.sides.max())


def is_segment(part: Component) -> bool:
    """Whether it is as broad as a display's segment and fills its box, but for pointed ends."""
    breadth = part.sides.min() / part.sides.max()
    return bool(0.12 <= breadth <= 0.45 and part.size > 0.4 * part.sides.prod())


# Ruled and squared paper.

_EACH = 8  # every eighth column is enough to find the slope of lines
_PASSES = 2  # seen from the side, lines are not quite parallel
_COVERED = 0.55  # of a row that is a line
_SLOPES = np.tan(np.deg2rad(np.arange(-8, 8.5, 0.5)))


def remove_lines(ink: Mask) -> Mask:
    """Remove ruled lines, across and down: thin, from edge to edge, at one or two small slopes."""
    for _ in range(_PASSES):
        ink = _remove_along(_remove_along(ink.T).T)
    return ink


def _remove_along(columns: Mask) -> Mask:
    """Remove the lines across; the mask is `(width, height)`, so that sums along rows are quick."""
    width, height = columns.shape
    end = max(width // 6, 1)
    if min(np.count_nonzero(columns[:end]), np.count_nonzero(columns[-end:])) < _COVERED * end:
        return columns  # not even one line's ink at either edge
    middle = np.arange(width) - width // 2
    some, at = columns[::_EACH], middle[::_EACH]
    slope = max(
        _SLOPES, key=lambda slope: float((_coverage(_sheared(some, slope * at)) ** 4).sum())
    )
    straight = _sheared(columns, slope * middle)
    lines = np.diff(np.r_[False, _coverage(straight) > _COVERED, False])
    for start, stop in np.flatnonzero(lines).reshape(-1, 2).tolist():
        if stop - start > max(0.04 * height, 5):  # too thick for a line
            continue
        # Where ink goes on above and below, a stroke crosses the line.
        crossing = straight[:, max(start - 1, 0)] & straight[:, min(stop, height - 1)]
        straight[:, start:stop] &= crossing[:, None]
    cleaned: Mask = columns & _sheared(straight, -slope * middle)
    return cleaned


def _sheared(columns: Mask, shifts: NDArray[np.float64]) -> Mask:
    """The ink with each column moved up by its shift, in rows; the edge is repeated."""
    rows = np.rint(shifts).astype(np.int64)
    reach = int(np.abs(rows).max())
    padded = np.pad(columns, ((0, 0), (reach, reach)), mode="edge")
    sheared: Mask = sliding_window_view(padded, columns.shape[1], axis=1)[
        np.arange(rows.size), reach + rows
    ]
    return sheared


def _coverage(columns: Mask) -> NDArray[np.float64]:
    """The share of ink in each row, `(height,)`: the least of the whole row and of its two ends.

    Ink one row above or below counts too, for no line is quite straight.
    """
    thick = columns.copy()
    thick[:, 1:] |= columns[:, :-1]
    thick[:, :-1] |= columns[:, 1:]
    end = max(len(columns) // 6, 1)
    shares = [part.sum(axis=0, dtype=np.int16) / len(part)
              for part in (thick, thick[:end], thick[-end:])]  # fmt: skip
    least: NDArray[np.float64] = np.min(shares, axis=0)
    return least


# Masks and their components.


def around(ink: Mask, reach: int = 1) -> Mask:
    """The ink and `reach` pixels around it."""
    blurred = Image.fromarray(np.uint8(255) * ink).filter(ImageFilter.BoxBlur(reach))
    return np.asarray(blurred) > 0


def has_four_corners(shape: Mask) -> bool:
    """Whether a shape without holes is about a rectangle, maybe seen from the side."""
    rows, columns = np.nonzero(shape)
    ends = [(rows + columns).argmin(), (columns - rows).argmax(),
            (rows + columns).argmax(), (columns - rows).argmin()]  # fmt: skip
    image = Image.new("1", shape.shape[::-1])
    corners = np.stack([columns[ends], rows[ends]], axis=1)
    ImageDraw.Draw(image).polygon(corners.ravel().tolist(), fill=1)
    polygon = np.asarray(image)
    shared = np.count_nonzero(polygon & shape)
    return bool(shared > 0.92 * max(np.count_nonzero(polygon), np.count_nonzero(shape)))


def components(labels: _Integers, counts: Mask, strengths: _Floats | Mask) -> list[Component]:
    """The 40 largest components, the largest first.

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
        Component(int(names[starts[at]]), int(sizes[at]), np.stack([low[at], high[at]]),
                  float(means[at]), bool(cut[at]))
        for at in np.argsort(-sizes, kind="stable")[:_MOST_COMPONENTS] if sizes[at]
    ]  # fmt: skip


def label_components(ink: Mask) -> _Integers:
    """Number the components of the ink, whose pixels touch at sides or corners; 0 is paper.

    Rows are cut into runs of ink, and runs that touch are joined. So the cost does not depend on
    how the ink winds.
    """
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8))
    (rows, starts), (_, stops) = np.nonzero(edges > 0), np.nonzero(edges < 0)
    # Rows laid end to end: the runs of the next row that touch each run are a range.
    row_length = ink.shape[1] + 2
    below = (rows + 1) * row_length
    first = np.searchsorted(rows * row_length + stops, below + starts, "left")
    beyond = np.searchsorted(rows * row_length + starts, below + stops, "right")
    counts = beyond - first
    upper = np.repeat(np.arange(rows.size), counts)
    nth = np.arange(upper.size) - np.repeat(np.cumsum(counts) - counts, counts)
    labels = np.zeros(ink.shape, np.int64)
    labels[ink] = np.repeat(1 + _joined(rows.size, upper, first[upper] + nth), stops - starts)
    return labels


def _joined(count: int, one: _Integers, other: _Integers) -> _Integers:
    """For each of `count` nodes a number that all nodes share which edges connect.

    Otakar Borůvka, "O jistém problému minimálním", 1926: in each round every tree takes its last
    edge to another one, so that at most half of the trees are left.
    """
    names = nodes = np.arange(count)
    while one.size:
        edges = np.arange(one.size)
        last = np.full(count, -1)
        np.maximum.at(last, one, edges)
        np.maximum.at(last, other, edges)
        # The other end of that edge; a tree without an edge keeps its number.
        parent = np.where(last < 0, nodes, one[last] + other[last] - nodes)
        # Of two trees that chose each other, one is the root.
        parent = np.where((parent[parent] == nodes) & (nodes < parent), nodes, parent)
        while not np.array_equal(parent, grandparent := parent[parent]):
            parent = grandparent
        names, one, other = parent[names], parent[one], parent[other]
        apart = one != other
        one, other = one[apart], other[apart]
    return names
