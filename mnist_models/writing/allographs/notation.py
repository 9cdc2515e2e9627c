"""A short notation for allographs, so that a table of them can be read.

A stroke is a text such as "50 2 | 10 2 | 8 44 | 28 36, 54 62, 34 98, 0 90":
the points that the pen goes through, in hundredths of the digit's height, y
downwards. At a comma it goes on smoothly, at a bar it turns a corner. What
lies between two corners is straight, unless a third number says how far it
turns (degrees, clockwise on the page).
"""

import numpy as np
from numpy.typing import NDArray

from mnist_models.writing.allographs.allograph import Allograph, Target

_STEADINESS = 0.17  # how much an even curve counts against a smooth joint


def form(
    name: str, *strokes: str, where: str, weight: float = 1.0, held_out: bool = False
) -> Allograph:
    """An allograph whose strokes are written in the notation, and `where` with commas."""
    written = tuple(_read_stroke(stroke) for stroke in strokes)
    return Allograph(name, written, tuple(where.split(", ")), weight, held_out)


def _read_stroke(text: str) -> tuple[Target, ...]:
    runs = [[_numbers(point) for point in run.split(",")] for run in text.split("|")]
    start = runs[0][0]
    targets: list[Target] = [(start[0] / 100, start[1] / 100)]
    previous = runs[0][:1]
    for run in [runs[0][1:], *runs[1:]]:
        points = [*previous, *run]
        if len(points) > 1:
            targets.extend(_targets(points))
        previous = points[-1:]
    return tuple(targets)


def _numbers(point: str) -> list[float]:
    return [float(number) for number in point.split()]


def _targets(points: list[list[float]]) -> list[Target]:
    """A smooth run as arcs; the first point is where the pen already is."""
    at = np.array([complex(x, y) for x, y, *_ in points])
    stated = np.array([rest[0] if rest else np.nan for _, _, *rest in points[1:]])
    bends = _smooth_bends(np.diff(at), stated)
    return [
        (point[0] / 100, point[1] / 100, round(float(bend), 1))
        for point, bend in zip(points[1:], bends, strict=True)
    ]


def _smooth_bends(
    chords: NDArray[np.complex128], stated: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far each arc of a chain turns, for joints without kinks and an even curvature.

    Two arcs meet without a kink if half of what both turn is the angle
    between their chords. That leaves one choice a chain, which may swing from
    arc to arc; so the change of curvature is kept small as well, in least squares.

    Args:
        chords: `(n,)`, from point to point.
        stated: `(n,)`, degrees where the bend is given, NaN where it is sought.

    Returns:
        `(n,)`, degrees, clockwise on the page.
    """
    count = len(chords)
    if count == 1:
        return np.nan_to_num(stated)
    before, after = np.eye(count)[:-1], np.eye(count)[1:]
    lengths = np.abs(chords)
    even = lengths.mean() * (after / lengths - before / lengths)
    rows = np.concatenate([(before + after) / 2, _STEADINESS * even])
    between = np.degrees(np.angle(chords[1:] / chords[:-1]))
    wanted = np.concatenate([between, np.zeros(count - 1)])
    sought = np.isnan(stated)
    given = np.where(sought, 0.0, stated)
    solution = np.linalg.lstsq(rows[:, sought], wanted - rows @ given, rcond=None)[0]
    given[sought] = solution
    return given
