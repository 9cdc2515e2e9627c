"""Characters as hands write them: forms, deformed by habit and chance, by the motor model."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mnist_models.writing import motor
from mnist_models.writing.hand import Hands, Random
from mnist_models.writing.motor import Floats
from mnist_models.writing.notation import Forms, Ints

Flags = NDArray[np.bool_]

_MOST_POINTS, _FEWEST_POINTS = 40, 5  # of a stroke
_COARSEST = 30.0  # degrees that a path may turn from one point to the next
_COARSE_RATE = 10.0  # points a second; a device that records fewer turns further between them
_HABIT, _CHANCE = 1.0, 0.55  # how far a hand's form lies from the book's, a digit from the hand's
_WIDEST_TURN = 320.0  # degrees
_FURTHEST = 0.8  # radians by which a stroke that goes on too long may turn on

NARROWEST, WIDEST = 0.03, 0.45  # of the longer side of a character, pen included
_MOST_INK = 0.52  # share of a character's rectangle that ink may fill
_SLENDEREST = 0.4  # a rectangle counts as at least this wide for its length: a 1 is all ink
_TRACE = 0.5  # width of a trace between two strokes, of the pen


class Script(NamedTuple):
    """What was written, as the paths of strokes.

    Attributes:
        points: `(s, m, 2)`: x, y in heights of a digit, y downwards; the last
            point is repeated where a stroke has fewer than the longest.
        counts: `(s,)`, how many points each stroke has.
        owner: `(s,)`, ascending, the character to which each stroke belongs.
        thin: `(s,)`, whether it is a trace between two strokes.
    """

    points: Floats
    counts: Ints
    owner: Ints
    thin: Flags


def write(forms: Forms, chosen: Ints, hands: Hands, owners: Ints, random: Random) -> Script:
    """Write characters.

    Args:
        forms: what can be written.
        chosen: `(n,)`, the form of each character.
        hands: who writes.
        owners: `(n,)`, the hand that writes each.
        random: where chance comes from.
    """
    owner, stroke = forms.strokes(chosen)
    # A hand keeps its own version of each form.
    _, version = np.unique(owners[owner] * len(forms.moves) + stroke, return_inverse=True)
    moves = forms.moves[stroke]
    targets = forms.targets[stroke]
    hand = hands.of(owners[owner])
    targets = _deformed(targets, moves, hand, version, random)
    targets, owner, thin = _joined(targets, owner, hands.joins[owners], random)
    moves = np.concatenate([moves, np.ones(thin.sum(), np.int64)])
    order = np.argsort(owner, kind="stable")
    targets, owner, thin, moves = targets[order], owner[order], thin[order], moves[order]
    hand = hands.of(owners[owner])
    targets = _with_ends(targets, moves, hand, ~thin, random)
    points, counts = _moved(targets, hand, random)
    return Script(_shaped(points, owner, owners, hands, random), counts, owner, thin)


def _deformed(targets: Floats, moves: Ints, hand: Hands, version: Ints, random: Random) -> Floats:
    """The targets where this hand puts them, and where it puts them this time."""
    wild = hand.wildness[:, None, None]
    moved = targets + wild * _HABIT * _deviations(targets, version, random)
    moved += wild * _CHANCE * _deviations(targets, np.arange(len(targets)), random)
    bent = np.abs(targets[..., 2]) > 0
    rounded = moved[..., 2] * np.where(bent, hand.roundness[:, None], 1.0)
    limit = np.maximum(_WIDEST_TURN, np.abs(targets[..., 2]))
    moved[..., 2] = np.clip(rounded, -limit, limit)
    last = np.minimum(np.arange(targets.shape[1]), moves[:, None])
    return np.take_along_axis(moved, last[..., None], axis=1)


def _deviations(targets: Floats, version: Ints, random: Random) -> Floats:
    """How far targets lie from where a form has them; strokes of one version alike."""
    versions, steps = int(version.max()) + 1, targets.shape[1]
    jitter = random.normal(0.0, 0.024, (versions, steps, 2))[version]
    offset = random.normal(0.0, 0.022, (versions, 1, 2))[version]
    stretch = random.normal(0.0, 0.09, (versions, 1, 2))[version]
    bend = random.normal(0.0, [0.12, 7.0], (versions, steps, 2))[version]
    # What is small is written with small deviations, or it would become something else.
    lengths = np.hypot(*np.moveaxis(np.diff(targets[..., :2], axis=1), -1, 0))
    lengths = np.where(lengths > 0, lengths, 1.0)
    ends = np.pad(lengths, ((0, 0), (1, 1)), constant_values=1.0)
    scale = np.clip(np.minimum(ends[:, 1:], ends[:, :-1]) / 0.35, 0.25, 1.2)
    places = targets[..., :2]
    moved = jitter * scale[..., None] + offset + stretch * (places - places[:, :1])
    turned = targets[..., 2] * bend[..., 0] + bend[..., 1]
    return np.concatenate([moved, turned[..., None]], axis=-1)


def _joined(
    targets: Floats, owner: Ints, joins: Floats, random: Random
) -> tuple[Floats, Ints, Flags]:
    """Add traces between the strokes of some characters; which of all are such traces."""
    joined = random.random(len(joins)) < joins
    before = np.flatnonzero((owner[1:] == owner[:-1]) & joined[owner[1:]])
    traces = np.repeat(targets[before + 1, :1], targets.shape[1], axis=1)
    traces[:, 0] = targets[before, -1]
    traces[..., 2] = random.normal(0.0, 20.0, (len(before), 1))
    thin = np.arange(len(targets) + len(before)) >= len(targets)
    return np.concatenate([targets, traces]), np.concatenate([owner, owner[before]]), thin


def _with_ends(targets: Floats, moves: Ints, hand: Hands, whole: Flags, random: Random) -> Floats:
    """The same strokes with hooks and flourishes at their ends, too long or too short."""
    rows, steps = np.arange(len(targets)), targets.shape[1]
    path = targets[..., 0] + 1j * targets[..., 1]
    turns = np.deg2rad(targets[..., 2])
    end, turn = path[rows, moves], turns[rows, moves]
    chord = end - path[rows, moves - 1]
    reach = hand.overshoot + random.normal(0.0, 0.02, len(targets)) * hand.wildness
    done = 1 + whole * np.clip(reach / np.maximum(np.abs(chord), 0.1), -0.3, 0.3)
    done = np.minimum(done, 1 + _FURTHEST / np.maximum(np.abs(turn), 0.1))
    beyond = chord * motor.along_arc(turn, done) - chord
    at_end = np.arange(steps) >= moves[:, None]
    path += beyond[:, None] * at_end
    bends = np.where(at_end, targets[..., 2] * done[:, None], targets[..., 2])

    start = _direction(path[:, 1] - path[:, 0]) * np.exp(-0.5j * turns[:, 1])
    stop = _direction(chord) * np.exp(1j * turn * (done - 0.5))
    hook = hand.hooks * (random.random(len(targets)) < 0.5) * whole
    flourish = hand.flourishes * (random.random(len(targets)) < 0.5) * whole
    place = np.clip(np.arange(steps + 2) - 1, 0, moves[:, None])
    path, bends = (np.take_along_axis(each, place, axis=1) for each in (path, bends))
    path[:, 0] -= hook * start * np.exp(1j * hand.hook_angle)
    after = np.arange(steps + 2) > moves[:, None] + 1
    path += after * (flourish * stop * np.exp(1j * hand.flourish_angle))[:, None]
    bends[:, 1] = 0.0
    bends = np.where(after, np.rad2deg(hand.flourish_angle)[:, None], bends)
    return np.stack([path.real, path.imag, bends], axis=-1)


def _direction(chord: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return chord / np.maximum(np.abs(chord), 1e-9)


def _moved(targets: Floats, hand: Hands, random: Random) -> tuple[Floats, Ints]:
    """The paths of the pen, trembling, and how many points each has."""
    begins, durations = motor.timing(targets, hand.overlap)
    end = (begins + durations).max(axis=1)
    fewest = _FEWEST_POINTS + np.abs(targets[:, 1:, 2]).sum(axis=1) / _COARSEST
    fewest *= np.minimum(hand.rate / _COARSE_RATE, 1.0)
    counts = np.clip(np.maximum(hand.rate * end, fewest), 3, _MOST_POINTS).astype(np.int64)
    at = np.minimum(np.arange(counts.max()), counts[:, None] - 1) / (counts[:, None] - 1)
    times = at * end[:, None]
    points = motor.positions(targets, begins, durations, times)
    beats = 2 * np.pi * random.uniform(2.0, 9.0, (len(end), 1, 2))  # a second
    phases = random.uniform(0.0, 2 * np.pi, (len(end), 1, 2))
    tremor = np.sin(beats * times[..., None] + phases) + random.normal(0, 0.3, points.shape)
    return points + hand.tremor[:, None, None] * tremor, counts


def _shaped(points: Floats, owner: Ints, owners: Ints, hands: Hands, random: Random) -> Floats:
    """Whole characters bent, stretched, slanted and tilted."""
    characters = len(owners)

    def near(habit: Floats, deviation: float) -> Floats:
        return (habit[owners] + random.normal(0.0, deviation, characters))[owner, None]

    for strength, of in ((_HABIT, owners), (_CHANCE, np.arange(characters))):
        several = len(hands.slant) if strength == _HABIT else characters
        size = strength * hands.wildness[owners] * 0.014
        waves = random.normal(0.0, 1.0, (several, 2, 2)) * np.pi  # radians over the height
        phases = random.uniform(0.0, 2 * np.pi, (several, 2))
        bent = np.einsum("smj,sij->smi", points, waves[of][owner]) + phases[of][owner][:, None]
        points = points + size[owner, None, None] * np.sin(bent)
    x, y = points[..., 0] - 0.35, points[..., 1]
    inside = np.clip(y, 0.0, 1.0)
    y = y + near(hands.waist, 0.05) * inside * (1 - inside) - 0.5
    x = x * (1 + near(hands.taper, 0.05) * (inside - 0.5))
    x = x * near(hands.width, 0.08) - near(hands.slant, 0.04) * y
    tilt = near(hands.tilt, 0.03)
    return np.stack(
        [x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt)], axis=-1
    )


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
