"""Allographs as arrays, so that many hands write many of them at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mnist_models.writing.allographs import Target
from mnist_models.writing.motor import Floats

Ints = NDArray[np.int64]
Form = Sequence[Sequence[Target]]  # the strokes of a character


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
    strokes = [_numbers(stroke) for form in forms for stroke in form]
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


def _numbers(stroke: Sequence[Target]) -> Floats:
    targets = np.array([(*target, 0.0)[:3] for target in stroke], float)
    return np.concatenate([targets, targets]) if len(targets) == 1 else targets
