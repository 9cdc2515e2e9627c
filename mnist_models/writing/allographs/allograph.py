"""What an allograph is, and the path that it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# x, y and how far the path turns on its way there: degrees, clockwise on the page, 0 = straight.
Target = tuple[float, float] | tuple[float, float, float]


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
