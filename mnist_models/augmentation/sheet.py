"""A picture of what training shows."""

import numpy as np
from PIL import Image

from mnist_models.augmentation.handwriting import Handwriting, varied
from mnist_models.augmentation.non_digits import non_digits
from mnist_models.mnist import NUM_CLASSES, SIDE, Digits
from mnist_models.writing.drawings import drawings

_ENLARGED = 2
_PLENTY = 40  # drawings made for each that is shown, since their kinds are random


def augmentation_sheet(
    digits: Digits, handwriting: Handwriting, *, seed: int, columns: int = 24
) -> Image.Image:
    """What training shows of every kind.

    Args:
        digits: at least `columns` of each kind; the first ones are shown.
        handwriting: how far they may vary.
        seed: of all that is random.
        columns: digits a row.

    Returns:
        Dark ink on light paper, 56 pixels a digit. Three rows a kind: the digits, the
        same varied, and made-up drawings; in the last row, what is no digit.
    """
    shown = _of_each_kind(digits, columns)
    made_up = _of_each_kind(drawings(_PLENTY * columns, seed), columns)
    rows = np.stack([shown.images, varied(shown, handwriting, seed), made_up.images])
    # (row, kind · columns, y, x) → (kind · row, columns, y, x)
    by_kind = rows.reshape(3, NUM_CLASSES, columns, SIDE, SIDE).swapaxes(0, 1)
    last = non_digits(digits, columns, seed)[np.newaxis]
    tiles = np.concatenate([by_kind.reshape(-1, columns, SIDE, SIDE), last])
    pixels = tiles.swapaxes(1, 2).reshape(len(tiles) * SIDE, columns * SIDE)
    sheet = Image.fromarray(255 - pixels)
    return sheet.resize([side * _ENLARGED for side in sheet.size], Image.Resampling.NEAREST)


def _of_each_kind(digits: Digits, count: int) -> Digits:
    """The first `count` of each kind, kind by kind."""
    places = [np.flatnonzero(digits.labels == kind)[:count] for kind in range(NUM_CLASSES)]
    return digits.take(np.concatenate(places))
