"""The UNIPEN format of pen recordings.

Guyon et al., "UNIPEN project of on-line data exchange and recognizer
benchmarks", 1994: keywords begin a line with a dot, the pen's path is a list
of runs, down or up, and segments refer to runs by number.
"""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float64]  # (points, 2): x to the right, y downwards


class UnipenError(ValueError):
    """A recording cannot be read; the message says why and what to do."""


class Recording:
    """One UNIPEN file and what it includes, as one text.

    Raises:
        UnipenError: if the file is damaged, or names one that is missing.
    """

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

    def characters(self) -> list[tuple[str, tuple[Stroke, ...]]]:
        """The label and the strokes of each labelled character."""
        return [(label, self._strokes(reference)) for reference, label in self.segments]

    def _read(self, file: Path) -> None:
        try:
            text = file.read_text("latin-1")
        except OSError:
            raise UnipenError(
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
        level, _, rest = argument.partition(" ")
        if level != "CHARACTER" or '"' not in rest:
            return  # a word or a page, or a character that nobody labelled
        match = re.fullmatch(r'\s*([\d:,\s-]*\d)\s+(?:\S+\s+)?"(.*)"\s*', rest)
        if not match:
            raise UnipenError(
                f"{self.file}: expected a segment such as "
                f"'CHARACTER 405:7-406,409 OK \"4\"', got {argument!r}."
            )
        reference, label = match.groups()
        self.segments.append((re.sub(r"\s", "", reference), label))

    def _point(self, line: str) -> None:
        fields = line.split()
        try:
            self._rows.append([float(fields[column]) for column in self.columns])
        except (ValueError, IndexError):
            raise UnipenError(
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
        raise UnipenError(f"Expected a UNIPEN segment such as 405:7-406, got {part!r}.")
    first, start, last, end = match.groups()
    return (
        (int(first), int(start or 0)),
        (int(last or first), int(end) if end is not None else None),
    )
