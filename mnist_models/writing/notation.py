"""How the forms of characters are written down, and the arrays that hands write from.

A stroke is a text such as "50 2 | 10 2 | 8 44 | 28 36, 54 62, 34 98, 0 90": the
points that the pen passes, in hundredths of the digit's height, y downwards. At a
comma the pen goes on smoothly, at a bar it turns a corner. Between two corners the
stroke is straight, unless a third number says how far it turns (degrees, clockwise
on the page).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mnist_models.writing.motor import Floats

Ints = NDArray[np.int64]
# x, y and how far the path turns on its way there: degrees, clockwise on the page, 0 = straight.
Target = tuple[float, float] | tuple[float, float, float]
Form = Sequence[Sequence[Target]]  # the strokes of a character

_STEADINESS = 0.17  # how much an even curve counts against a smooth joint


@dataclass(frozen=True)
class Allograph:
    """One of the ways in which people write a digit.

    Attributes:
        name: begins with the digit and says what is particular, such as "7 crossed".
        strokes: the pen-down strokes in the order of writing. Each leads from
            target to target, on circular arcs; the bend of its first target
            means nothing. In a box of height 1, y downwards.
        where: who writes so: countries, schools, habits.
        weight: how common it is, relative to the other forms of its digit.
        held_out: not for training: recipes are chosen by it.
    """

    name: str
    strokes: tuple[tuple[Target, ...], ...]
    where: tuple[str, ...]
    weight: float = 1.0
    held_out: bool = False

    @property
    def digit(self) -> int:
        """What it says, 0–9."""
        return int(self.name[0])


def path(strokes: Sequence[Sequence[Target]], points: int = 16) -> list[NDArray[np.float64]]:
    """The exact path of strokes, before any hand has moved.

    Args:
        strokes: as an `Allograph` has them.
        points: how many to put on each arc, its end included.

    Returns:
        One float64 `(1 + points · arcs, 2)` a stroke, in the units of the targets.
    """
    return [_stroke_path(stroke, points) for stroke in strokes]


def _stroke_path(stroke: Sequence[Target], points: int) -> NDArray[np.float64]:
    at = [complex(target[0], target[1]) for target in stroke]
    bends = [target[2] if len(target) == 3 else 0.0 for target in stroke]
    share = np.arange(1, points + 1) / points
    arcs = [
        start + (stop - start) * _along(np.radians(bend), share)
        for start, stop, bend in zip(at, at[1:], bends[1:], strict=False)
    ]
    whole = np.concatenate([at[:1], *arcs])
    return np.stack([whole.real, whole.imag], axis=1)


def _along(bend: float, share: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Points of an arc from 0 to 1 that turns by `bend` radians, evenly spaced."""
    if abs(bend) < 1e-9:
        return share.astype(np.complex128)
    arc: NDArray[np.complex128] = np.expm1(1j * bend * share) / np.expm1(1j * bend)
    return arc


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


class Forms(NamedTuple):
    """The strokes of several characters, one after the other.

    Attributes:
        targets: `(s, k + 1, 3)`: x, y and degrees of each stroke's targets; the
            last one is repeated where a stroke has fewer than the longest.
        moves: `(s,)`, how many movements each stroke has, at least 1.
        first: `(f + 1,)`, where the strokes of each form begin and of the last end.
    """

    targets: Floats
    moves: Ints
    first: Ints

    def strokes(self, chosen: Ints) -> tuple[Ints, Ints]:
        """The strokes of the forms that are `chosen`, `(n,)`.

        Returns:
            Which of the n each stroke belongs to, ascending, and which stroke it
            is, `(s',)` each.
        """
        counts = np.diff(self.first)[chosen]
        owner = np.repeat(np.arange(len(chosen)), counts)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        return owner, self.first[chosen][owner] + within


def pack(forms: Sequence[Form]) -> Forms:
    """Put forms into arrays; a stroke of a single target is a dot."""
    strokes = [_rows(stroke) for form in forms for stroke in form]
    longest = max(map(len, strokes))
    padded = [np.pad(each, ((0, longest - len(each)), (0, 0)), mode="edge") for each in strokes]
    moves = np.array([len(stroke) - 1 for stroke in strokes])
    first = np.cumsum([0, *map(len, forms)])
    return Forms(np.stack(padded), moves, first)


def in_box(form: Form) -> Form:
    """The same form with its longer side 1 and its corner at the origin."""
    targets = np.concatenate([np.array([target[:2] for target in stroke]) for stroke in form])
    left, top = targets.min(axis=0).tolist()
    side = float(np.ptp(targets, axis=0).max())

    def fitted(x: float, y: float, bend: float = 0.0) -> Target:
        return (x - left) / side, (y - top) / side, bend

    return [[fitted(*target) for target in stroke] for stroke in form]


def _rows(stroke: Sequence[Target]) -> Floats:
    targets = np.array([(*target, 0.0)[:3] for target in stroke], float)
    return np.concatenate([targets, targets]) if len(targets) == 1 else targets
