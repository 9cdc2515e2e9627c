"""Strokes as a round pen leaves them, quickly."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from mnist_models.drawing.sketch import Ink
from mnist_models.writing.motor import Floats

LONG_SIDE = 140  # pixels: seven times as many as MNIST's digits have


def ink(strokes: Sequence[Floats], widths: Sequence[Floats]) -> Ink:
    """Draw strokes on a sheet that they just fill, the longer side 140 pixels.

    Edges are hard: area averaging makes them soft.

    Args:
        strokes: `(points, 2)` each, at any scale, y downwards.
        widths: `(points,)` each, of the pen at these points, as a share of the
            drawing's longer side, pen included.

    Returns:
        uint8 `(height, width)`, 0 paper or 255 ink.
    """
    points, pens = np.concatenate(strokes), LONG_SIDE * np.concatenate(widths)
    widest = float(pens.max())
    low = points.min(axis=0)
    extent = points.max(axis=0) - low
    placed = (points - low) * ((LONG_SIDE - widest) / max(float(extent.max()), 1e-9)) + widest / 2
    width, height = (int(side) + 1 for side in placed.max(axis=0) + widest / 2)
    image = Image.new("L", (width, height))
    pencil = ImageDraw.Draw(image)
    at = 0
    for stroke in strokes:
        _draw(pencil, placed[at : at + len(stroke)], pens[at : at + len(stroke)])
        at += len(stroke)
    return np.asarray(image)


def _draw(pencil: ImageDraw.ImageDraw, points: Floats, pens: Floats) -> None:
    """One stroke: lines from point to point, and a round joint at each."""
    path = points.ravel().tolist()
    if pens[0] == pens[-1] == pens[len(pens) // 2]:
        pencil.line(path, fill=255, width=max(round(pens[0]), 1))
    else:
        for at, pen in enumerate(pens[1:].tolist()):
            pencil.line(path[2 * at : 2 * at + 4], fill=255, width=max(round(pen), 1))
    radii = (pens / 2)[:, None]
    for box in np.concatenate([points - radii, points + radii], axis=1).tolist():
        pencil.ellipse(box, fill=255)
