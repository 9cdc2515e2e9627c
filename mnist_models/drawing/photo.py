"""The ink in a photo of a digit on paper or on a board. NumPy and Pillow.

Light is uneven, paper is grey, ruled or squared, and lies on a table. So the sheet is looked for
first, among surfaces with sharp edges between them. Its brightness is estimated as the median
around each place, which thin strokes cannot change. Ink is what reflects less than the paper
there (on a dark board: more), and Otsu's threshold separates it from shadows and faint lines.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.selection import (
    Mask,
    around,
    components,
    has_four_corners,
    label_components,
    separate_digit,
)
from mnist_models.drawing.sketch import Ink

_Floats = NDArray[np.floating]

SOFTLY = ImageFilter.Kernel((3, 3), [1, 2, 1, 2, 4, 2, 1, 2, 1])  # against noise
_SIDE = 400  # pixels, the longer side of the photo that is worked on

_SHEET_SIDE = 128  # pixels, the longer side of the copy in which the sheet is looked for
_WIPED = 5  # pixels: anything thinner is wiped out of that copy
_EDGE = 0.08  # change of reflection at the edge of a surface
_SMALLEST_SHEET = 0.1  # of the picture
_BLANK = 0.4  # share of a sheet without ink, at least
_INK, _LEAST_INK = 12, 3  # levels by which ink differs from paper, and the fewest pixels of ink

_PAPER_SIDE = 48  # pixels, the longer side of the estimate of the paper
_WINDOW = 15  # pixels of that estimate, of the median: wider than two strokes
_EDGE_STEPS = 3  # pixels of that estimate, within which the paper's edge is looked for
_NOISE = 16  # levels by which paper differs from itself


def find_sheet(picture: Image.Image) -> Mask | None:
    """Where the largest sheet in an RGB picture lies: a note, a board, a screenshot's window.

    Strokes and lines are thin, sheets are not. So all thin things are wiped out of a small copy.
    What is left are surfaces with sharp edges between them. A surface that lies inside another
    one, has four corners and ink on it is a sheet.

    Returns:
        `(height, width)` of a copy of at most 128 pixels a side, true on the sheet but for its
        very edge; `None` if the picture shows one surface.
    """
    small = picture.convert("L")
    small.thumbnail((_SHEET_SIDE, _SHEET_SIDE), Image.Resampling.BOX)
    if min(small.size) < 4 * _WIPED:
        return None
    wiped = small.filter(ImageFilter.MedianFilter(_WIPED))
    lowest, highest = _range_around(wiped, 1)
    flat = (highest - lowest) / (highest + 20) < _EDGE
    ink = np.abs(np.asarray(small, np.int64) - np.asarray(wiped, np.int64)) > _INK
    labels = label_components(flat)
    for surface in components(labels, flat, flat):
        if surface.sides.prod() < _SMALLEST_SHEET * flat.size:
            continue
        sheet = _filled(labels == surface.label)
        if not _is_sheet(sheet) or surface.size < _BLANK * sheet.sum():
            continue
        if (sheet & (ink | ~flat)).sum() > _LEAST_INK:
            return sheet
    return None


def _filled(surface: Mask) -> Mask:
    """The surface with everything on it, and without bays where a stroke reaches its edge."""
    labels = label_components(~surface)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    filled = ~np.isin(labels, border[border > 0])
    spans = [
        np.logical_or.accumulate(filled, axis)
        & np.flip(np.logical_or.accumulate(np.flip(filled, axis), axis), axis)
        for axis in (0, 1)
    ]
    spanned: Mask = spans[0] | spans[1]
    return spanned


def _is_sheet(sheet: Mask) -> bool:
    """Whether it has four corners and lies inside the picture, or between two bars."""
    if sheet.mean() < _SMALLEST_SHEET:
        return False
    top, bottom, left, right = (
        bool(side.any()) for side in (sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1])
    )
    touched = top + bottom + left + right
    inside = touched < 2 or (touched == 2 and top == bottom)
    return inside and has_four_corners(sheet)


def ink_from_photo(photo: Image.Image, sheet: Mask | None = None) -> Ink:
    """Find the ink in a photo.

    Args:
        photo: RGB, upright.
        sheet: where its paper lies, of any size; `None` if everywhere.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink, of the photo shrunk to at most 400 pixels a
        side; all 0 if nothing is written there.

    Raises:
        SeveralDigitsError: if several digits stand side by side.
    """
    scale = min(1.0, _SIDE / max(photo.size))
    size = (max(1, round(scale * photo.width)), max(1, round(scale * photo.height)))
    photo = photo.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    contrast, even = ink_contrast(
        photo, Image.fromarray(np.ones((1, 1), bool) if sheet is None else sheet)
    )
    digit, threshold = separate_digit(contrast, even)
    if not digit.any():
        return np.zeros(digit.shape, np.uint8)
    full = float(np.median(contrast[digit]))
    # Soft edges, one pixel around the mask.
    soft = np.clip((contrast - threshold / 2) / (full - threshold / 2), 0, 1) * around(digit)
    ink: Ink = np.rint(255 * soft).astype(np.uint8)
    return ink


def ink_contrast(photo: Image.Image, sheet: Image.Image) -> tuple[_Floats, Mask]:
    """How much less a place reflects than the paper around it; on a dark board, more.

    The channel with the strongest contrast counts: yellow ink is dark in blue.

    Args:
        photo: RGB.
        sheet: 1 bit, of any size: where the paper lies.

    Returns:
        Contrast `(height, width)`, from 0, like the paper, to 1; and where there is paper on all
        sides, so that no edge of it is taken for ink.
    """
    small = photo.copy()
    small.thumbnail((_PAPER_SIDE, _PAPER_SIDE), Image.Resampling.BOX)
    small = _paper(_spread(small, np.asarray(sheet.resize(small.size))))
    paper = _planes(small.resize(photo.size, Image.Resampling.BICUBIC)).clip(1, 254)
    levels = _planes(photo.filter(SOFTLY))
    on_sheet = np.asarray(sheet.resize(photo.size))
    lowest, highest = _range_around(small.convert("L"), _EDGE_STEPS)
    evenly = Image.fromarray(highest - lowest < 0.35 * highest)
    even = np.asarray(evenly.resize(photo.size)) & on_sheet
    darker, lighter = np.maximum(paper - levels, 0), np.maximum(levels - paper, 0)
    dark, light = _strength(darker * even), _strength(lighter * even)
    if not dark and not light:  # all paper lies in a lamp's light: only a dark one is a board
        dark = _strength(darker * on_sheet)
        light = _strength(lighter * on_sheet) * (np.median(paper[:, on_sheet]) < 128)
    on_board = light > dark
    contrast: _Floats = (lighter / (255 - paper) if on_board else darker / paper).max(axis=0)
    return contrast * on_sheet, even


def _range_around(image: Image.Image, steps: int) -> list[NDArray[np.int64]]:
    """The lowest and the highest level within `steps` pixels of each place.

    A small filter again and again is quicker than one large filter.
    """
    lowest = highest = image
    for _ in range(steps):
        lowest = lowest.filter(ImageFilter.MinFilter(3))
        highest = highest.filter(ImageFilter.MaxFilter(3))
    return [np.asarray(lowest, np.int64), np.asarray(highest, np.int64)]


def _planes(picture: Image.Image) -> _Floats:
    """The levels of each channel, `(channels, height, width)`."""
    return np.stack([np.asarray(band, np.float32) for band in picture.split()])


def _strength(differences: _Floats) -> float:
    """The sum of squared differences from the paper, in levels, without those of noise."""
    return float((differences[differences > _NOISE] ** 2).sum())


def _paper(small: Image.Image) -> Image.Image:
    """The picture without strokes, which are too thin to change a median.

    Then the median of what the first one misses, such as the middle of a lamp's spot: John
    Tukey's twicing ("Exploratory Data Analysis", 1977).
    """
    levels = _planes(small)
    once = _planes(small.filter(ImageFilter.MedianFilter(_WINDOW)))
    rest, reach = levels - once, _WINDOW // 2
    for axis in (1, 2):  # the median of the rows' medians is quicker than that of all
        padding = [(reach * (axis == side),) * 2 for side in range(3)]
        windows = sliding_window_view(np.pad(rest, padding, mode="edge"), _WINDOW, axis=axis)
        rest = np.partition(windows, reach, axis=-1)[..., reach]
    return Image.fromarray(np.moveaxis((once + rest).clip(0, 255), 0, 2).astype(np.uint8))


def _spread(picture: Image.Image, sheet: Mask) -> Image.Image:
    """The picture, painted beyond the sheet like the nearest part of the sheet."""
    if sheet.all():
        return picture
    levels = np.asarray(picture, np.float64) * sheet[..., None]
    radius, known = 2, sheet.astype(np.float64)
    filled, done = levels, sheet
    while not done.all():
        near = _box_sums(known, radius)
        means = _box_sums(levels, radius) / np.maximum(near, 1)[..., None]
        filled = np.where(done[..., None], filled, means)
        done, radius = done | (near > 0), 2 * radius
    return Image.fromarray(np.rint(filled).astype(np.uint8))


def _box_sums(values: _Floats, radius: int) -> _Floats:
    """The sum in the square around each place, by an integral image."""
    rest = [(0, 0)] * (values.ndim - 2)
    sums = np.pad(values, [(radius + 1, radius), (radius + 1, radius), *rest]).cumsum(0).cumsum(1)
    step = 2 * radius + 1
    summed: _Floats = (
        sums[step:, step:] - sums[:-step, step:] - sums[step:, :-step] + sums[:-step, :-step]
    )
    return summed
