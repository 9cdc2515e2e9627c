"""Speckle, as dithering and bad lines leave it."""

import numpy as np
from PIL import Image, ImageFilter

from mnist_models.drawing.sketch import Ink

_SMALLEST = 64  # pixels, of the shorter side
_SIDE = 400  # pixels, the longer one of what is looked at
_SPECK, _SPECKLED = 32, 0.004  # levels, and the share of pixels that differ by more


def is_speckled(gray: Ink) -> bool:
    """Whether many pixels differ from all their neighbours, by dithering or a bad line."""
    if min(gray.shape) < _SMALLEST:
        return False
    gray = gray[-_SIDE:, -_SIDE:]  # a part tells
    middle = gray[1:-1, 1:-1].astype(np.int16)
    beside = [part.astype(np.int16) for part in
              (gray[:-2, 1:-1], gray[2:, 1:-1], gray[1:-1, :-2], gray[1:-1, 2:])]  # fmt: skip
    lowest, highest = np.minimum.reduce(beside), np.maximum.reduce(beside)
    apart = (middle < lowest - _SPECK) | (middle > highest + _SPECK)
    return bool(apart.mean() > _SPECKLED)


def without_speckle(gray: Ink) -> Image.Image:
    """The picture at 400 pixels a side at most, smooth."""
    small = Image.fromarray(gray)
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    return small.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.GaussianBlur(1))
