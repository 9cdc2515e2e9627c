"""The ink in a photo of a digit on paper or on a board. NumPy and Pillow.

Light is uneven, paper grey, ruled or squared, and stands on a table. So the
paper is estimated (the median around each place, which strokes are too thin to
sway), ink is what reflects less than the paper there, and Otsu's threshold
separates it from shades and faint lines. What is left and is not the digit,
ruled lines and things at the photo's edge, goes by its shape.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_Floats = NDArray[np.float64]
_Mask = NDArray[np.bool_]

_SIDE = 400  # the longer one of the photo that is worked on, pixels
_PAPER_SIDE = 64  # the same for the estimate of the paper
_PAPER_WINDOW = 19  # of the median: wider than two strokes
_PIECES = 20  # looked at, the largest ones: smaller ones are speckle
_FAINTEST = 0.12  # contrast of ink; anything less is blank paper
_SLOPES = np.tan(np.deg2rad(np.arange(-8, 8.5, 0.5)))  # of ruled lines


def ink_from_photo(photo: Image.Image) -> NDArray[np.uint8]:
    """Find the ink in a photo.

    Args:
        photo: RGB, turned as it is to be seen.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink, of the photo shrunk to at
        most 400 pixels a side; all 0 if nothing is written there.
    """
    photo = photo.copy()
    photo.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    contrast, even = ink_contrast(photo)
    threshold = max(otsu_threshold(contrast), _FAINTEST / 2)
    digit = keep_digit(remove_lines(contrast > threshold), even)
    if not digit.any():
        return np.zeros(digit.shape, np.uint8)
    full = float(np.median(contrast[digit]))
    if full < _FAINTEST:
        return np.zeros(digit.shape, np.uint8)
    # Soft edges, one pixel around what is surely ink.
    around = np.asarray(Image.fromarray(digit).convert("L").filter(ImageFilter.MaxFilter(3))) > 0
    soft = np.clip((contrast - threshold / 2) / (full - threshold / 2), 0, 1) * around
    return np.rint(255 * soft).astype(np.uint8)


def ink_contrast(photo: Image.Image) -> tuple[_Floats, _Mask]:
    """How much less a place reflects than the paper around it; on a dark board, more.

    The most telling of the three colours counts: a yellow pen is dark in blue.

    Returns:
        Contrast `(height, width)`, 0 like the paper to 1; and where the paper
        goes on all around, so that no edge of it is taken for ink.
    """
    small = photo.copy()
    small.thumbnail((_PAPER_SIDE, _PAPER_SIDE), Image.Resampling.BOX)
    small = small.filter(ImageFilter.MedianFilter(_PAPER_WINDOW))
    paper_image = small.resize(photo.size, Image.Resampling.BICUBIC)
    paper = np.clip(np.asarray(paper_image, np.float64), 1, 254)
    levels = np.asarray(photo.filter(ImageFilter.GaussianBlur(0.7)), np.float64)
    darker, lighter = np.clip(paper - levels, 0, 255), np.clip(levels - paper, 0, 255)
    even = np.asarray(_even_places(small).resize(photo.size))
    on_board = (lighter[even] ** 2).sum() > (darker[even] ** 2).sum()
    contrast: _Floats = (lighter / (255 - paper) if on_board else darker / paper).max(axis=2)
    return contrast, even


def _even_places(paper: Image.Image) -> Image.Image:
    """Where the paper goes on all around: its light corners are no chalk, its edges no pen."""
    gray = paper.convert("L")
    lightest, darkest = (
        np.asarray(gray.filter(kind(_PAPER_WINDOW)), np.int64)
        for kind in (ImageFilter.MaxFilter, ImageFilter.MinFilter)
    )
    return Image.fromarray(lightest - darkest < 0.25 * lightest)


def otsu_threshold(values: _Floats) -> float:
    """The threshold that separates two groups best.

    Nobuyuki Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979.

    Args:
        values: 0–1.
    """
    counts, edges = np.histogram(values, 256, (0, 1))
    below = np.cumsum(counts)[:-1].astype(np.float64)
    above = values.size - below
    sums = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    total, sums = sums[-1], sums[:-1]
    difference = sums / np.maximum(below, 1) - (total - sums) / np.maximum(above, 1)
    between = below * above * difference**2
    return float(edges[1 + int(between.argmax())])


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
