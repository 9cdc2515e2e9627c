"""The ink in an image of any kind: a drawing, a scan or a photo."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.brightness import PAPER_TOLERANCE, brightness
from mnist_models.drawing.frames import DRAWN, enclosed_box
from mnist_models.drawing.orientation import turned_upright
from mnist_models.drawing.photo import ink_from_photo
from mnist_models.drawing.sketch import Ink

_Levels = NDArray[np.float64]

MAX_PIXELS = 4_000_000
MAX_SIDE = 10_000  # pixels
SMALLEST_PHOTO = 64  # pixels, of the shorter side
MOST_FRAMES = 2  # one in another; each costs a look at what it encloses
EVEN_PAPER = 6  # levels by which paper may vary in an image that no camera took
# Shares of a photo's pixels that lie between paper and ink, along its border and in all.
PHOTO_BORDER, PHOTO = 0.03, 0.25
FAINT, MEDIUM = 32, 128  # ink below these levels


class SketchError(ValueError):
    """An image cannot be read as a drawing; the message says what to do."""


def ink_from_image(image: Image.Image) -> Ink:
    """Find the ink in an image: transparent, dark on light or light on dark, or a photo.

    Args:
        image: any PIL image of 1×1 to 4 million pixels, at most 10,000 a side.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink; all 0 if the image is
        blank. A drawing keeps its size, a photo is shrunk to 400 pixels.

    Raises:
        SketchError: if the image is larger, or its file is damaged.
    """
    refuse_huge(image)
    try:
        upright = turned_upright(image)
        gray = brightness(upright)
    except (OSError, SyntaxError):  # Pillow reads the pixels only now
        raise SketchError(
            "Expected a whole image, but its file is damaged or cut short: send it again."
        ) from None
    return _innermost(upright, gray)


def _innermost(picture: Image.Image, gray: Ink, frames: int = MOST_FRAMES) -> Ink:
    """The ink of a picture, or of the picture in it, if a frame encloses one."""
    ink = _ink(picture, gray)
    shrunk = ink.shape != gray.shape  # a photo, whose places are no longer those of the picture
    box = None if shrunk or not frames else enclosed_box(ink)
    if box is None:
        return ink
    left, top, right, bottom = box
    inner = _innermost(picture.crop(box), gray[top:bottom, left:right], frames - 1)
    # What touches the frame is a part of it: a digit of straight lines, such as an 8.
    edge = np.concatenate([inner[0], inner[-1], inner[:, 0], inner[:, -1]])
    return ink if (edge >= DRAWN).any() or not inner.any() else inner


def _ink(picture: Image.Image, gray: Ink) -> Ink:
    # There are 256 levels at most, so work is done once for each level, not for each pixel.
    counts = np.array(Image.fromarray(gray).histogram())
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    difference = np.arange(256) - np.median(border)
    if min(gray.shape) >= SMALLEST_PHOTO and _is_photo(difference, counts, border):
        return ink_from_photo(picture.convert("RGB"))
    # Ink is darker than the paper or, on a dark ground, lighter: whichever differs more in all.
    darker, lighter = np.maximum(-difference, 0), np.maximum(difference, 0)
    ink = darker if darker @ counts >= lighter @ counts else lighter
    strongest = ink[counts > 0].max()
    if strongest < PAPER_TOLERANCE:
        return np.zeros(gray.shape, np.uint8)
    levels = np.minimum(np.floor(ink * 255 / strongest + 0.5), 255).astype(np.uint8)
    return np.take(_without_noise(levels, counts), gray)


def refuse_huge(image: Image.Image) -> None:
    """Raise `SketchError` for an image that costs too much, before it is unpacked."""
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise SketchError(
            f"Expected an image of at most {MAX_PIXELS:,} pixels and {MAX_SIDE:,} a side, "
            f"got {image.width}×{image.height}: shrink it first."
        )


def _is_photo(difference: _Levels, counts: NDArray[np.int64], border: Ink) -> bool:
    """Whether there are many shades between those of paper and ink, as in a photo.

    A drawing has such shades at the edges of its strokes only, and few strokes
    reach the edge of the image.

    Args:
        difference: `(256,)`, of each level from the level of the paper.
        counts: `(256,)`, how many pixels have that level.
        border: the levels along the image's four sides.
    """
    away = np.abs(difference)
    between = (away > EVEN_PAPER) & (away < away[counts > 0].max() / 2)
    return bool(
        between[border].mean() > PHOTO_BORDER or counts[between].sum() > PHOTO * counts.sum()
    )


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
