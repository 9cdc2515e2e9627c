"""The sheet in a picture: a note on a desk, a board in its frame, the window of a screenshot.

Strokes and lines are thin, sheets are not. So what is left of a small copy of the
picture when all thin things are wiped away are surfaces with sharp edges between
them; one that lies inside of another, has four corners and ink on it is a sheet.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from mnist_models.drawing.components import components, label_components

_Mask = NDArray[np.bool_]  # (height, width)

_SIDE = 128  # pixels, the longer one of the small copy
_WIPED = 5  # pixels: of what is thinner nothing is left
_EDGE = 0.08  # change of reflection at the edge of a surface
_SMALLEST = 0.1  # of the picture, that a sheet covers
_ALIKE = 0.92  # of a sheet and of the polygon between its corners
_BLANK = 0.4  # of a sheet has no ink
_INK, _LEAST_INK = 12, 3  # levels by which ink differs from paper, and the least pixels of it


def find_sheet(picture: Image.Image) -> _Mask | None:
    """Where the largest sheet in the picture lies.

    Args:
        picture: RGB.

    Returns:
        `(height, width)` of a copy of at most 128 pixels a side, true on the
        sheet but for its very edge; `None` if the picture shows one surface.
    """
    small = picture.convert("L")
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    if min(small.size) < 4 * _WIPED:
        return None
    wiped = small.filter(ImageFilter.MedianFilter(_WIPED))
    highest, lowest = (
        np.asarray(wiped.filter(kind(3)), np.int64)
        for kind in (ImageFilter.MaxFilter, ImageFilter.MinFilter)
    )
    flat = (highest - lowest) / (highest + 20) < _EDGE
    ink = np.abs(np.asarray(small, np.int64) - np.asarray(wiped, np.int64)) > _INK
    labels = label_components(flat)
    for surface in components(labels, flat, flat):
        if surface.sides.prod() < _SMALLEST * flat.size:
            continue
        sheet = _spanned(_filled(labels == surface.name))
        if not _is_sheet(sheet) or surface.size < _BLANK * sheet.sum():
            continue
        if (sheet & (ink | ~flat)).sum() > _LEAST_INK:
            return sheet
    return None


def _filled(surface: _Mask) -> _Mask:
    """The surface with all that lies on it."""
    labels = label_components(~surface)
    border = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outside = np.zeros(1 + labels.max(), bool)
    outside[border] = True
    outside[0] = False
    filled: _Mask = ~outside[labels]
    return filled


def _spanned(surface: _Mask) -> _Mask:
    """The surface without bays, where a stroke reaches its edge."""
    spans = [
        np.logical_or.accumulate(surface, axis)
        & np.flip(np.logical_or.accumulate(np.flip(surface, axis), axis), axis)
        for axis in (0, 1)
    ]
    spanned: _Mask = spans[0] | spans[1]
    return spanned


def _is_sheet(sheet: _Mask) -> bool:
    """Whether it has four corners and lies inside of the picture, or between two bars."""
    if sheet.mean() < _SMALLEST:
        return False
    top, bottom, left, right = (
        bool(side.any()) for side in (sheet[0], sheet[-1], sheet[:, 0], sheet[:, -1])
    )
    touched = top + bottom + left + right
    inside = touched < 2 or (touched == 2 and (top == bottom))
    return inside and has_four_corners(sheet)


def has_four_corners(shape: _Mask) -> bool:
    """Whether a shape without holes is about a rectangle, maybe seen askew."""
    rows, columns = np.nonzero(shape)
    ends = [(rows + columns).argmin(), (columns - rows).argmax(),
            (rows + columns).argmax(), (columns - rows).argmin()]  # fmt: skip
    image = Image.new("1", shape.shape[::-1])
    corners = np.stack([columns[ends], rows[ends]], axis=1)
    ImageDraw.Draw(image).polygon(corners.ravel().tolist(), fill=1)
    polygon = np.asarray(image)
    shared = np.count_nonzero(polygon & shape)
    return bool(shared > _ALIKE * max(np.count_nonzero(polygon), np.count_nonzero(shape)))
