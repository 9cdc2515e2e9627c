"""A drawing into MNIST's format, stage by stage.

MNIST's own recipe, as Yadav and Bottou reconstructed it ("Cold Case: the Lost
MNIST Digits", 2019): cut the ink out, make it square, average it down to
20×20, stretch its brightness and centre its mass in 28×28.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mnist_models.drawing.photo import ink_from_photo

Ink = NDArray[np.uint8]  # (height, width), 0 paper to 255 ink
_Levels = NDArray[np.float64]

MAX_PIXELS = 4_000_000
_SIDE, _FITTED_SIDE = 28, 20
_SMALLEST_PHOTO = 64  # pixels, of the shorter side
_EVEN_PAPER = 6  # levels by which paper that no camera has seen may vary
_PAPER_TOLERANCE = 24  # an image with less contrast than this is blank paper, 0–255


class SketchError(ValueError):
    """An image cannot be read as a drawing; the message says what to do."""


class Stages(NamedTuple):
    """What a drawing looks like after each step; all uint8, 0 paper to 255 ink."""

    square: Ink  # (side, side): the ink, cut out and made square
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
    return stages.centered if stages else np.zeros((_SIDE, _SIDE), np.uint8)


def sketch_stages(ink: Ink) -> Stages | None:
    """Bring a drawing into MNIST's format and keep every step; `None` if there is no ink."""
    if not ink.any():
        return None
    square = make_square(cut_out(ink))
    fitted = stretch(
        np.asarray(Image.fromarray(square).resize((_FITTED_SIDE,) * 2, Image.Resampling.BOX))
    )
    if not fitted.any():  # a few faint pixels on a huge sheet average out to paper
        return None
    return Stages(square, fitted, center_mass(fitted))


def cut_out(ink: Ink) -> Ink:
    """The smallest rectangle that holds all ink; `ink` must not be blank."""
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def make_square(ink: Ink) -> Ink:
    """Add paper to both ends of the shorter side until it equals the longer one."""
    height, width = ink.shape
    missing = abs(height - width)
    margins = (missing // 2, missing - missing // 2)
    return np.pad(ink, ((0, 0), margins) if height > width else (margins, (0, 0)))


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
    middle = np.arange(_FITTED_SIDE) + 0.5
    mass = fitted.sum(dtype=np.float64)
    frame = np.zeros((3 * _SIDE, 3 * _SIDE), np.uint8)  # wide enough for any offset
    top, left = (
        _SIDE + int(np.floor(15 - (fitted.sum(axis=axis) * middle).sum() / mass)) for axis in (1, 0)
    )
    frame[top : top + _FITTED_SIDE, left : left + _FITTED_SIDE] = fitted
    return np.ascontiguousarray(frame[_SIDE : 2 * _SIDE, _SIDE : 2 * _SIDE])


def shrink_canvas(ink: Ink) -> Ink:
    """The whole canvas averaged down to 28×28: what most demos do, for comparison.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.

    Returns:
        uint8 `(28, 28)`, its brightness stretched.
    """
    return stretch(np.asarray(Image.fromarray(ink).resize((_SIDE, _SIDE), Image.Resampling.BOX)))


def ink_from_image(image: Image.Image) -> Ink:
    """Find the ink in an image: transparent, dark on light or light on dark, or a photo.

    Args:
        image: any PIL image of 1×1 to 4 million pixels.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink; all 0 if the image is
        blank. A drawing keeps its size, a photo is shrunk to 400 pixels.

    Raises:
        SketchError: if the image is larger, or its file is damaged.
    """
    if image.width * image.height > MAX_PIXELS:
        raise SketchError(
            f"Expected an image of at most {MAX_PIXELS:,} pixels, "
            f"got {image.width}×{image.height}: shrink it first."
        )
    try:
        upright = ImageOps.exif_transpose(image)
        gray = _gray(upright)
    except (OSError, SyntaxError):  # Pillow reads the pixels only now
        raise SketchError(
            "Expected a whole image, but its file is damaged or cut short: send it again."
        ) from None
    # At most 256 levels: what holds of a level is worked out once, not for every pixel.
    counts = np.array(Image.fromarray(gray).histogram())
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    difference = np.arange(256) - np.median(border)
    if min(gray.shape) >= _SMALLEST_PHOTO and _is_photo(difference, counts, border):
        return ink_from_photo(upright.convert("RGB"))
    # Ink is what differs from the paper more: darker, or lighter on a dark ground.
    darker, lighter = np.maximum(-difference, 0), np.maximum(difference, 0)
    ink = darker if darker @ counts >= lighter @ counts else lighter
    strongest = ink[counts > 0].max()
    if strongest < _PAPER_TOLERANCE:
        return np.zeros(gray.shape, np.uint8)
    levels = np.minimum(np.floor(ink * 255 / strongest + 0.5), 255).astype(np.uint8)
    return np.take(_without_noise(levels, counts), gray)


def _is_photo(difference: _Levels, counts: NDArray[np.int64], border: Ink) -> bool:
    """Whether light and camera have left their shades between those of paper and ink.

    A drawing has such shades at the edges of its strokes only, and few strokes
    reach the edge of the image.

    Args:
        difference: `(256,)`, of each level from the level of the paper.
        counts: `(256,)`, how many pixels have that level.
        border: the levels along the image's four sides.
    """
    away = np.abs(difference)
    between = (away > _EVEN_PAPER) & (away < away[counts > 0].max() / 2)
    return bool(between[border].mean() > 0.03 or counts[between].sum() > 0.25 * counts.sum())


def _without_noise(ink: Ink, counts: NDArray[np.int64]) -> Ink:
    """Remove the speckle that compression and cameras leave on paper.

    The soft edge of a stroke takes all levels alike, so that faint pixels
    are few; where they outnumber those of medium brightness, they are noise.

    Args:
        ink: uint8 `(256,)`, what each level of the image counts as.
        counts: `(256,)`, how many pixels have that level.
    """
    faint = (ink > 0) & (ink < 32)
    medium = (ink >= 32) & (ink < 128)
    return np.where(faint, 0, ink) if counts[faint].sum() > counts[medium].sum() else ink


def _gray(image: Image.Image) -> Ink:
    """Brightness `(height, width)`, 0 black to 255 white, with transparency resolved."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        deep = np.asarray(image, np.float64)
        return _rounded(deep * (255 / max(deep.max(), 255.0)))
    rgba = image.convert("RGBA")
    gray = np.asarray(rgba.convert("L"))
    if rgba.getchannel("A").getextrema() == (255, 255):
        return gray
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    opaque = gray[alpha >= 128]
    if opaque.size and np.ptp(np.percentile(opaque, [2, 98])) > 2 * _PAPER_TOLERANCE:
        # Paper and ink are both painted: what is transparent is more of the paper.
        return _rounded((gray * alpha + np.median(opaque) * (255 - alpha)) / 255)
    return _rounded(255 - alpha)  # only the ink is painted, in whatever colour


def _rounded(levels: _Levels) -> Ink:
    return np.rint(np.clip(levels, 0, 255)).astype(np.uint8)
