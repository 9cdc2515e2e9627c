"""A drawing into MNIST's format, stage by stage.

MNIST's own recipe, as Yadav and Bottou reconstructed it ("Cold Case: the Lost
MNIST Digits", 2019): cut the ink out, make it square, average it down to
20×20, stretch its brightness and centre its mass in 28×28.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from mnist_models.photo import ink_from_photo

Ink = NDArray[np.uint8]  # (height, width), 0 paper to 255 ink

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
    border = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    difference = gray - np.median(border)
    if _is_photo(difference):
        return ink_from_photo(upright.convert("RGB"))
    # Ink is what differs from the paper more: darker, or lighter on a dark ground.
    darker, lighter = np.maximum(-difference, 0), np.maximum(difference, 0)
    ink = darker if darker.sum() >= lighter.sum() else lighter
    if ink.max() < _PAPER_TOLERANCE:
        return np.zeros(ink.shape, np.uint8)
    return _without_noise(np.floor(ink * 255.0 / ink.max() + 0.5).astype(np.uint8))


def _is_photo(difference: NDArray[np.float64]) -> bool:
    """Whether light and camera have left their shades between those of paper and ink.

    A drawing has such shades at the edges of its strokes only, and few strokes
    reach the edge of the image.

    Args:
        difference: `(height, width)`, from the level of the paper.
    """
    away = np.abs(difference)
    between = (away > _EVEN_PAPER) & (away < away.max() / 2)
    border = np.concatenate([between[0], between[-1], between[:, 0], between[:, -1]])
    shaded = border.mean() > 0.03 or between.mean() > 0.25
    return min(away.shape) >= _SMALLEST_PHOTO and bool(shaded)


def _without_noise(ink: Ink) -> Ink:
    """Remove the speckle that compression and cameras leave on paper.

    The soft edge of a stroke takes all levels alike, so that faint pixels
    are few; where they outnumber those of medium brightness, they are noise.
    """
    faint = (ink > 0) & (ink < 32)
    medium = (ink >= 32) & (ink < 128)
    if faint.sum() > medium.sum():
        ink[faint] = 0
    return ink


def _gray(image: Image.Image) -> NDArray[np.float64]:
    """Brightness `(height, width)`, 0 black to 255 white, with transparency resolved."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        levels = np.asarray(image, np.float64)
        return np.asarray(levels * (255 / max(levels.max(), 255.0)))
    rgba = image.convert("RGBA")
    gray = np.asarray(rgba.convert("L"), np.float64)
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    if alpha.min() == 255:
        return gray
    opaque = gray[alpha >= 128]
    if opaque.size and np.ptp(np.percentile(opaque, [2, 98])) > 2 * _PAPER_TOLERANCE:
        # Paper and ink are both painted: what is transparent is more of the paper.
        return np.asarray((gray * alpha + np.median(opaque) * (255 - alpha)) / 255)
    return 255 - alpha  # only the ink is painted, in whatever colour
