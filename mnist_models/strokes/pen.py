"""Pen strokes of real people: read from UNIPEN, drawn as they would leave them on a canvas."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from mnist_models.drawing.sketch import Ink
from mnist_models.strokes.unipen import Recording, Stroke, UnipenError

CANVAS = 400  # pixels, the side of the page's canvas
PEN = CANVAS / 12  # the page's: as thick as MNIST's pens, for a digit that fills the canvas
PEN_WIDTHS = (4, 8, 16, 24)  # at which networks are tested, percent of a digit's longer side
_OVERSAMPLING = 4  # for soft edges


@dataclass(frozen=True)
class Drawing:
    """One character as a person wrote it.

    Attributes:
        label: what it is, such as "7" or "K".
        writer: a name for its writer.
        donor: who gave the recording to UNIPEN, such as "ibm".
        strokes: the pen's path while it was down, in units of the tablet.
    """

    label: str
    writer: str
    donor: str
    strokes: tuple[Stroke, ...]


def read_unipen(folder: str | os.PathLike[str], section: str = "1a") -> list[Drawing]:
    """Read one section of a UNIPEN distribution: `data/SECTION/DONOR/**/*.dat`.

    Args:
        folder: holds `data/` and `include/`.
        section: "1a" for isolated digits, "1b" for isolated capital letters.

    Returns:
        Every labelled character, in the order of the files' names.

    Raises:
        UnipenError: if there is no such section, or a file names one that is missing.
    """
    root = Path(folder)
    files = sorted((root / "data" / section).rglob("*.dat"))
    if not files:
        raise UnipenError(
            f"Expected UNIPEN in {root}, but there is no data/{section}/*/*.dat: "
            "name the folder that holds data/ and include/."
        )
    drawings = []
    for file in files:
        recording = Recording(root, file)
        donor = file.relative_to(root / "data" / section).parts[0]
        for label, strokes in recording.characters():
            drawings.append(Drawing(label, recording.writer, donor, strokes))
    return drawings


def draw_as_person(strokes: Sequence[Stroke], random: np.random.Generator) -> Ink:
    """Draw strokes as a person leaves them on the page's canvas.

    The canvas is 400 pixels wide, the pen 14–30 pixels, the longer side of
    the pen's path 35–80 % of the canvas, and the place is random, with all ink
    on the canvas.

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
    radius = pen * _OVERSAMPLING / 2
    paths = [stroke * _OVERSAMPLING for stroke in strokes]
    top, bottom, right = _inked(np.concatenate(strokes), pen, canvas)
    image = Image.new("L", (right * _OVERSAMPLING, (bottom - top) * _OVERSAMPLING))
    pencil = ImageDraw.Draw(image)
    start = (0, top * _OVERSAMPLING)
    for points in paths:
        pencil.line((points - start).ravel().tolist(), fill=255, width=round(2 * radius))
        for circle in np.hstack([points - radius - start, points + radius - start]).tolist():
            pencil.ellipse(circle, fill=255)
    ink[top:bottom, :right] = np.asarray(image.reduce(_OVERSAMPLING))
    return ink


def _inked(points: Stroke, pen: float, canvas: int) -> tuple[int, int, int]:
    """The first row that can have ink, and the ends of such rows and columns.

    Memory for the whole sheet would take as long again. Columns to the left of the ink are
    kept: Pillow rounds the edge of a line by how far to the right that lies.
    """
    low = np.floor(points.min(axis=0) - pen / 2).astype(int) - 1
    high = np.ceil(points.max(axis=0) + pen / 2).astype(int) + 1
    top = int(low[1].clip(0, canvas - 1))
    right, bottom = high.clip((1, top + 1), canvas).tolist()
    return top, bottom, right
