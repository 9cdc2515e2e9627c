"""Pen strokes of real people: read from UNIPEN, drawn as they would leave them on a canvas.

Guyon et al., "UNIPEN project of on-line data exchange and recognizer
benchmarks", 1994, defines the format: keywords begin a line with a dot, and
the pen's path is a list of runs, down or up, which segments refer to by number.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from mnist_models.sketch import Ink

Stroke = NDArray[np.float64]  # (points, 2): x to the right, y downwards

CANVAS = 400  # pixels
_OVERSAMPLING = 4  # for soft edges


class StrokesError(ValueError):
    """Pen strokes cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Drawing:
    """One character as somebody wrote it.

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
    """Read one section of a UNIPEN distribution: `data/SECTION/DONOR/*.dat`.

    Args:
        folder: holds `data/` and `include/`.
        section: "1a" for isolated digits, "1b" for isolated capital letters.

    Returns:
        Every labelled character, in the order of the files' names.

    Raises:
        StrokesError: if there is no such section, or a file names one that is missing.
    """
    root = Path(folder)
    files = sorted((root / "data" / section).rglob("*.dat"))
    if not files:
        raise StrokesError(
            f"Expected UNIPEN in {root}, but there is no data/{section}/*/*.dat: "
            "name the folder that holds data/ and include/."
        )
    return [drawing for file in files for drawing in _Recording(root, file).drawings()]


class _Recording:
    """One UNIPEN file and what it includes, as one text."""

    def __init__(self, root: Path, file: Path) -> None:
        self.root, self.file = root, file
        self.columns = (0, 1)  # where x and y stand in a line of coordinates
        self.writer = ""
        self.runs: list[tuple[bool, Stroke]] = []  # pen down?, its points
        self.segments: list[tuple[str, str]] = []  # reference to runs, label
        self._rows: list[list[float]] = []
        self._pen_down: bool | None = None  # None outside of a run
        self._read(file)
        self._end_run()

    def drawings(self) -> list[Drawing]:
        """The labelled characters."""
        return [
            Drawing(label, self.writer, self.file.parent.name, self._strokes(reference))
            for reference, label in self.segments
        ]

    def _read(self, file: Path) -> None:
        try:
            text = file.read_text("latin-1")
        except OSError:
            raise StrokesError(
                f"{self.file} includes {file}, but that file is missing: fetch UNIPEN again."
            ) from None
        for line in text.splitlines():
            if line.startswith("."):
                self._keyword(*[*line.split(maxsplit=1), ""][:2])
            elif self._pen_down is not None and line.strip():
                self._point(line)

    def _keyword(self, keyword: str, argument: str) -> None:
        self._end_run()
        if keyword == ".INCLUDE":
            self._read(self.root / "include" / argument.strip())
        elif keyword == ".COORD":
            names = argument.split()
            self.columns = (names.index("X"), names.index("Y"))
        elif keyword == ".WRITER_ID":
            self.writer = argument.strip()
        elif keyword in (".PEN_DOWN", ".PEN_UP"):
            self._pen_down = keyword == ".PEN_DOWN"
        elif keyword == ".SEGMENT":
            self._segment(argument)

    def _segment(self, argument: str) -> None:
        match = re.fullmatch(r'(\w+)\s+([\d:,\s-]*\d)\s+(?:\S+\s+)?"(.*)"\s*', argument)
        if not match:
            raise StrokesError(
                f"{self.file}: expected a segment such as "
                f"'CHARACTER 405:7-406,409 OK \"4\"', got {argument!r}."
            )
        level, reference, label = match.groups()
        if level == "CHARACTER":  # not a word or a page
            self.segments.append((re.sub(r"\s", "", reference), label))

    def _point(self, line: str) -> None:
        fields = line.split()
        try:
            self._rows.append([float(fields[column]) for column in self.columns])
        except (ValueError, IndexError):
            raise StrokesError(
                f"{self.file}: expected the coordinates of a point, got {line!r}."
            ) from None

    def _end_run(self) -> None:
        """Close the run that was being read; an empty one gets no number."""
        if self._rows:
            points = np.array(self._rows) * (1, -1)  # UNIPEN's y points up
            self.runs.append((bool(self._pen_down), points))
        self._rows, self._pen_down = [], None

    def _strokes(self, reference: str) -> tuple[Stroke, ...]:
        strokes = []
        for part in reference.split(","):
            (first, start), (last, end) = _ends(part)
            for number in range(first, min(last + 1, len(self.runs))):
                pen_down, points = self.runs[number]
                low = start if number == first else 0
                high = end + 1 if number == last and end is not None else None
                if pen_down and len(points[low:high]):
                    strokes.append(points[low:high])
        return tuple(strokes)


def _ends(part: str) -> tuple[tuple[int, int], tuple[int, int | None]]:
    """First run and point, last run and point (`None`: the last), of `7`, `7-9` or `7:2-9:5`."""
    match = re.fullmatch(r"(\d+)(?::(\d+))?(?:-(\d+)(?::(\d+))?)?", part)
    if not match:
        raise StrokesError(f"Expected a UNIPEN segment such as 405:7-406, got {part!r}.")
    first, start, last, end = match.groups()
    return (
        (int(first), int(start or 0)),
        (int(last or first), int(end) if end is not None else None),
    )


def draw_as_person(strokes: Sequence[Stroke], random: np.random.Generator) -> Ink:
    """Draw strokes as a person leaves them on the page's canvas.

    The canvas is 400 pixels wide, the pen 14–30 pixels, the longer side of
    the pen's path 35–80 % of the canvas, and the place is any where the ink
    is whole.

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
    side = canvas * _OVERSAMPLING
    image = Image.new("L", (side, side))
    pencil = ImageDraw.Draw(image)
    radius = pen * _OVERSAMPLING / 2
    for stroke in strokes:
        points = stroke * _OVERSAMPLING
        pencil.line([(x, y) for x, y in points], fill=255, width=round(2 * radius))
        for x, y in points:
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(image.reduce(_OVERSAMPLING))
