"""Pen strokes, drawn as a person would leave them on a canvas."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mnist_models.drawing.sketch import Ink

Stroke = NDArray[np.float64]  # (points, 2): x to the right, y downwards

CANVAS = 400  # pixels, the side of the page's canvas
PEN = CANVAS / 12  # the page's: as thick as MNIST's pens, for a digit that fills the canvas
PEN_WIDTHS = (4, 8, 16, 24)  # at which networks are tested, percent of a digit's longer side
_OVERSAMPLING = 4  # for soft edges


def draw_as_person(strokes: Sequence[Stroke], random: np.random.Generator) -> Ink:
    """Draw strokes as a person leaves them on the page's canvas.

    The canvas is 400 pixels wide, the pen 14–30 pixels, the longer side of the pen's path 35–80 %
    of the canvas, and the place is random, with all ink on the canvas.

    Args:
        strokes: at any scale, y downwards.
        random: decides pen, size and place.

    Returns:
        uint8 `(400, 400)`, 0 paper to 255 ink.
    """
    pen = random.uniform(14, 30)
    size = random.uniform(0.35, 0.80) * CANVAS
    placed = scale_strokes(strokes, size)
    extent = np.ptp(np.concatenate(placed), axis=0) if placed else np.zeros(2)
    corner = random.uniform(pen / 2, np.maximum(CANVAS - pen / 2 - extent, pen / 2))
    return draw([stroke + corner for stroke in placed], pen)


def draw_with_pen(strokes: Sequence[Stroke], width: float) -> Ink:
    """Draw strokes in the middle of the canvas with a pen of a chosen width.

    Args:
        strokes: at any scale, y downwards.
        width: of the pen, as a share of the drawing's longer side, pen included.

    Returns:
        uint8 `(400, 400)`, 0 paper to 255 ink; the longer side is 70 % of it.
    """
    size = 0.7 * CANVAS
    placed = scale_strokes(strokes, size * (1 - width))
    corner = (CANVAS - size * (1 - width)) / 2
    return draw([stroke + corner for stroke in placed], size * width)


def scale_strokes(strokes: Sequence[Stroke], size: float) -> list[Stroke]:
    """Move strokes to the origin and scale them until their longer side is `size`."""
    if not strokes:
        return []
    points = np.concatenate(strokes)
    origin = points.min(axis=0)
    extent = float((points.max(axis=0) - origin).max())
    return [(stroke - origin) * (size / extent if extent else 0.0) for stroke in strokes]


def draw(strokes: Sequence[Stroke], pen: float, canvas: int = CANVAS) -> Ink:
    """Draw strokes with a round pen and soft edges.

    Args:
        strokes: in pixels of the canvas, y downwards.
        pen: its width in pixels.
        canvas: the side of the square canvas in pixels.

    Returns:
        uint8 `(canvas, canvas)`, 0 paper to 255 ink.
    """
    ink = np.zeros((canvas, canvas), np.uint8)
    if not strokes:
        return ink
    # Only the rows with ink are drawn: memory for the whole sheet would take as long again.
    # Columns left of the ink are kept, since Pillow rounds the edge of a line by its position.
    points = np.concatenate(strokes)
    low = np.floor(points.min(axis=0) - pen / 2).astype(int) - 1
    high = np.ceil(points.max(axis=0) + pen / 2).astype(int) + 1
    top = int(low[1].clip(0, canvas - 1))
    right, bottom = high.clip((1, top + 1), canvas).tolist()
    image = Image.new("L", (right * _OVERSAMPLING, (bottom - top) * _OVERSAMPLING))
    pencil = ImageDraw.Draw(image)
    radius, start = pen * _OVERSAMPLING / 2, (0, top * _OVERSAMPLING)
    for stroke in strokes:
        path = stroke * _OVERSAMPLING
        pencil.line((path - start).ravel().tolist(), fill=255, width=round(2 * radius))
        for circle in np.hstack([path - radius - start, path + radius - start]).tolist():
            pencil.ellipse(circle, fill=255)
    ink[top:bottom, :right] = np.asarray(image.reduce(_OVERSAMPLING))
    return ink
