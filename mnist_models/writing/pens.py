"""How wide a line the pens of hands leave."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mnist_models.writing.forms import Ints
from mnist_models.writing.hand import Hands, Random
from mnist_models.writing.motor import Floats
from mnist_models.writing.script import Script

NARROWEST, WIDEST = 0.03, 0.45  # of the longer side of a character, pen included
_MOST_INK = 0.52  # share of a character's rectangle that ink may fill
_SLENDEREST = 0.4  # a rectangle counts as at least this wide for its length: a 1 is all ink
_TRACE = 0.5  # width of a trace between two strokes, of the pen


def characters(
    script: Script, hands: Hands, owners: Ints, random: Random
) -> Iterator[tuple[tuple[Floats, ...], tuple[Floats, ...]]]:
    """Each character's strokes, and the pen's width at their points.

    Args:
        script: what was written.
        hands: who wrote.
        owners: `(n,)`, the hand that wrote each character.
        random: where chance comes from.

    Yields:
        `(points, 2)` and `(points,)` a stroke; widths as shares of the longer
        side of the character, pen included.
    """
    widths = _widths(script, hands, owners, random)
    first = np.searchsorted(script.owner, np.arange(script.owner[-1] + 2)).tolist()
    counts = script.counts.tolist()
    for start, stop in pairwise(first):
        yield (
            tuple(script.points[row, : counts[row]] for row in range(start, stop)),
            tuple(widths[row, : counts[row]] for row in range(start, stop)),
        )


def _widths(script: Script, hands: Hands, owners: Ints, random: Random) -> Floats:
    """The width at every point, `(s, m)`."""
    pens = hands.pen[owners] * np.exp(random.normal(0.0, 0.06, len(owners)))
    pens = np.clip(np.minimum(pens, _widest(script)), NARROWEST, WIDEST)
    strokes = pens[script.owner] * np.where(script.thin, _TRACE, 1.0)
    steps = np.arange(script.points.shape[1]) / 12
    phases = random.uniform(0.0, 2 * np.pi, (len(strokes), 1))
    pressure = hands.pressure[owners[script.owner], None] * np.sin(steps + phases)
    widths: Floats = strokes[:, None] * (1 + np.minimum(pressure, 0.0))
    return widths


def _widest(script: Script) -> Floats:
    """The pen that leaves enough paper within each character, `(n,)`, infinite if any does."""
    first = np.flatnonzero(np.diff(script.owner, prepend=-1))
    steps = np.abs(np.diff(script.points, axis=1))
    lengths = np.add.reduceat(np.hypot(steps[..., 0], steps[..., 1]).sum(axis=1), first)
    low = np.minimum.reduceat(script.points.min(axis=1), first)
    high = np.maximum.reduceat(script.points.max(axis=1), first)
    long = (high - low).max(axis=1)
    short = np.maximum((high - low).min(axis=1), _SLENDEREST * long)
    # lengths * pen = _MOST_INK * (long + pen) * (short + pen), solved for the pen.
    excess = lengths - _MOST_INK * (long + short)
    root = excess**2 - 4 * _MOST_INK**2 * long * short
    pens = (excess - np.sqrt(np.maximum(root, 0.0))) / (2 * _MOST_INK)
    widest: Floats = np.where((excess > 0) & (root > 0), pens / (long + pens + 1e-9), np.inf)
    return widest
