"""The ink in a picture that no camera took: a drawing, a scan or a screenshot."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.brightness import PAPER_TOLERANCE
from mnist_models.drawing.paper import SOFTLY
from mnist_models.drawing.photo import separate_digit
from mnist_models.drawing.ruled_lines import remove_lines
from mnist_models.drawing.selection import SeveralDigitsError, keep_digit
from mnist_models.drawing.sketch import Ink, cut_out
from mnist_models.drawing.surfaces import has_four_corners
from mnist_models.drawing.surroundings import around

SMALLEST_PHOTO = 64  # pixels, of the shorter side
EVEN_PAPER = 6  # levels by which paper may vary in an image that no camera took
# Shares of a photo's pixels that lie between paper and ink, along its border and in all.
PHOTO_BORDER, PHOTO = 0.03, 0.25
FAINT, MEDIUM = 32, 128  # ink below these levels
_SIDE = 400  # pixels, the longer one of the drawing in which the digit is looked for
_NOISE = 8  # levels of ink that a JPEG leaves on paper
_FAINT = 16  # what has less ink is a soft edge
_SURE = 96  # what has more is ink
_SOFT = 3  # pixels, of a soft edge
_LEAST_HOLE = 8  # pixels, of what is drawn on a sheet
_UNBROKEN = 0.8  # of each side of a frame is drawn


def is_photo(gray: Ink) -> bool:
    """Whether there are many shades between those of paper and ink, as in a photo.

    A drawing has such shades at the edges of its strokes only, and few strokes
    reach the edge of the image.

    Args:
        gray: uint8 `(height, width)`, 0 black to 255 white.
    """
    if min(gray.shape) < SMALLEST_PHOTO:
        return False
    counts, border = _counts(gray), _border(gray)
    away = np.abs(np.arange(256) - np.median(border))
    between = (away > EVEN_PAPER) & (away < away[counts > 0].max() / 2)
    return bool(
        between[border].mean() > PHOTO_BORDER or counts[between].sum() > PHOTO * counts.sum()
    )


def ink_of_drawing(gray: Ink) -> Ink:
    """All ink of a drawing, uint8 `(height, width)`; its paper is what is seen at its edge.

    Args:
        gray: uint8 `(height, width)`, 0 black to 255 white.
    """
    corners = _corners(gray)
    return _ink_on(gray, float(np.median(_border(gray)) if np.ptp(corners) else corners[0]))


def ink_of_tiny(gray: Ink) -> Ink:
    """The same of a tiny picture, whose edge strokes may fill: its paper is at the corners."""
    lowest, highest = float(gray.min()), float(gray.max())
    return _ink_on(gray, highest if _corners(gray).mean() > (lowest + highest) / 2 else lowest)


def digit_of_drawing(gray: Ink) -> Ink:
    """The same without what is not the digit, such as a frame, a caption or specks.

    Raises:
        SeveralDigitsError: if several digits stand side by side.
    """
    # A frame may be all that is seen at the edge: paper is what there is most of.
    ink = _ink_on(gray, float(_counts(gray).argmax()))
    small = _shrunk(ink)
    soft = np.asarray(Image.fromarray(small).filter(SOFTLY))
    digit, _ = separate_digit(soft / 255, np.ones(small.shape, bool))
    factor = _factor(ink)
    large = around(digit).repeat(factor, axis=0).repeat(factor, axis=1)
    return ink * large[: ink.shape[0], : ink.shape[1]]


def is_alone(ink: Ink) -> bool:
    """Whether all ink is one digit's."""
    if not ink.any():
        return False
    small = _shrunk(ink)
    drawn = small >= _FAINT
    if not drawn.any():  # shrinking has faded it to nothing
        return False
    if ((small > _NOISE) & ~around(small >= _SURE, _SOFT)).any():
        return False
    if _is_window(cut_out(small * drawn) > 0):
        return False
    from_edge_to_edge = (drawn[0].any() and drawn[-1].any()) or (
        drawn[:, 0].any() and drawn[:, -1].any()
    )
    try:
        kept = keep_digit(remove_lines(drawn) if from_edge_to_edge else drawn)
    except SeveralDigitsError:
        return False
    return bool((kept == drawn).all())


def _is_window(drawn: NDArray[np.bool_]) -> bool:
    """Whether it is a frame, or a sheet, all of it but for what is drawn there."""
    sides = (drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1])
    if min(side.mean() for side in sides) > _UNBROKEN:
        return True
    # Each row from its first to its last ink.
    spans = np.logical_or.accumulate(drawn, axis=1)
    spans &= np.logical_or.accumulate(drawn[:, ::-1], axis=1)[:, ::-1]
    holes = spans.sum() - drawn.sum()
    return bool(_LEAST_HOLE < holes < drawn.sum()) and has_four_corners(spans)


def _ink_on(gray: Ink, paper: float) -> Ink:
    # There are 256 levels at most, so work is done once for each level, not for each pixel.
    counts = _counts(gray)
    difference = np.arange(256) - paper
    # Ink is darker than the paper or, on a dark ground, lighter: whichever differs more in all.
    darker, lighter = np.maximum(-difference, 0), np.maximum(difference, 0)
    ink = darker if darker @ counts >= lighter @ counts else lighter
    strongest = ink[counts > 0].max()
    if strongest < PAPER_TOLERANCE:
        return np.zeros(gray.shape, np.uint8)
    levels = np.minimum(np.floor(ink * 255 / strongest + 0.5), 255).astype(np.uint8)
    return np.take(_without_noise(levels, counts), gray)


def _without_noise(ink: Ink, counts: NDArray[np.int64]) -> Ink:
    """Remove the speckle that compression and cameras leave on paper.

    The soft edge of a stroke holds all levels about equally often. So where
    faint pixels outnumber those of medium brightness, they are noise.

    Args:
        ink: uint8 `(256,)`, what each level of the image counts as.
        counts: `(256,)`, how many pixels have that level.
    """
    faint = (ink > 0) & (ink < FAINT)
    medium = (ink >= FAINT) & (ink < MEDIUM)
    return np.where(faint, 0, ink) if counts[faint].sum() > counts[medium].sum() else ink


def _counts(gray: Ink) -> NDArray[np.int64]:
    """How many pixels have each level, `(256,)`."""
    return np.array(Image.fromarray(gray).histogram())


def _corners(gray: Ink) -> Ink:
    return gray[[0, 0, -1, -1], [0, -1, 0, -1]]


def _border(gray: Ink) -> Ink:
    """The levels along the four sides."""
    return np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])


def _factor(ink: Ink) -> int:
    return -(-max(int(side) for side in ink.shape) // _SIDE)


def _shrunk(ink: Ink) -> Ink:
    """At most 400 pixels a side; an image of fewer stays as it is."""
    return np.asarray(Image.fromarray(ink).reduce(_factor(ink)))
