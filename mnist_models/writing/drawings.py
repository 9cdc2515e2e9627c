"""Digits that nobody wrote: made-up hands, a round pen, MNIST's format."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.mnist import Digits
from mnist_models.writing.allographs import ALLOGRAPHS, Allograph
from mnist_models.writing.forms import Ints, pack
from mnist_models.writing.hand import Hands, Random, choose, new_hands
from mnist_models.writing.ink import ink
from mnist_models.writing.motor import Floats
from mnist_models.writing.script import Script, write

TRAINING = tuple(allograph for allograph in ALLOGRAPHS if not allograph.held_out)
_HANDS = 40  # that write at once: enough for arrays to be quick, few enough for memory
_FEWEST, _MOST = 10, 40  # digits by one hand
_MOST_INK = 0.52  # share of a digit's rectangle that ink may fill, but for a one's


class Written(NamedTuple):
    """A digit as strokes.

    Attributes:
        allograph: the form that it follows.
        hand: the number of the hand that wrote it.
        strokes: `(points, 2)` each: x, y in heights of a digit, y downwards.
        widths: `(points,)` each: of the pen, as a share of the digit's longer side.
    """

    allograph: Allograph
    hand: int
    strokes: tuple[Floats, ...]
    widths: tuple[Floats, ...]


def drawings(count: int, seed: int, allographs: Sequence[Allograph] = TRAINING) -> Digits:
    """Draw digits of all ten kinds, equally often, by many hands.

    Args:
        count: how many.
        seed: decides all of them.
        allographs: the forms that the hands may take.

    Returns:
        `count` digits in MNIST's format.
    """
    images, labels = np.zeros((count, 28, 28), np.uint8), np.zeros(count, np.uint8)
    for place, digit in zip(range(count), written(seed, allographs), strict=False):
        images[place] = sketch_to_mnist(ink(digit.strokes, digit.widths))
        labels[place] = digit.allograph.digit
    return Digits(images, labels)


def written(seed: int, allographs: Sequence[Allograph] = TRAINING) -> Iterator[Written]:
    """Digits without end: 10 to 40 by one hand, then the next hand's.

    Args:
        seed: decides all of them.
        allographs: the forms that the hands may take.
    """
    random = np.random.default_rng(seed)
    digits = np.unique([allograph.digit for allograph in allographs])
    forms = pack([allograph.strokes for allograph in allographs])
    hand = 0
    while True:
        hands = new_hands(_HANDS, random)
        owners = np.repeat(np.arange(_HANDS), random.integers(_FEWEST, _MOST + 1, _HANDS))
        labels = random.choice(digits, len(owners)).astype(np.uint8)
        chosen = choose(allographs, hands.faithful, owners, labels, random)
        script = write(forms, chosen, hands, owners, random)
        widths = _pens(script, labels, hands, owners, random)
        for number, (strokes, pens) in enumerate(_by_character(script, widths)):
            yield Written(allographs[chosen[number]], hand + int(owners[number]), strokes, pens)
        hand += _HANDS


def _pens(
    script: Script, labels: NDArray[np.uint8], hands: Hands, owners: Ints, random: Random
) -> Floats:
    """The width of the pen at every point, `(s, m)`, as a share of the digit's longer side."""
    pens = hands.pen[owners] * np.exp(random.normal(0.0, 0.06, len(owners)))
    pens = np.where(labels == 1, pens, np.minimum(pens, _widest_pens(script)))
    pens = np.clip(pens, 0.03, 0.30)[script.owner, None] * np.where(script.thin, 0.5, 1.0)[:, None]
    steps = np.arange(script.points.shape[1]) / 12
    phases = random.uniform(0.0, 2 * np.pi, (len(script.owner), 1))
    pressure = hands.pressure[owners[script.owner], None] * np.sin(steps + phases)
    varied: Floats = pens * (1 + np.minimum(pressure, 0.0))
    return varied


def _widest_pens(script: Script) -> Floats:
    """The pen that leaves enough paper within each digit, `(n,)`, as a share of its longer side."""
    first = np.flatnonzero(np.diff(script.owner, prepend=-1))
    steps = np.abs(np.diff(script.points, axis=1))
    lengths = np.add.reduceat(np.hypot(steps[..., 0], steps[..., 1]).sum(axis=1), first)
    low = np.minimum.reduceat(script.points.min(axis=1), first)
    high = np.maximum.reduceat(script.points.max(axis=1), first)
    width, height = (high - low).T
    # length * pen = _MOST_INK * (width + pen) * (height + pen), solved for the pen.
    excess = lengths - _MOST_INK * (width + height)
    root = excess**2 - 4 * _MOST_INK**2 * width * height
    bounded = (excess > 0) & (root > 0)
    pens = np.where(bounded, (excess - np.sqrt(np.maximum(root, 0))) / (2 * _MOST_INK), np.inf)
    with np.errstate(invalid="ignore"):
        shares: Floats = np.where(bounded, pens / (np.maximum(width, height) + pens), 1.0)
    return shares


def _by_character(
    script: Script, widths: Floats
) -> Iterator[tuple[tuple[Floats, ...], tuple[Floats, ...]]]:
    """The strokes of each character and the widths of their pens."""
    first = np.searchsorted(script.owner, np.arange(script.owner[-1] + 2)).tolist()
    counts = script.counts.tolist()
    for start, stop in pairwise(first):
        yield (
            tuple(script.points[row, : counts[row]] for row in range(start, stop)),
            tuple(widths[row, : counts[row]] for row in range(start, stop)),
        )
