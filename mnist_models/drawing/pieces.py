"""What in the ink of a photo is the digit, by shape: neither lines nor specks nor the table."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]  # (height, width), true where there is ink

_SLOPES = np.tan(np.deg2rad(np.arange(-8, 8.5, 0.5)))  # of ruled lines
_PIECES = 20  # looked at, the largest ones: smaller ones are speckle


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


def keep_digit(ink: _Mask, even: _Mask | None = None) -> _Mask:
    """Keep the largest piece of ink and the larger ones close to it.

    Only ink on `even` paper decides which is the largest. Pieces that the
    photo's edge cuts, such as the table, count only where everything else is
    much smaller.
    """
    even = ink if even is None or not (ink & even).any() else even
    labels = label_pieces(ink)
    names, sizes = np.unique(labels[ink], return_counts=True)
    largest_first = names[np.argsort(-sizes, kind="stable")]
    pieces = [_piece(labels, int(name), even) for name in largest_first[:_PIECES]]
    whole = [piece for piece in pieces if not piece.cut]
    largest = max((piece.size for piece in pieces), default=0)
    if max((piece.size for piece in whole), default=0) >= 0.1 * largest:
        pieces = whole
    if not pieces:
        return ink
    main = max(pieces, key=lambda piece: piece.size)
    kept = [piece.name for piece in pieces if piece.size >= 0.04 * main.size and _near(piece, main)]
    return np.isin(labels, kept)


class _Piece(NamedTuple):
    name: int  # in the labels
    size: int  # pixels on even paper
    corners: NDArray[np.int64]  # (2, 2): top left, bottom right
    cut: bool  # by the edge of the photo


def _piece(labels: NDArray[np.int64], name: int, even: _Mask) -> _Piece:
    ink = labels == name
    places = np.argwhere(ink)
    corners = np.stack([places.min(axis=0), places.max(axis=0)])
    cut = bool((corners[0] == 0).any() or (corners[1] == np.array(labels.shape) - 1).any())
    return _Piece(name, int((ink & even).sum()), corners, cut)


def _near(piece: _Piece, main: _Piece) -> bool:
    """Whether the boxes are closer than a quarter of the main one's longer side."""
    gaps = np.maximum(piece.corners[0] - main.corners[1], main.corners[0] - piece.corners[1])
    return bool(gaps.max() <= 0.25 * np.ptp(main.corners, axis=0).max())


def label_pieces(ink: _Mask) -> NDArray[np.int64]:
    """Number the pieces of ink that touch, corners included; 0 is paper.

    Each pixel takes over the largest number around it and then the number that
    its namesake has reached, so that a piece is done in a few rounds.
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
