"""Digits of which only the edge is drawn, as word processors and bubble letters have them."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.components import label_components
from mnist_models.drawing.sketch import Ink
from mnist_models.drawing.surroundings import around

_Mask = NDArray[np.bool_]  # (height, width)

_SIDE = 200  # pixels, the longer one of the copy that is looked at
_DRAWN = 32  # what has less ink is noise
_REACH = 7  # pixels: a line with its soft edges is not thicker
_LINES = 0.82  # of all ink lies between the stroke and other paper
_ROUND = 0.93  # of an ellipse as wide and as high is a loop that a pen draws; a stroke is crooked
_SLENDER = 4  # times as long as broad is one that is straight
_HOLLOW = 2  # times as broad as its edge is a stroke


def fill_outline(ink: Ink) -> Ink:
    """The ink of a drawing, filled if all of it is the edge of one broad stroke.

    Args:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.
    """
    factor = math.ceil(max(ink.shape) / _SIDE)
    drawn = np.asarray(Image.fromarray(ink).reduce(factor)) >= _DRAWN
    stroke = _inside(drawn)
    if stroke is None or not _is_outline(drawn, stroke):
        return ink
    filled = around(stroke, 2).repeat(factor, axis=0).repeat(factor, axis=1)
    return np.maximum(ink, np.uint8(255) * filled[: ink.shape[0], : ink.shape[1]])


def _inside(drawn: _Mask) -> _Mask | None:
    """The largest piece of paper that only a line parts from all around; `None` without one."""
    paper = label_components(~around(drawn))  # thicker, or paper would leak through slanting lines
    border = np.concatenate([paper[0], paper[-1], paper[:, 0], paper[:, -1]])
    outside = np.isin(paper, border[border > 0])
    near = np.unique(paper[around(outside, _REACH) & ~outside & (paper > 0)])
    if not near.size:
        return None
    largest: _Mask = paper == near[np.bincount(paper.ravel())[near].argmax()]
    return largest


def _is_outline(drawn: _Mask, stroke: _Mask) -> bool:
    """Whether the ink is the edge of the stroke, and that no mere loop."""
    other = ~around(drawn) & ~stroke
    edge = around(stroke, _REACH) & around(other, _REACH)
    if edge[drawn].mean() < _LINES:
        return False
    radius, size = _radius(stroke), np.count_nonzero(stroke)
    if radius < _HOLLOW * _radius(drawn):
        return False
    return bool(size < _ROUND * _ellipse(stroke) or size >= _SLENDER * (2 * radius) ** 2)


def _ellipse(shape: _Mask) -> float:
    """The pixels of the ellipse whose moments are those of the shape."""
    return float(4 * np.pi * np.sqrt(np.linalg.det(np.cov(np.argwhere(shape), rowvar=False))))


def _radius(shape: _Mask) -> int:
    """How far the broadest place of a shape reaches to its edge, pixels."""
    left, steps = Image.fromarray(np.uint8(255) * shape), 0
    while left.getbbox():
        left, steps = left.filter(ImageFilter.MinFilter(3)), steps + 1
    return steps
