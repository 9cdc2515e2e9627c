"""Ruled and squared paper: the lines in the ink of a photo."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]  # (height, width), true where there is ink

_EACH = 8  # column is enough to tell how lines slope
_PASSES = 2  # seen from the side, lines are not quite parallel
_COVERED = 0.55  # of a row, where it is a line's
_SLOPES = np.tan(np.deg2rad(np.arange(-8, 8.5, 0.5)))


def remove_lines(ink: _Mask) -> _Mask:
    """Remove ruled lines, across and down: thin, from edge to edge, at one or two small slopes."""
    for _ in range(_PASSES):
        ink = _remove_along(_remove_along(ink.T).T)
    return ink


def _remove_along(columns: _Mask) -> _Mask:
    """Remove the lines across, of ink `(width, height)`: counting along columns is quicker so."""
    width, height = columns.shape
    end = max(width // 6, 1)
    if min(np.count_nonzero(columns[:end]), np.count_nonzero(columns[-end:])) < _COVERED * end:
        return columns  # without even one line's ink at either edge
    middle = np.arange(width) - width // 2
    some, at = columns[::_EACH], middle[::_EACH]
    slope = max(
        _SLOPES, key=lambda slope: float((_coverage(_sheared(some, slope * at)) ** 4).sum())
    )
    straight = _sheared(columns, slope * middle)
    for start, stop in _runs(_coverage(straight) > _COVERED):
        if stop - start > max(0.04 * height, 5):  # too thick for a line
            continue
        # Where ink goes on above and below, it is a stroke that crosses the line.
        crossing = straight[:, max(start - 1, 0)] & straight[:, min(stop, height - 1)]
        straight[:, start:stop] &= crossing[:, None]
    cleaned: _Mask = columns & _sheared(straight, -slope * middle)
    return cleaned


def _sheared(columns: _Mask, shifts: _Floats) -> _Mask:
    """The ink with each column moved up by so many rows; what enters is like the edge."""
    rows = np.rint(shifts).astype(np.int64)
    reach = int(np.abs(rows).max())
    padded = np.pad(columns, ((0, 0), (reach, reach)), mode="edge")
    sheared: _Mask = sliding_window_view(padded, columns.shape[1], axis=1)[
        np.arange(rows.size), reach + rows
    ]
    return sheared


def _coverage(columns: _Mask) -> _Floats:
    """How much of each row is ink, `(height,)`: of all of it and of either end, the least.

    Ink one row above or below counts too, for no line is quite straight.
    """
    thick = columns.copy()
    thick[:, 1:] |= columns[:, :-1]
    thick[:, :-1] |= columns[:, 1:]
    end = max(len(columns) // 6, 1)
    sums = [part.sum(axis=0, dtype=np.int16) / len(part) for part in
            (thick, thick[:end], thick[-end:])]  # fmt: skip
    least: _Floats = np.min(sums, axis=0)
    return least


def _runs(flags: _Mask) -> list[tuple[int, int]]:
    """Start and stop of every run of true."""
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
