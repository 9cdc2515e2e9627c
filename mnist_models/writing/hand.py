"""What is peculiar to a hand: the habits that it keeps in every digit it writes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mnist_models.writing.motor import Floats
from mnist_models.writing.notation import Allograph, Ints

Random = np.random.Generator


class Hands(NamedTuple):
    """The habits of several hands, `(h,)` each. Lengths in heights of a digit, angles in radians.

    Attributes:
        slant: how far the top leans to the right.
        tilt: by how much the line runs downhill.
        width: of a digit, 1 as the form has it.
        taper: how much wider than the middle the foot is, negative the top.
        waist: how far the middle lies below a form's own, positive, or above.
        roundness: what the bends are multiplied with.
        overlap: of movements, 0 slow and exact to 1 fast and rounded.
        wildness: what its deviations from the form are multiplied with.
        tremor: amplitude.
        hooks: length of the hook with which it begins some strokes.
        hook_angle: at which it does.
        flourishes: length of the flourish with which it ends some strokes.
        flourish_angle: at which it does.
        overshoot: how far it goes beyond the end of a stroke; negative, stops short.
        joins: the share of digits in which it draws from stroke to stroke.
        faithful: the share of digits for which it takes the form that it prefers.
        pen: its width, in heights of the digit with the pen.
        pressure: how far the width varies along a stroke, 0 to 0.4 of it.
        rate: how many points a second its device records.
    """

    slant: Floats
    tilt: Floats
    width: Floats
    taper: Floats
    waist: Floats
    roundness: Floats
    overlap: Floats
    wildness: Floats
    tremor: Floats
    hooks: Floats
    hook_angle: Floats
    flourishes: Floats
    flourish_angle: Floats
    overshoot: Floats
    joins: Floats
    faithful: Floats
    pen: Floats
    pressure: Floats
    rate: Floats

    def of(self, owners: Ints) -> "Hands":
        """The habits of the hands with these numbers, in that order."""
        return Hands(*(habit[owners] for habit in self))


def new_hands(count: int, random: Random) -> Hands:
    """Make up hands: most of them ordinary, some wild."""

    def normal(mean: float, deviation: float, low: float, high: float) -> Floats:
        return np.clip(random.normal(mean, deviation, count), low, high)

    def some(share: float, values: Floats, otherwise: float = 0.0) -> Floats:
        return np.where(random.random(count) < share, values, otherwise)

    wildness = np.exp(normal(-0.05, 0.4, -1.0, 0.55))
    return Hands(
        slant=normal(0.12, 0.16, -0.3, 0.55),
        tilt=np.deg2rad(normal(0.0, 3.5, -8.0, 8.0)),
        width=np.exp(normal(0.08, 0.2, -0.45, 0.5)),
        taper=normal(0.0, 0.18, -0.45, 0.45),
        waist=normal(0.0, 0.25, -0.6, 0.6),
        roundness=normal(1.0, 0.15, 0.55, 1.3),
        overlap=random.beta(1.6, 2.2, count) * 0.8,
        wildness=wildness,
        tremor=some(0.5, np.exp(normal(-5.2, 0.5, -7.0, -4.1))),
        hooks=some(0.15, random.uniform(0.03, 0.12, count)),
        hook_angle=normal(0.0, 1.2, -2.4, 2.4),
        flourishes=some(0.2, random.uniform(0.03, 0.14, count)),
        flourish_angle=normal(0.0, 0.9, -1.8, 1.8),
        overshoot=wildness * normal(0.0, 0.035, -0.08, 0.08),
        joins=some(0.07, random.uniform(0.3, 1.0, count)),
        faithful=random.beta(6.0, 1.2, count),
        pen=_pens(count, random),
        pressure=some(0.25, random.uniform(0.05, 0.4, count)),
        rate=_rates(count, random),
    )


def _rates(count: int, random: Random) -> Floats:
    """Points a second: 40 for most devices, fewer for tablets that are slow or skip points."""
    rates: Floats = np.full(count, 40.0)
    kind = random.random(count)
    rates = np.where(kind < 0.4, random.uniform(10.0, 20.0, count), rates)
    return np.where(kind < 0.1, random.uniform(4.0, 8.0, count), rates)


def _pens(count: int, random: Random) -> Floats:
    """From 3 to 45 %, evenly over their logarithm, most of them from 5 to 18 %."""
    kind = random.random(count)
    low = np.where(kind < 0.7, 0.05, 0.03)
    high = np.where(kind < 0.7, 0.18, np.where(kind < 0.95, 0.30, 0.45))
    pens: Floats = low * (high / low) ** random.random(count)
    return pens


def choose(
    allographs: Sequence[Allograph],
    faithful: Floats,
    owners: Ints,
    labels: NDArray[np.uint8],
    random: Random,
) -> Ints:
    """Which allograph a hand takes: mostly the one that it prefers for that digit.

    Args:
        allographs: of all digits that occur in `labels`.
        faithful: `(h,)`, how often a hand takes the one that it prefers.
        owners: `(n,)`, the hand that writes each digit.
        labels: `(n,)`, which digit it is.
        random: decides what is preferred and what is taken.

    Returns:
        `(n,)`, places in `allographs`.
    """
    chosen = np.zeros(len(labels), np.int64)
    digits = np.array([allograph.digit for allograph in allographs])
    weights = np.array([allograph.weight for allograph in allographs], float)
    for digit in range(10):
        of_digit, here = np.flatnonzero(digits == digit), np.flatnonzero(labels == digit)
        if not len(here):
            continue
        shares = weights[of_digit] / weights[of_digit].sum()
        preferred = random.choice(of_digit, len(faithful), p=shares)
        other = random.choice(of_digit, len(here), p=shares)
        as_usual = random.random(len(here)) < faithful[owners[here]]
        chosen[here] = np.where(as_usual, preferred[owners[here]], other)
    return chosen
