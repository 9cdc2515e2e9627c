"""A plain drawing into MNIST's format, from grey pixels to 28×28.

The ink is found first. Then follows MNIST's own preprocessing, as Yadav and Bottou reconstructed
it ("Cold Case: the Lost MNIST Digits", 2019): cut the ink out, make it square, average it down to
20×20, stretch its brightness, centre its mass in 28×28. `web/browser/sketch.js` is the same in
JavaScript: a test compares the two pixel by pixel.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.mnist import DIGIT_SIDE, SIDE

Ink = NDArray[np.uint8]  # (height, width), 0 paper to 255 ink
Gray = NDArray[np.uint8]  # (height, width), 0 black to 255 white

PAPER_TOLERANCE = 24  # levels: an image with less contrast is blank paper
FAINT, MEDIUM = 32, 128  # upper bounds of faint and of medium ink, levels
SMALLEST_PHOTO = 64  # pixels, of the shorter side
EVEN_PAPER = 6  # levels by which paper varies in an image that no camera took
# A photo has more than this share of its pixels between paper and ink, at its border or in all.
PHOTO_BORDER, PHOTO = 0.03, 0.25
MIDDLE = 15  # coordinate of the centre of mass in 28×28, counted from 1
_LONGEST = 2000  # pixels: longer ink is averaged down before it is made square (4 MB)


class Stages(NamedTuple):
    """A drawing after each step; all uint8, 0 paper to 255 ink."""

    square: Ink  # (side, side), at most 2000 pixels: the ink, cut out and made square
    fitted: Ink  # (20, 20): averaged down, its brightness stretched
    centered: Ink  # (28, 28): its mass in the middle, as the networks see it


def is_photo(gray: Gray) -> bool:
    """Whether many pixels are neither paper nor ink.

    A drawing has such shades at the edges of strokes only, and few strokes reach the border.
    """
    if min(gray.shape) < SMALLEST_PHOTO:
        return False
    counts, edge = level_counts(gray), _border(gray)
    away = np.abs(np.arange(256) - np.median(edge))
    between = (away > EVEN_PAPER) & (away < away[counts > 0].max() / 2)
    return bool(between[edge].mean() > PHOTO_BORDER or counts[between].sum() > PHOTO * counts.sum())


def ink_of_drawing(gray: Gray) -> Ink:
    """All ink of a drawing; its paper is in the corners or, where they differ, at the border."""
    levels = corners(gray)
    return ink_on(gray, float(np.median(_border(gray)) if np.ptp(levels) else levels[0]))


def ink_on(gray: Gray, paper: float) -> Ink:
    """All ink on paper of a known level, 0–255, stretched so that the strongest is 255.

    Ink is darker than the paper or, on a dark ground, lighter: whichever differs more in all.
    """
    counts = level_counts(gray)  # work is done once a level, not once a pixel
    difference = np.arange(256) - paper
    darker, lighter = np.maximum(-difference, 0), np.maximum(difference, 0)
    ink = darker if darker @ counts >= lighter @ counts else lighter
    strongest = ink[counts > 0].max()
    if strongest < PAPER_TOLERANCE:
        return np.zeros(gray.shape, np.uint8)
    levels = np.minimum(np.floor(ink * 255 / strongest + 0.5), 255).astype(np.uint8)
    # The soft edge of a stroke has all levels about equally often. Where faint pixels outnumber
    # medium ones, they are the noise of compression or of a camera.
    faint = (levels > 0) & (levels < FAINT)
    medium = (levels >= FAINT) & (levels < MEDIUM)
    if counts[faint].sum() > counts[medium].sum():
        levels[faint] = 0
    return np.take(levels, gray)


def level_counts(gray: Gray) -> NDArray[np.int64]:
    """How many pixels have each level, `(256,)`."""
    return np.array(Image.fromarray(gray).histogram())


def corners(gray: Gray) -> Gray:
    """The levels of the four corner pixels, `(4,)`."""
    return gray[[0, 0, -1, -1], [0, -1, 0, -1]]


def _border(gray: Gray) -> Gray:
    return np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])


def sketch_to_mnist(ink: Ink) -> Ink:
    """Bring a drawing into MNIST's format.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink, of any size.

    Returns:
        uint8 `(28, 28)`; all 0 if there is no ink.
    """
    stages = sketch_stages(ink)
    return stages.centered if stages else np.zeros((SIDE, SIDE), np.uint8)


def sketch_stages(ink: Ink) -> Stages | None:
    """Bring a drawing into MNIST's format and keep every step; `None` if there is no ink."""
    if not ink.any():
        return None
    square = make_square(shorten(cut_out(ink)))
    fitted = stretch(
        np.asarray(Image.fromarray(square).resize((DIGIT_SIDE,) * 2, Image.Resampling.BOX))
    )
    if not fitted.any():  # a few faint pixels on a huge sheet average out to paper
        return None
    return Stages(square, fitted, center_mass(fitted))


def cut_out(ink: Ink) -> Ink:
    """The smallest rectangle that holds all ink; `ink` must not be blank."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def shorten(ink: Ink) -> Ink:
    """Average ink with a side of more than 2000 pixels down by a whole factor.

    The square would take gigabytes for a line of 40,000×1 pixels.
    """
    factor = math.ceil(max(ink.shape) / _LONGEST)
    if factor == 1:
        return ink
    paper = [(0, -length % factor) for length in ink.shape]
    return np.asarray(Image.fromarray(np.pad(ink, paper)).reduce(factor))


def make_square(ink: Ink) -> Ink:
    """Add paper to both ends of the shorter side until it equals the longer one."""
    missing = [max(ink.shape) - length for length in ink.shape]
    return np.pad(ink, [(each // 2, each - each // 2) for each in missing])


def stretch(ink: Ink) -> Ink:
    """Scale brightness so that the strongest ink is 255."""
    strongest = int(ink.max(initial=0))
    if strongest == 0:
        return ink
    stretched: Ink = np.floor(ink * 255.0 / strongest + 0.5).astype(np.uint8)
    return stretched


def center_mass(fitted: Ink) -> Ink:
    """Paste a 20×20 digit into 28×28 so that its centre of mass lies on pixel 14.

    The offset is a whole number of pixels, as in MNIST; what would leave the frame is cropped.
    """
    middles = np.arange(DIGIT_SIDE) + 0.5
    mass = fitted.sum(dtype=np.float64)
    frame = np.zeros((3 * SIDE, 3 * SIDE), np.uint8)  # wide enough for any offset
    top, left = (
        SIDE + int(np.floor(MIDDLE - (fitted.sum(axis=axis) * middles).sum() / mass))
        for axis in (1, 0)
    )
    frame[top : top + DIGIT_SIDE, left : left + DIGIT_SIDE] = fitted
    return np.ascontiguousarray(frame[SIDE : 2 * SIDE, SIDE : 2 * SIDE])


def shrink_canvas(ink: Ink) -> Ink:
    """The whole canvas averaged down to 28×28, as most demos do, for comparison.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.

    Returns:
        uint8 `(28, 28)`, its brightness stretched.
    """
    return stretch(np.asarray(Image.fromarray(ink).resize((SIDE, SIDE), Image.Resampling.BOX)))
