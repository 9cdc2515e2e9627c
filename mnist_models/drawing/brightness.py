"""One number for each pixel of a picture, in which its ink stands out from its paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

_Levels = NDArray[np.float64]
Gray = NDArray[np.uint8]  # (height, width)

PAPER_TOLERANCE = 24  # an image with less contrast than this is blank paper, 0–255
_SAMPLE = 20_000  # pixels, from which a picture's strongest difference in colour is taken


def brightness(image: Image.Image) -> Gray:
    """Brightness `(height, width)`, 0 black to 255 white, with transparency resolved.

    Where colours differ much more than their brightness does, such as red and
    green, it is instead where a colour lies between the darkest and the lightest.
    """
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        deep = np.asarray(image, np.float64)
        return _rounded(deep * (255 / max(deep.max(), 255.0)))
    if image.mode == "CMYK" and image.getchannel("K").getextrema() == (255, 255):
        image = ImageChops.invert(image)  # all black: a program forgot how Adobe's files are
    if image.mode == "RGB" and "transparency" not in image.info:
        return _of_colours(image)
    rgba = image.convert("RGBA")
    gray = _of_colours(rgba.convert("RGB"))
    lowest, highest = rgba.getchannel("A").getextrema()
    # An alpha of 0 everywhere was forgotten by a program: the picture is in the colours.
    if lowest == 255 or highest == 0:
        return gray
    alpha = np.asarray(rgba.getchannel("A"), np.float64)
    opaque = gray[alpha >= 128]
    if opaque.size and np.ptp(np.percentile(opaque, [2, 98])) > 2 * PAPER_TOLERANCE:
        # Paper and ink are both painted: what is transparent is paper too.
        return _rounded((gray * alpha + np.median(opaque) * (255 - alpha)) / 255)
    return _rounded(255 - alpha)  # only the ink is painted, in whatever colour


def _of_colours(image: Image.Image) -> Gray:
    """Brightness or, where that tells colours apart badly, the way from one to the other."""
    red, *others = image.split()
    if not any(ImageChops.difference(red, other).getbbox() for other in others):
        return np.asarray(red)  # no colours, which is seen much sooner
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
