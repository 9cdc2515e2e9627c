"""Characters as hands write them: forms, deformed by habit and chance, by the motor model."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mnist_models.writing import motor
from mnist_models.writing.forms import Forms, Ints
from mnist_models.writing.hand import Hands, Random
from mnist_models.writing.motor import Floats

Flags = NDArray[np.bool_]

_MOST_POINTS, _FEWEST_POINTS = 40, 5  # of a stroke
_COARSEST = 30.0  # degrees that a path may turn from one point to the next
_HABIT, _CHANCE = 1.0, 0.45  # how far a hand's form lies from the book's, a digit from the hand's
_WIDEST_TURN = 320.0  # degrees


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
    versions = int(version.max()) + 1
    steps = targets.shape[1]
    moved = targets.copy()
    wild = hand.wildness[:, None, None]
    for strength, of in ((_HABIT, version), (_CHANCE, np.arange(len(targets)))):
        several = versions if strength == _HABIT else len(targets)
        jitter = random.normal(0.0, 0.022, (several, steps, 2))
        offset = random.normal(0.0, 0.022, (several, 1, 2))
        stretch = random.normal(0.0, 0.05, (several, 1, 2))
        bend = random.normal(0.0, [0.12, 7.0], (several, steps, 2))
        middle = targets[:, :, :2].mean(axis=1, keepdims=True)
        change = jitter[of] + offset[of] + stretch[of] * (targets[:, :, :2] - middle)
        moved[..., :2] += strength * wild * change
        moved[..., 2] += (
            strength * wild[..., 0] * (targets[..., 2] * bend[of, :, 0] + bend[of, :, 1])
        )
    bent = np.abs(targets[..., 2]) > 0
    rounded = moved[..., 2] * np.where(bent, hand.roundness[:, None], 1.0)
    limit = np.maximum(_WIDEST_TURN, np.abs(targets[..., 2]))
    moved[..., 2] = np.clip(rounded, -limit, limit)
    last = np.minimum(np.arange(steps), moves[:, None])
    return np.take_along_axis(moved, last[..., None], axis=1)


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
    first, last = path[:, 1] - path[:, 0], path[rows, moves] - path[rows, moves - 1]
    start = _direction(first) * np.exp(-0.5j * turns[:, 1])
    stop = _direction(last) * np.exp(0.5j * turns[rows, moves])
    reach = hand.overshoot + random.normal(0.0, 0.015, len(targets)) * hand.wildness
    reach = np.maximum(reach, -0.3 * np.abs(last)) * whole
    path += stop[:, None] * reach[:, None] * (np.arange(steps) >= moves[:, None])

    hook = hand.hooks * (random.random(len(targets)) < 0.5) * whole
    flourish = hand.flourishes * (random.random(len(targets)) < 0.5) * whole
    place = np.clip(np.arange(steps + 2) - 1, 0, moves[:, None])
    longer = np.take_along_axis(path, place, axis=1)
    bends = np.take_along_axis(targets[..., 2], place, axis=1)
    longer[:, 0] -= hook * start * np.exp(1j * hand.hook_angle)
    beyond = np.arange(steps + 2) > moves[:, None] + 1
    longer += beyond * (flourish * stop * np.exp(1j * hand.flourish_angle))[:, None]
    bends[:, 1] = 0.0
    bends[beyond] = 0.0
    return np.stack([longer.real, longer.imag, bends], axis=-1)


def _direction(chord: NDArray[np.complex128]) -> NDArray[np.complex128]:
    return chord / np.maximum(np.abs(chord), 1e-9)


def _moved(targets: Floats, hand: Hands, random: Random) -> tuple[Floats, Ints]:
    """The paths of the pen, trembling, and how many points each has."""
    begins, durations = motor.timing(targets, hand.overlap)
    end = (begins + durations).max(axis=1)
    fewest = _FEWEST_POINTS + np.abs(targets[:, 1:, 2]).sum(axis=1) / _COARSEST
    counts = np.clip(np.maximum(hand.rate * end, fewest), 0, _MOST_POINTS).astype(np.int64)
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
    x = x * near(hands.width, 0.05) - near(hands.slant, 0.04) * y
    tilt = near(hands.tilt, 0.03)
    return np.stack(
        [x * np.cos(tilt) - y * np.sin(tilt), x * np.sin(tilt) + y * np.cos(tilt)], axis=-1
    )
