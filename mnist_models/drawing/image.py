"""The ink in an image of any kind: a drawing, a scan or a photo."""

import math
import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from mnist_models.drawing.photo import find_sheet, ink_from_photo
from mnist_models.drawing.plain import (
    digit_of_drawing,
    fill_outline,
    ink_of_tiny,
    is_alone,
    is_speckled,
    join_segments,
    without_speckle,
)
from mnist_models.drawing.selection import SeveralDigitsError
from mnist_models.drawing.sketch import (
    PAPER_TOLERANCE,
    Gray,
    Ink,
    cut_out,
    ink_of_drawing,
    is_photo,
)

MAX_PIXELS = 4_000_000
MAX_SIDE = 10_000  # pixels
_MOST_SHEETS = 2  # one inside another, such as a note in a screenshot
_TINY = 18  # pixels, of a digit's longer side: fewer than MNIST's digits have
_LARGER, _SOFT = 8, 2  # times, and pixels of paper around it
_UPRIGHT = 0.97  # share of its box that a sheet covers if a program drew it
_SAMPLE = 20_000  # pixels from which the strongest difference in colour is taken

_ORIENTATION, _SHORT = 0x0112, 3  # an EXIF entry, and its type: 16 bits
_MOST_ENTRIES = 1000  # are looked at; cameras write about 20
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class SketchError(ValueError):
    """An image cannot be read as a drawing; the message says what to do."""


def ink_from_image(image: Image.Image) -> Ink:
    """Find the ink in an image: transparent, dark on light or light on dark, or a photo.

    Args:
        image: any PIL image of 1×1 to 4 million pixels, at most 10,000 a side.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink; all 0 if the image is blank. A drawing keeps
        its size, a photo is shrunk to 400 pixels, a tiny digit is cut out and enlarged.

    Raises:
        SketchError: if the image is larger, shows several digits, or its file is damaged.
    """
    picture, gray = _opened(image)
    try:
        ink = _found(picture, gray)
    except SeveralDigitsError:
        raise SketchError(
            "Expected one digit, but there are several in this picture: send a part with one."
        ) from None
    if ink.any() and max((digit := cut_out(ink)).shape) < _TINY:
        # Smooth edges, as MNIST's digits have them.
        digit = np.pad(digit, _SOFT)
        size = (_LARGER * digit.shape[1], _LARGER * digit.shape[0])
        ink = np.asarray(Image.fromarray(digit).resize(size, Image.Resampling.BICUBIC))
    return join_segments(ink)


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


def _opened(image: Image.Image) -> tuple[Image.Image, Gray]:
    """The image upright, and its brightness."""
    refuse_huge(image)
    try:
        upright = turned_upright(image)
        return upright, brightness(upright)
    except (OSError, SyntaxError):  # Pillow reads the pixels only now
        raise SketchError(
            "Expected a whole image, but its file is damaged or cut short: send it again."
        ) from None


def _found(picture: Image.Image, gray: Gray, sheets: int = _MOST_SHEETS) -> Ink:
    """The ink of a drawing, or of the digit found in any other picture."""
    if max(gray.shape) < _TINY:
        return ink_of_tiny(gray)
    if is_speckled(gray):
        return ink_from_photo(without_speckle(gray).convert("RGB"))
    photo = is_photo(gray)
    if not photo:
        drawing = fill_outline(ink_of_drawing(gray))
        if np.ptp(gray) < PAPER_TOLERANCE or is_alone(drawing):
            return drawing
    # In grey where the picture's own colours are of another kind, or partly transparent.
    in_colour = picture.mode == "RGB" or (
        picture.mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255
    )
    colours = (picture if in_colour else Image.fromarray(gray)).convert("RGB")
    sheet = find_sheet(colours) if sheets else None
    if sheet is not None:
        rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
        sheet_part = sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        across, down = picture.width / sheet.shape[1], picture.height / sheet.shape[0]
        left, right = math.ceil(columns[0] * across), int((columns[-1] + 1) * across)
        top, bottom = math.ceil(rows[0] * down), int((rows[-1] + 1) * down)
        box = (left, top, right, bottom)
        if sheet_part.mean() > _UPRIGHT:
            found = _found(picture.crop(box), gray[top:bottom, left:right], sheets - 1)
        else:
            found = ink_from_photo(colours.crop(box), sheet_part)
        if found.any():
            return found
    if not photo and (drawn := digit_of_drawing(gray)).any():
        return drawn
    return ink_from_photo(colours)


def brightness(image: Image.Image) -> Gray:
    """Brightness `(height, width)`, 0 black to 255 white, with transparency resolved.

    Where colours differ much more than their brightness does, such as red and green, it is the
    position of a colour between the darkest and the lightest one.
    """
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        deep = np.asarray(image, np.float64)
        return _rounded(deep * (255 / max(deep.max(), 255.0)))
    if image.mode == "CMYK" and image.getchannel("K").getextrema() == (255, 255):
        image = ImageChops.invert(image)  # all black: Adobe's programs write CMYK inverted
    if image.mode == "RGB" and "transparency" not in image.info:
        return _of_colours(image)
    rgba = image.convert("RGBA")
    gray = _of_colours(rgba.convert("RGB"))
    lowest, highest = rgba.getchannel("A").getextrema()
    if lowest == 255 or highest == 0:  # 0 everywhere: a program forgot to set it
        return gray
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    opaque = gray[alpha >= 128]
    if opaque.size and np.ptp(np.percentile(opaque, [2, 98])) > 2 * PAPER_TOLERANCE:
        # Paper and ink are both painted: transparent pixels are paper too.
        return _rounded((gray * alpha + np.median(opaque) * (255 - alpha)) / 255)
    return _rounded(255 - alpha)  # only the ink is painted, in any colour


def _of_colours(image: Image.Image) -> Gray:
    """Brightness or, if it hardly differs, the position along the strongest change of colour."""
    red, *others = image.split()
    if not any(ImageChops.difference(red, other).getbbox() for other in others):
        return np.asarray(red)  # grey: the quick way
    gray = np.asarray(image.convert("L"))
    colours = np.asarray(image)
    step = max(1, gray.size // _SAMPLE)
    some = colours.reshape(-1, 3)[::step].astype(np.float64)
    border = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    away = some - np.median(border, axis=0)
    # The direction in which most colours lie, seen from the paper's.
    direction = np.linalg.eigh(away.T @ away)[1][:, -1]
    direction *= 1 if direction.sum() > 0 else -1
    if np.ptp(gray.ravel()[::step]) >= np.ptp(some @ direction) / 2:
        return gray
    along = np.zeros(gray.shape, np.float32)  # summed up by channel, which takes the least memory
    for channel, share in enumerate(direction.astype(np.float32)):
        along += share * colours[..., channel]
    along -= along.min()
    return _rounded(along * (255 / max(float(along.max()), 255.0)))


def _rounded(levels: NDArray[np.floating]) -> Gray:
    rounded: Gray = np.rint(np.clip(levels, 0, 255)).astype(np.uint8)
    return rounded


def turned_upright(image: Image.Image) -> Image.Image:
    """The image as its EXIF orientation says it should be seen."""
    image.load()  # a PNG may hold its EXIF after its pixels
    exif = image.info.get("exif")
    turn = _TURNS.get(read_orientation(exif)) if isinstance(exif, bytes) else None
    return image if turn is None else image.transpose(turn)


def read_orientation(exif: bytes) -> int:
    """The orientation, 1 (upright) to 8, in EXIF data; 1 where there is none.

    CIPA DC-008 (EXIF 2.32), section 4.6.2: the header of a TIFF file, then a directory of entries
    of twelve bytes each. Pillow's parser follows every entry to the bytes it points to, and all
    entries may point to the same ones: a file of 121 kB takes 2 GB. Here none is followed.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (place,) = struct.unpack_from(f"{order}L", tiff, 4)
    count = int.from_bytes(tiff[place : place + 2], "little" if order == "<" else "big")
    entries = tiff[place + 2 : place + 2 + 12 * min(count, _MOST_ENTRIES)]
    whole = entries[: len(entries) // 12 * 12]
    for tag, kind, _, value, _ in struct.iter_unpack(f"{order}HHLHH", whole):
        if tag == _ORIENTATION and kind == _SHORT:
            return int(value) if value in _TURNS else 1
    return 1
