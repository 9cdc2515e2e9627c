"""Pen strokes of real people, read from the UNIPEN format.

Guyon et al., "UNIPEN project of on-line data exchange and recognizer benchmarks", 1994: keywords
begin a line with a dot, the pen's path is a list of runs, down or up, and segments refer to runs
by number.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mnist_models.strokes.pen import Stroke


class UnipenError(ValueError):
    """A recording cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Drawing:
    """One character as a person wrote it.

    Attributes:
        label: the character, such as "7" or "K".
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
        UnipenError: if there is no such section, or if a file is damaged or names one that is
            missing.
    """
    root = Path(folder)
    data = root / "data" / section
    files = sorted(data.rglob("*.dat"))
    if not files:
        raise UnipenError(
            f"Expected UNIPEN in {root}, but there is no data/{section}/*/*.dat: "
            "name the folder that holds data/ and include/."
        )
    drawings = []
    for file in files:
        recording = _Recording(root, file)
        donor = file.relative_to(data).parts[0]
        drawings += [
            Drawing(label, recording.writer, donor, recording.strokes(reference))
            for reference, label in recording.segments
        ]
    return drawings


class _Recording:
    """One UNIPEN file and the files that it includes."""

    def __init__(self, root: Path, file: Path) -> None:
        self.writer = ""
        self.segments: list[tuple[str, str]] = []  # reference to runs, label
        self._root, self._file = root, file
        self._columns = (0, 1)  # of x and y in a line of coordinates
        self._runs: list[tuple[bool, Stroke]] = []  # pen down?, its points
        self._rows: list[list[float]] = []  # of the run that is being read
        self._pen_down: bool | None = None  # None outside a run
        self._read(file)
        self._end_run()

    def strokes(self, reference: str) -> tuple[Stroke, ...]:
        """What the pen drew in the runs of a segment, such as `7,9`, `7-9` or `7:2-9:5`."""
        strokes = []
        for part in reference.split(","):
            match = re.fullmatch(r"(\d+)(?::(\d+))?(?:-(\d+)(?::(\d+))?)?", part)
            if not match:
                raise UnipenError(f"Expected a UNIPEN segment such as 405:7-406, got {part!r}.")
            first, start, last, end = match.groups()
            numbers = range(int(first), min(int(last or first) + 1, len(self._runs)))
            for number in numbers:
                pen_down, points = self._runs[number]
                low = int(start or 0) if number == int(first) else 0
                high = int(end) + 1 if end and number == int(last) else None
                if pen_down and len(points[low:high]):
                    strokes.append(points[low:high])
        return tuple(strokes)

    def _read(self, file: Path) -> None:
        try:
            text = file.read_text("latin-1")
        except OSError:
            raise UnipenError(
                f"{self._file} includes {file}, but that file is missing: fetch UNIPEN again."
            ) from None
        for line in text.splitlines():
            if line.startswith("."):
                self._end_run()
                keyword, argument = [*line.split(maxsplit=1), ""][:2]
                self._keyword(keyword, argument)
            elif self._pen_down is not None and line.strip():
                fields = line.split()
                try:
                    self._rows.append([float(fields[column]) for column in self._columns])
                except (ValueError, IndexError):
                    raise UnipenError(
                        f"{self._file}: expected the coordinates of a point, got {line!r}."
                    ) from None

    def _keyword(self, keyword: str, argument: str) -> None:
        if keyword == ".INCLUDE":
            self._read(self._root / "include" / argument.strip())
        elif keyword == ".COORD":
            names = argument.split()
            self._columns = (names.index("X"), names.index("Y"))
        elif keyword == ".WRITER_ID":
            self.writer = argument.strip()
        elif keyword in (".PEN_DOWN", ".PEN_UP"):
            self._pen_down = keyword == ".PEN_DOWN"
        # Words, pages and characters that nobody labelled are passed over.
        elif keyword == ".SEGMENT" and argument.startswith("CHARACTER ") and '"' in argument:
            match = re.fullmatch(r'CHARACTER\s+([\d:,\s-]*\d)\s+(?:\S+\s+)?"(.*)"\s*', argument)
            if not match:
                raise UnipenError(
                    f"{self._file}: expected a segment such as "
                    f"'CHARACTER 405:7-406,409 OK \"4\"', got {argument!r}."
                )
            self.segments.append((re.sub(r"\s", "", match[1]), match[2]))

    def _end_run(self) -> None:
        """Close the run that was being read; an empty one gets no number."""
        if self._rows:
            points = np.array(self._rows) * (1, -1)  # UNIPEN's y points up
            self._runs.append((bool(self._pen_down), points))
        self._rows, self._pen_down = [], None
