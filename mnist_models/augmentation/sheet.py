"""A picture of many digits and of what training makes of them."""

import numpy as np
from PIL import Image

from mnist_models.augmentation.handwriting import Handwriting, varied
from mnist_models.mnist import NUM_CLASSES, SIDE, Digits

_ENLARGED = 2


def augmentation_sheet(
    digits: Digits, handwriting: Handwriting, *, seed: int, columns: int = 24
) -> Image.Image:
    """Digits of every kind, and below each row what training makes of them.

    Args:
        digits: at least `columns` of each kind; the first ones are shown.
        handwriting: how far they may vary.
        seed: of the variation.
        columns: digits a row.

    Returns:
        Dark ink on light paper, 20 rows, 56 pixels a digit.
    """
    shown = digits.take(
        np.concatenate([np.flatnonzero(digits.labels == k)[:columns] for k in range(NUM_CLASSES)])
    )
    pairs = np.stack([shown.images, varied(shown, handwriting, seed)])
    # (pair, kind · columns, y, x) → rows (kind, pair, y) by (columns, x)
    tiles = pairs.reshape(2, NUM_CLASSES, columns, SIDE, SIDE).transpose(1, 0, 3, 2, 4)
    sheet = Image.fromarray(255 - tiles.reshape(NUM_CLASSES * 2 * SIDE, columns * SIDE))
    return sheet.resize([side * _ENLARGED for side in sheet.size], Image.Resampling.NEAREST)
