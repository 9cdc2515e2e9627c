"""A picture in the picture: what a frame, a box or the window of a screenshot encloses."""

import numpy as np
from numpy.typing import NDArray

_Mask = NDArray[np.bool_]  # (height, width)

DRAWN = 128  # the level from which ink counts
LONG = 0.3  # of the picture's side: what a side of a frame covers at least
UNBROKEN = 0.9  # of a side is drawn
SMALLEST = 24  # pixels, of what a frame encloses

Box = tuple[int, int, int, int]  # left, top, right, bottom, as Pillow counts


def enclosed_box(ink: NDArray[np.uint8]) -> Box | None:
    """The inside of the largest upright rectangle whose four sides are drawn.

    The rectangle may be filled, as a dark canvas in a white page is.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.

    Returns:
        The part of the picture without the rectangle's sides, or `None`.
    """
    drawn = ink >= DRAWN
    rows, columns = _long_lines(drawn), _long_lines(drawn.T)
    if not rows.size or not columns.size:
        return None
    top, bottom, left, right = rows[0], rows[-1], columns[0], columns[-1]
    across, down = drawn[:, left : right + 1], drawn[top : bottom + 1].T
    sides = (across[top], across[bottom], down[left], down[right])
    # A rectangle ends where its sides do; a broad stroke tapers off.
    beyond = (*across[max(top - 3, 0) : top][:1], *across[bottom + 3 : bottom + 4],
              *down[max(left - 3, 0) : left][:1], *down[right + 3 : right + 4])  # fmt: skip
    if min(side.mean() for side in sides) < UNBROKEN or any(line.mean() > 0.5 for line in beyond):
        return None
    inside = drawn[top : bottom + 1, left : right + 1]
    if inside.mean() < 0.5:  # a frame, and not a filled rectangle
        thick = max(_thickness(lines) for lines in (inside, inside[::-1], inside.T, inside.T[::-1]))
    else:
        thick = min(inside.shape) // 50
    thick += 1  # the soft edge
    box = (left + thick, top + thick, right + 1 - thick, bottom + 1 - thick)
    if min(box[2] - box[0], box[3] - box[1]) < SMALLEST:
        return None
    return tuple(map(int, box))  # type: ignore[return-value]


def _long_lines(drawn: _Mask) -> NDArray[np.int64]:
    """The rows of which much is drawn."""
    return np.flatnonzero(np.count_nonzero(drawn, axis=1) >= LONG * drawn.shape[1])


def _thickness(rows: _Mask) -> int:
    """How many of the first rows are drawn almost from end to end."""
    return int(np.argmin(rows.mean(axis=1) >= UNBROKEN))
