"""Digits of displays: seven segments with gaps between them, which no pen leaves."""

import numpy as np
from PIL import Image, ImageFilter

from mnist_models.drawing.components import Component, components, label_components
from mnist_models.drawing.sketch import Ink, cut_out

_SIDE = 100  # pixels, the longer one of the digit when its gaps are closed
_MARGIN = 30  # pixels around it
_GAP = 17  # pixels, odd: wider than any gap
_SOFT = 8  # pixels, of its edges, as round as a pen's
_SLIM, _BROAD = 0.45, 0.12  # of a segment's length: it is not broader, and not so thin as a pen's
_LIT = 96  # what has less ink is a soft edge


def join_segments(ink: Ink) -> Ink:
    """The digit of a display without its gaps, 100 pixels high; any other ink as it is.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink, of one digit.
    """
    if not ink.any() or not _is_display(digit := _normal(ink)):
        return ink
    closed = digit.filter(ImageFilter.MaxFilter(_GAP)).filter(ImageFilter.MinFilter(_GAP))
    return np.asarray(closed.filter(ImageFilter.GaussianBlur(_SOFT)))


def _normal(ink: Ink) -> Image.Image:
    """The digit, cut out, at its normal size."""
    digit = Image.fromarray(cut_out(ink))
    scale = _SIDE / max(digit.size)
    size = [max(round(scale * side), 1) for side in digit.size]
    sheet = Image.new("L", [side + 2 * _MARGIN for side in size])
    sheet.paste(digit.resize(size, Image.Resampling.BOX), (_MARGIN, _MARGIN))
    return sheet


def _is_display(digit: Image.Image) -> bool:
    """Whether there are several parts, all of them level or upright bars of about one length."""
    lit = np.asarray(digit) >= _LIT
    parts = components(label_components(lit), lit, lit)
    if not 2 <= len(parts) <= 7:
        return False
    lengths = [part.sides.max() for part in parts]
    return max(lengths) <= 2 * min(lengths) and all(is_segment(part) for part in parts)


def is_segment(part: Component) -> bool:
    """Whether it is as broad as a segment and fills its box, though its ends may be pointed."""
    breadth = part.sides.min() / part.sides.max()
    return bool(_BROAD <= breadth <= _SLIM and part.size > 0.4 * part.sides.prod())
