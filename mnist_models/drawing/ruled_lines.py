"""Ruled and squared paper: the lines in the ink of a photo."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]  # (height, width), true where there is ink

_EACH = 4  # column is enough to tell how lines slope
_SLOPES = np.tan(np.deg2rad(np.arange(-8, 8.5, 0.5)))


def remove_lines(ink: _Mask) -> _Mask:
    """Remove ruled lines, across and down: thin, from edge to edge, at a common small slope."""
    return _remove_across(_remove_across(ink).T).T


def _remove_across(ink: _Mask) -> _Mask:
    height, width = ink.shape
    middle = np.arange(width) - width // 2
    some, at = np.ascontiguousarray(ink[:, ::_EACH]), middle[::_EACH]
    slope = max(
        _SLOPES, key=lambda slope: float((_coverage(_sheared(some, slope * at)) ** 4).sum())
    )
    straight = _sheared(ink, slope * middle)
    for start, stop in _runs(_coverage(straight) > 0.55):
        if stop - start > max(0.04 * height, 5):  # too thick for a line
            continue
        # Where ink goes on above and below, it is a stroke that crosses the line.
        straight[start:stop] &= straight[max(start - 1, 0)] & straight[min(stop, height - 1)]
    cleaned: _Mask = ink & _sheared(straight, -slope * middle)
    return cleaned


def _sheared(ink: _Mask, shifts: _Floats) -> _Mask:
    """The ink with each column moved up by so many rows; what enters is like the edge."""
    rows = np.rint(shifts).astype(np.int64)
    reach = int(np.abs(rows).max())
    columns = np.pad(ink.T, ((0, 0), (reach, reach)), mode="edge")
    parts = sliding_window_view(columns, ink.shape[0], axis=1)
    sheared: _Mask = parts[np.arange(rows.size), reach + rows].T
    return sheared


def _coverage(ink: _Mask) -> _Floats:
    """How much of each row is ink, `(height,)`: of all of it and of either end, the least.

    Ink one row above or below counts too, for no line is quite straight.
    """
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    end = max(ink.shape[1] // 6, 1)
    parts = [thick, thick[:, :end], thick[:, -end:]]
    sums = [np.count_nonzero(part, axis=1) / part.shape[1] for part in parts]
    least: _Floats = np.min(sums, axis=0)
    return least


def _runs(flags: _Mask) -> list[tuple[int, int]]:
    """Start and stop of every run of true."""
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
