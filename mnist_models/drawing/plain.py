"""The digit in a picture that no camera took: a scan, a screenshot, a form, a display.

A drawing that holds a digit and nothing else stays as it is. Otherwise the digit is found among
frames, lines and captions; outlines are filled, a display's segments joined, speckle smoothed.
"""

import math

import numpy as np
from PIL import Image, ImageFilter

from mnist_models.drawing.photo import SOFTLY
from mnist_models.drawing.selection import (
    Mask,
    SeveralDigitsError,
    around,
    components,
    has_four_corners,
    is_segment,
    keep_digit,
    label_components,
    remove_lines,
    separate_digit,
)
from mnist_models.drawing.sketch import Gray, Ink, corners, cut_out, ink_on, level_counts

_SIDE = 400  # pixels, the longer side of the copy in which the digit is looked for
_NOISE = 8  # levels of ink that a JPEG leaves on paper
_FAINT = 16  # levels: less ink is a soft edge
_SURE = 96  # levels: more is ink for sure
_SOFT_EDGE = 3  # pixels
_LEAST_HOLE = 8  # pixels that are drawn on a sheet, at least
_UNBROKEN = 0.8  # share of each side of a frame that is drawn

_OUTLINE_SIDE = 200  # pixels, the longer side of the copy in which outlines are looked for
_DRAWN = 32  # levels: less ink is noise
_REACH = 7  # pixels: a line with its soft edges is not thicker
_EDGE = 0.82  # share of an outline's ink that lies between the stroke and other paper
_ROUND = 0.93  # of the ellipse with its moments: a pen's loop fills it, a crooked stroke does not
_SLENDER = 4  # ratio of length to breadth of a straight stroke
_HOLLOW = 2  # ratio of a hollow stroke's breadth to that of its edge

_DISPLAY_SIDE, _MARGIN = 100, 30  # pixels: a display's digit, and the paper around it
_GAP = 17  # pixels, odd: wider than any gap between segments
_BLUR = 8  # pixels, for edges as round as a pen's

_SMALLEST_SPECKLED = 64  # pixels, of the shorter side
_SPECK, _SPECKLED = 32, 0.004  # levels, and the share of pixels that differ by more


def ink_of_tiny(gray: Gray) -> Ink:
    """All ink of a tiny picture. Strokes may fill its border, so its paper is at the corners."""
    lowest, highest = float(gray.min()), float(gray.max())
    return ink_on(gray, highest if corners(gray).mean() > (lowest + highest) / 2 else lowest)


def digit_of_drawing(gray: Gray) -> Ink:
    """The ink of the digit alone, without frames, captions or specks.

    Raises:
        SeveralDigitsError: if several digits stand side by side.
    """
    # A frame may fill the border: the paper is the most frequent level.
    ink = ink_on(gray, float(level_counts(gray).argmax()))
    small, factor = _shrunk(ink, _SIDE)
    soft = np.asarray(Image.fromarray(small).filter(SOFTLY))
    digit, _ = separate_digit(soft / 255, np.ones(small.shape, bool))
    return ink * _enlarged(around(digit), factor, ink)


def is_alone(ink: Ink) -> bool:
    """Whether all ink belongs to one digit."""
    if not ink.any():
        return False
    small, _ = _shrunk(ink, _SIDE)
    drawn = small >= _FAINT
    if not drawn.any():  # shrinking has faded it to nothing
        return False
    if ((small > _NOISE) & ~around(small >= _SURE, _SOFT_EDGE)).any():
        return False
    if _is_window(cut_out(small * drawn) > 0):
        return False
    from_edge_to_edge = (drawn[0].any() and drawn[-1].any()) or (
        drawn[:, 0].any() and drawn[:, -1].any()
    )
    try:
        kept = keep_digit(remove_lines(drawn) if from_edge_to_edge else drawn)
    except SeveralDigitsError:
        return False
    return bool((kept == drawn).all())


def _is_window(drawn: Mask) -> bool:
    """Whether it is a frame, or a whole sheet but for what is drawn there."""
    sides = (drawn[0], drawn[-1], drawn[:, 0], drawn[:, -1])
    if min(side.mean() for side in sides) > _UNBROKEN:
        return True
    # Each row from its first to its last ink.
    spans = np.logical_or.accumulate(drawn, axis=1)
    spans &= np.logical_or.accumulate(drawn[:, ::-1], axis=1)[:, ::-1]
    holes = spans.sum() - drawn.sum()
    return bool(_LEAST_HOLE < holes < drawn.sum()) and has_four_corners(spans)


def fill_outline(ink: Ink) -> Ink:
    """The drawing, filled if all its ink is the edge of one broad stroke, as in bubble letters."""
    small, factor = _shrunk(ink, _OUTLINE_SIDE)
    drawn = small >= _DRAWN
    # Lines are made thicker, or paper would leak through slanting ones.
    paper = label_components(~around(drawn))
    border = np.concatenate([paper[0], paper[-1], paper[:, 0], paper[:, -1]])
    outside = np.isin(paper, border[border > 0])
    near = np.unique(paper[around(outside, _REACH) & ~outside & (paper > 0)])
    if not near.size:
        return ink
    # The largest piece of paper that only a line separates from the paper outside.
    stroke = paper == near[np.bincount(paper.ravel())[near].argmax()]
    if not _is_outline(drawn, stroke):
        return ink
    return np.maximum(ink, np.uint8(255) * _enlarged(around(stroke, 2), factor, ink))


def _is_outline(drawn: Mask, stroke: Mask) -> bool:
    """Whether the ink is the edge of the stroke, and not merely a loop."""
    other = ~around(drawn) & ~stroke
    if (around(stroke, _REACH) & around(other, _REACH))[drawn].mean() < _EDGE:
        return False
    radius, size = _radius(stroke), np.count_nonzero(stroke)
    if radius < _HOLLOW * _radius(drawn):
        return False
    # The pixels of the ellipse that has the same moments.
    ellipse = 4 * np.pi * np.sqrt(np.linalg.det(np.cov(np.argwhere(stroke), rowvar=False)))
    return bool(size < _ROUND * ellipse or size >= _SLENDER * (2 * radius) ** 2)


def _radius(shape: Mask) -> int:
    """How far the broadest place of a shape is from its edge, pixels."""
    left, steps = Image.fromarray(np.uint8(255) * shape), 0
    while left.getbbox():
        left, steps = left.filter(ImageFilter.MinFilter(3)), steps + 1
    return steps


def join_segments(ink: Ink) -> Ink:
    """A seven-segment digit without its gaps, 100 pixels high; any other digit as it is."""
    if not ink.any():
        return ink
    digit = Image.fromarray(cut_out(ink))
    size = [max(round(_DISPLAY_SIDE / max(digit.size) * side), 1) for side in digit.size]
    sheet = Image.new("L", [side + 2 * _MARGIN for side in size])
    sheet.paste(digit.resize(size, Image.Resampling.BOX), (_MARGIN, _MARGIN))
    lit = np.asarray(sheet) >= _SURE
    parts = components(label_components(lit), lit, lit)
    lengths = [part.sides.max() for part in parts]
    if (
        not 2 <= len(parts) <= 7
        or max(lengths) > 2 * min(lengths)
        or not all(is_segment(part) for part in parts)
    ):
        return ink
    closed = sheet.filter(ImageFilter.MaxFilter(_GAP)).filter(ImageFilter.MinFilter(_GAP))
    return np.asarray(closed.filter(ImageFilter.GaussianBlur(_BLUR)))


def is_speckled(gray: Gray) -> bool:
    """Whether many pixels differ from all their neighbours, by dithering or a bad line."""
    if min(gray.shape) < _SMALLEST_SPECKLED:
        return False
    levels = gray[-_SIDE:, -_SIDE:].astype(np.int16)  # a part is enough
    middle = levels[1:-1, 1:-1]
    beside = [levels[:-2, 1:-1], levels[2:, 1:-1], levels[1:-1, :-2], levels[1:-1, 2:]]
    lowest, highest = np.minimum.reduce(beside), np.maximum.reduce(beside)
    apart = (middle < lowest - _SPECK) | (middle > highest + _SPECK)
    return bool(apart.mean() > _SPECKLED)


def without_speckle(gray: Gray) -> Image.Image:
    """The picture at 400 pixels a side at most, smooth."""
    small = Image.fromarray(gray)
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    return small.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.GaussianBlur(1))


def _shrunk(ink: Ink, side: int) -> tuple[Ink, int]:
    """The ink averaged down to at most `side` pixels by a whole factor; and that factor."""
    factor = math.ceil(max(ink.shape) / side)
    return np.asarray(Image.fromarray(ink).reduce(factor)), factor


def _enlarged(mask: Mask, factor: int, ink: Ink) -> Mask:
    """A mask of the shrunk ink at the size of the ink."""
    return mask.repeat(factor, axis=0).repeat(factor, axis=1)[: ink.shape[0], : ink.shape[1]]
