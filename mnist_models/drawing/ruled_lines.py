"""Ruled and squared paper: the lines in the ink of a photo."""

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]  # (height, width), true where there is ink

_SLOPES = np.tan(np.deg2rad(np.arange(-8, 8.5, 0.5)))


def remove_lines(ink: _Mask) -> _Mask:
    """Remove ruled lines, across and down: thin, from edge to edge, at a common small slope."""
    return _remove_across(_remove_across(ink).T).T


def _remove_across(ink: _Mask) -> _Mask:
    height, width = ink.shape
    rows, columns = np.arange(height)[:, np.newaxis], np.arange(width)
    middle = columns - width // 2

    def level(slope: float) -> _Mask:
        """The ink with lines of that slope made level."""
        place = np.clip(rows + np.rint(slope * middle).astype(int), 0, height - 1)
        leveled: _Mask = ink[place, columns]
        return leveled

    slope = max(_SLOPES, key=lambda slope: float((_coverage(level(slope)) ** 4).sum()))
    straight = level(slope)
    for start, stop in _runs(_coverage(straight) > 0.55):
        if stop - start > max(0.04 * height, 5):  # too thick for a line
            continue
        # Where ink goes on above and below, it is a stroke that crosses the line.
        straight[start:stop] &= straight[max(start - 1, 0)] & straight[min(stop, height - 1)]
    back = np.clip(rows - np.rint(slope * middle).astype(int), 0, height - 1)
    removed = ~straight[back, columns]
    cleaned: _Mask = ink & ~removed
    return cleaned


def _coverage(ink: _Mask) -> _Floats:
    """How much of each row is ink, `(height,)`: of all of it and of either end, the least.

    Ink one row above or below counts too, for no line is quite straight.
    """
    padded = np.pad(ink, ((1, 1), (0, 0)))
    ink = padded[:-2] | padded[1:-1] | padded[2:]
    end = max(ink.shape[1] // 6, 1)
    parts = [ink, ink[:, :end], ink[:, -end:]]
    least: _Floats = np.min([part.mean(axis=1) for part in parts], axis=0)
    return least


def _runs(flags: _Mask) -> list[tuple[int, int]]:
    """Start and stop of every run of true."""
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False]))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
