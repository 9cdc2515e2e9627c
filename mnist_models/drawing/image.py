"""The ink in an image of any kind: a drawing, a scan or a photo."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.brightness import PAPER_TOLERANCE, brightness
from mnist_models.drawing.displays import join_segments
from mnist_models.drawing.orientation import turned_upright
from mnist_models.drawing.outlines import fill_outline
from mnist_models.drawing.photo import ink_from_photo
from mnist_models.drawing.plain import (
    digit_of_drawing,
    ink_of_drawing,
    ink_of_tiny,
    is_alone,
    is_photo,
)
from mnist_models.drawing.selection import SeveralDigitsError
from mnist_models.drawing.sketch import Ink, cut_out
from mnist_models.drawing.speckle import is_speckled, without_speckle
from mnist_models.drawing.surfaces import find_sheet

_Mask = NDArray[np.bool_]  # (height, width)
_Box = tuple[int, int, int, int]  # left, top, right, bottom, as Pillow counts

MAX_PIXELS = 4_000_000
MAX_SIDE = 10_000  # pixels
_MOST_SHEETS = 2  # one in another, such as a note in a screenshot
_TINY = 18  # pixels, of a digit's longer side: less than MNIST's have
_LARGER, _SOFT = 8, 2  # times, and pixels of paper around it
_UPRIGHT = 0.97  # of its box is covered by a sheet that a program drew


class SketchError(ValueError):
    """An image cannot be read as a drawing; the message says what to do."""


def ink_from_image(image: Image.Image) -> Ink:
    """Find the ink in an image: transparent, dark on light or light on dark, or a photo.

    Args:
        image: any PIL image of 1×1 to 4 million pixels, at most 10,000 a side.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink; all 0 if the image is
        blank. A drawing keeps its size, a photo is shrunk to 400 pixels; a tiny
        digit is cut out and enlarged.

    Raises:
        SketchError: if the image is larger, shows several digits, or its file is damaged.
    """
    picture, gray = _opened(image)
    try:
        return join_segments(_enlarged(_found(picture, gray)))
    except SeveralDigitsError:
        raise SketchError(
            "Expected one digit, but there are several in this picture: send a part with one."
        ) from None


def ink_from_canvas(image: Image.Image) -> Ink:
    """All ink in an image that holds a drawing and nothing else; otherwise the same."""
    return ink_of_drawing(_opened(image)[1])


def refuse_huge(image: Image.Image) -> None:
    """Raise `SketchError` for an image that costs too much, before it is unpacked."""
    if image.width * image.height > MAX_PIXELS or max(image.size) > MAX_SIDE:
        raise SketchError(
            f"Expected an image of at most {MAX_PIXELS:,} pixels and {MAX_SIDE:,} a side, "
            f"got {image.width}×{image.height}: shrink it first; 640 pixels a side are enough."
        )


def _opened(image: Image.Image) -> tuple[Image.Image, Ink]:
    """The image upright, and its brightness."""
    refuse_huge(image)
    try:
        upright = turned_upright(image)
        return upright, brightness(upright)
    except (OSError, SyntaxError):  # Pillow reads the pixels only now
        raise SketchError(
            "Expected a whole image, but its file is damaged or cut short: send it again."
        ) from None


def _found(picture: Image.Image, gray: Ink, sheets: int = _MOST_SHEETS) -> Ink:
    """The ink of a drawing, or of what is found in a picture of anything else."""
    if max(gray.shape) < _TINY:
        return ink_of_tiny(gray)
    if is_speckled(gray):
        return ink_from_photo(without_speckle(gray).convert("RGB"))
    photo = is_photo(gray)
    if not photo:
        drawing = fill_outline(ink_of_drawing(gray))
        if np.ptp(gray) < PAPER_TOLERANCE or is_alone(drawing):
            return drawing
    colours = _colours(picture, gray)
    sheet = find_sheet(colours) if sheets else None
    if sheet is not None:
        box, part = _cut_out(sheet, picture.size)
        left, top, right, bottom = box
        if part.mean() > _UPRIGHT:
            found = _found(picture.crop(box), gray[top:bottom, left:right], sheets - 1)
        else:
            found = ink_from_photo(colours.crop(box), part)
        if found.any():
            return found
    if not photo and (drawn := digit_of_drawing(gray)).any():
        return drawn
    return ink_from_photo(colours)


def _colours(picture: Image.Image, gray: Ink) -> Image.Image:
    """The picture in RGB; in grey where its own colours are of another kind, or seen through."""
    in_colour = picture.mode == "RGB" or (
        picture.mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255
    )
    return (picture if in_colour else Image.fromarray(gray)).convert("RGB")


def _cut_out(sheet: _Mask, size: tuple[int, int]) -> tuple[_Box, _Mask]:
    """The box of the sheet in a picture of `size` pixels, and where the sheet is in it."""
    rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
    (top, bottom), (left, right) = rows[[0, -1]].tolist(), columns[[0, -1]].tolist()
    across, down = size[0] / sheet.shape[1], size[1] / sheet.shape[0]
    box = (math.ceil(left * across), math.ceil(top * down),
           int((right + 1) * across), int((bottom + 1) * down))  # fmt: skip
    return box, sheet[top : bottom + 1, left : right + 1]


def _enlarged(ink: Ink) -> Ink:
    """The ink; a tiny digit is cut out, with smooth edges, as MNIST's digits have them."""
    if not ink.any() or max((digit := cut_out(ink)).shape) >= _TINY:
        return ink
    digit = np.pad(digit, _SOFT)
    size = (_LARGER * digit.shape[1], _LARGER * digit.shape[0])
    return np.asarray(Image.fromarray(digit).resize(size, Image.Resampling.BICUBIC))
