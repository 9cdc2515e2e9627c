"""The paper in a photo, and how far what is written differs from it. NumPy and Pillow.

The paper is estimated as the median around each place: strokes are too thin to
change it. Ink is what reflects less than the paper there; on a dark board, more.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_Floats = NDArray[np.floating]
_Mask = NDArray[np.bool_]

SOFTLY = ImageFilter.Kernel((3, 3), [1, 2, 1, 2, 4, 2, 1, 2, 1])  # against noise
_SIDE = 48  # the longer one of the estimate, pixels
_WINDOW = 15  # of the median: wider than two strokes
_EDGE_WINDOW = 7  # of the search for its edges
_NOISE = 16  # levels by which paper differs from itself


def ink_contrast(photo: Image.Image, sheet: Image.Image) -> tuple[_Floats, _Mask]:
    """How much less a place reflects than the paper around it; on a dark board, more.

    The channel with the strongest contrast counts: yellow ink is dark in blue.

    Args:
        photo: RGB.
        sheet: 1 bit, of any size: where the paper lies.

    Returns:
        Contrast `(height, width)`, from 0, like the paper, to 1; and where there
        is paper on all sides, so that no edge of it is taken for ink.
    """
    small = photo.copy()
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    small = _paper(_spread(small, np.asarray(sheet.resize(small.size))))
    paper = _planes(small.resize(photo.size, Image.Resampling.BICUBIC)).clip(1, 254)
    levels = _planes(photo.filter(SOFTLY))
    on_sheet = np.asarray(sheet.resize(photo.size))
    even = np.asarray(_even_places(small).resize(photo.size)) & on_sheet
    darker, lighter = np.maximum(paper - levels, 0), np.maximum(levels - paper, 0)
    dark, light = _strength(darker * even), _strength(lighter * even)
    if not dark and not light:  # all paper lies in a lamp's light: only a dark one is a board
        dark = _strength(darker * on_sheet)
        light = _strength(lighter * on_sheet) * (np.median(paper[:, on_sheet]) < 128)
    on_board = light > dark
    contrast: _Floats = (lighter / (255 - paper) if on_board else darker / paper).max(axis=0)
    return contrast * on_sheet, even


def _planes(picture: Image.Image) -> _Floats:
    """The levels of each channel, `(channels, height, width)`."""
    return np.stack([np.asarray(band, np.float32) for band in picture.split()])


def _paper(small: Image.Image) -> Image.Image:
    """What is left of the picture without strokes, which are too thin to change a median.

    The median again of what the median misses, such as the middle of a lamp's
    spot: John Tukey's twicing ("Exploratory Data Analysis", 1977).
    """
    levels = _planes(small)
    once = _planes(small.filter(ImageFilter.MedianFilter(_WINDOW)))
    paper = once + _median(levels - once)
    return Image.fromarray(np.moveaxis(paper.clip(0, 255), 0, 2).astype(np.uint8))


def _median(planes: _Floats) -> _Floats:
    """The median of the rows' medians around each place, which is quicker than that of all."""
    reach = _WINDOW // 2
    for axis in (1, 2):
        padding = [(reach * (axis == side),) * 2 for side in range(3)]
        padded = np.pad(planes, padding, mode="edge")
        windows = sliding_window_view(padded, _WINDOW, axis=axis)
        planes = np.partition(windows, reach, axis=-1)[..., reach]
    return planes


def _spread(picture: Image.Image, sheet: _Mask) -> Image.Image:
    """The picture with what is beyond the sheet painted like the nearest part of it."""
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


def _strength(differences: _Floats) -> float:
    """How much ink differences from the paper amount to, without those of noise; in levels."""
    return float((differences[differences > _NOISE] ** 2).sum())


def _even_places(paper: Image.Image) -> Image.Image:
    """Where there is paper on all sides: elsewhere its edge could pass for pen or chalk."""
    gray = paper.convert("L")
    lightest, darkest = (
        np.asarray(_widely(gray, kind(3)), np.int64)
        for kind in (ImageFilter.MaxFilter, ImageFilter.MinFilter)
    )
    return Image.fromarray(lightest - darkest < 0.35 * lightest)


def _widely(image: Image.Image, step: ImageFilter.RankFilter) -> Image.Image:
    """A small filter again and again, which is quicker than one as wide as the window."""
    for _ in range(_EDGE_WINDOW // 2):
        image = image.filter(step)
    return image
