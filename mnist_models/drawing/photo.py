"""The ink in a photo of a digit on paper or on a board. NumPy and Pillow.

Light is uneven, paper grey, ruled or squared, and stands on a table. So the
paper is estimated (the median around each place: strokes are too thin to change
it), ink is what reflects less than the paper there, and Otsu's threshold
separates it from shadows and faint lines.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.paper import ink_contrast
from mnist_models.drawing.ruled_lines import remove_lines
from mnist_models.drawing.selection import SeveralDigitsError, keep_digit
from mnist_models.drawing.surroundings import around, without_surroundings

_Floats = NDArray[np.floating]
_Mask = NDArray[np.bool_]

_SIDE = 400  # the longer one of the photo that is worked on, pixels
_FAINTEST = 0.1  # contrast of ink; anything less is blank paper
_FAINTEST_OF_FEW = 0.25  # the same among lines and shadows


def ink_from_photo(photo: Image.Image, sheet: _Mask | None = None) -> NDArray[np.uint8]:
    """Find the ink in a photo.

    Args:
        photo: RGB, upright.
        sheet: where its paper lies, of any size; `None` if everywhere.

    Returns:
        uint8 `(height, width)`, 0 paper to 255 ink, of the photo shrunk to at
        most 400 pixels a side; all 0 if nothing is written there.

    Raises:
        SeveralDigitsError: if several digits stand side by side.
    """
    scale = min(1.0, _SIDE / max(photo.size))
    size = (max(1, round(scale * photo.width)), max(1, round(scale * photo.height)))
    photo = photo.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    if sheet is None:
        sheet = np.ones((1, 1), bool)
    contrast, even = ink_contrast(photo, Image.fromarray(sheet))
    digit, threshold = separate_digit(contrast, even)
    if not digit.any():
        return np.zeros(digit.shape, np.uint8)
    full = float(np.median(contrast[digit]))
    # Soft edges, one pixel around what is surely ink.
    soft = np.clip((contrast - threshold / 2) / (full - threshold / 2), 0, 1) * around(digit)
    ink: NDArray[np.uint8] = np.rint(255 * soft).astype(np.uint8)
    return ink


def separate_digit(contrast: _Floats, even: _Mask) -> tuple[_Mask, float]:
    """The digit among lines, shadows and specks, and the threshold that separates it from paper.

    Args:
        contrast: 0, like the paper, to 1.
        even: where there is paper on all sides.

    Returns:
        True on the digit, nowhere if there is none; and the threshold.

    Raises:
        SeveralDigitsError: if several digits stand side by side.
    """
    threshold = 0.0
    for faintest in (_FAINTEST, _FAINTEST_OF_FEW, _FAINTEST_OF_FEW):
        threshold = max(otsu_threshold(contrast[contrast > threshold]), _FAINTEST / 2)
        ink = remove_lines(without_surroundings(contrast > threshold))
        try:
            digit = keep_digit(ink, even, contrast)
        except SeveralDigitsError:
            if np.median(contrast[ink]) >= faintest:
                raise
            continue
        if digit.any() and np.median(contrast[digit]) >= faintest:
            return digit, threshold
        # These were lines and shadows: ink is what differs most among them.
    return np.zeros(contrast.shape, bool), threshold


def otsu_threshold(values: _Floats) -> float:
    """The threshold that separates two groups best.

    Nobuyuki Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979.

    Args:
        values: 0–1.
    """
    counts = np.bincount((values * 255.999).astype(np.int64), minlength=256)
    edges = np.arange(257) / 256
    below = np.cumsum(counts)[:-1].astype(np.float64)
    above = values.size - below
    sums = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    total, sums = sums[-1], sums[:-1]
    difference = sums / np.maximum(below, 1) - (total - sums) / np.maximum(above, 1)
    between = below * above * difference**2
    return float(edges[1 + int(between.argmax())])
