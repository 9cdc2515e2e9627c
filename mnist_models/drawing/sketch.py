"""A drawing into MNIST's format, stage by stage.

MNIST's own preprocessing, as Yadav and Bottou reconstructed it ("Cold Case: the
Lost MNIST Digits", 2019): cut the ink out, make it square, average it down to
20×20, stretch its brightness and centre its mass in 28×28.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.mnist import DIGIT_SIDE, SIDE

Ink = NDArray[np.uint8]  # (height, width), 0 paper to 255 ink

MIDDLE = 15  # where the mass comes to lie in 28×28, counted from 1
_LONGEST = 2000  # pixels, of a side that is made square as it is: 4 MB


class Stages(NamedTuple):
    """What a drawing looks like after each step; all uint8, 0 paper to 255 ink."""

    square: Ink  # (side, side), of at most 2000 pixels: the ink, cut out and made square
    fitted: Ink  # (20, 20): averaged down, its brightness stretched
    centered: Ink  # (28, 28): its mass in the middle, as the networks see it


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

    A square is as large as its side is long: without this, a line of 40,000×1
    pixels would take gigabytes.
    """
    factor = math.ceil(max(ink.shape) / _LONGEST)
    if factor == 1:
        return ink
    paper = [(0, -length % factor) for length in ink.shape]
    return np.asarray(Image.fromarray(np.pad(ink, paper)).reduce(factor))


def make_square(ink: Ink) -> Ink:
    """Add paper to both ends of the shorter side until it equals the longer one."""
    height, width = ink.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.zeros((side, side), np.uint8)
    square[top : top + height, left : left + width] = ink
    return square


def stretch(ink: Ink) -> Ink:
    """Scale brightness so that the darkest ink is 255."""
    brightest = int(ink.max(initial=0))
    if brightest == 0:
        return ink
    stretched: Ink = np.floor(ink * 255.0 / brightest + 0.5).astype(np.uint8)
    return stretched


def center_mass(fitted: Ink) -> Ink:
    """Paste a 20×20 digit into 28×28 so that its centre of mass lies on pixel 14.

    The offset is a whole number of pixels, as in MNIST; what would leave the
    frame is cropped.
    """
    middle = np.arange(DIGIT_SIDE) + 0.5
    mass = fitted.sum(dtype=np.float64)
    frame = np.zeros((3 * SIDE, 3 * SIDE), np.uint8)  # wide enough for any offset
    top, left = (
        SIDE + int(np.floor(MIDDLE - (fitted.sum(axis=axis) * middle).sum() / mass))
        for axis in (1, 0)
    )
    frame[top : top + DIGIT_SIDE, left : left + DIGIT_SIDE] = fitted
    return np.ascontiguousarray(frame[SIDE : 2 * SIDE, SIDE : 2 * SIDE])


def shrink_canvas(ink: Ink) -> Ink:
    """The whole canvas averaged down to 28×28: what most demos do, for comparison.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.

    Returns:
        uint8 `(28, 28)`, its brightness stretched.
    """
    return stretch(np.asarray(Image.fromarray(ink).resize((SIDE, SIDE), Image.Resampling.BOX)))
