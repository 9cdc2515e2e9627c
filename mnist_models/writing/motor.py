"""How a hand moves: strokes as overlapping, rapid movements towards targets.

The sigma-lognormal model of the kinematic theory of human movements: each
movement is an arc that is run through with a lognormal speed, and the next one
begins before the last has ended. Plamondon, "A kinematic theory of rapid
human movements", 1995; O'Reilly and Plamondon, "Development of a
Sigma-Lognormal representation for on-line signatures", 2009; with targets and
the share of overlap as its parameters, as in Berio, Akten, Leymarie, Grierson
and Plamondon, "Computer aided design of handwriting trajectories with the
kinematic theory of rapid human movements", 2017.
"""

from math import erf, exp, log, sinh, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Complex = NDArray[np.complex128]

SIGMA = 0.25  # spread of the lognormal: how long a movement ebbs away after its peak
_SECONDS = 0.3  # that a movement takes over the height of a digit
_SLOWER_IF_LONGER = 0.5  # power of the length: a person moves faster over a longer way
_STRAIGHT = 1e-4  # radians; an arc that turns less is as good as a line
_LOOP = 3.0  # radians; where an arc turns that far, the overlap is half, or loops would collapse
_AT_A_REVERSAL = 0.25  # what is left of the overlap where the hand turns back


def timing(targets: Floats, overlap: Floats) -> tuple[Floats, Floats]:
    """When each movement begins and how long it takes.

    Args:
        targets: `(n, k + 1, 3)`: x, y (downwards) and the degrees that the path
            turns on its way there, clockwise, less than 360. The first is where
            the stroke begins. A target on the spot of the one before it costs no
            time, so that repeating the last one fills a shorter stroke up.
        overlap: `(n,)`, 0 to 1: the part of a movement during which the next one
            is under way already, where the path goes smoothly on. At corners and
            in loops it is less, for there a person is slower.

    Returns:
        Begin and duration in seconds, `(n, k)` each.
    """
    chords, turns = _arcs(targets)
    lengths = np.abs(chords) * np.abs(0.5 * turns / np.sin(0.5 * turns))
    durations = _SECONDS * lengths**_SLOWER_IF_LONGER
    corner = np.angle(chords[:, 1:] * chords[:, :-1].conj()) - 0.5 * (turns[:, 1:] + turns[:, :-1])
    smooth = _AT_A_REVERSAL + (1 - _AT_A_REVERSAL) * np.cos(0.5 * corner) ** 2
    widest = np.maximum(np.abs(turns[:, 1:]), np.abs(turns[:, :-1]))
    shared = np.minimum(durations[:, 1:], durations[:, :-1]) / (1 + (widest / _LOOP) ** 2)
    waits = durations[:, :-1] - overlap[:, None] * smooth * shared
    begins = np.zeros_like(durations)
    np.cumsum(waits, axis=1, out=begins[:, 1:])
    return begins, durations


def positions(targets: Floats, begins: Floats, durations: Floats, times: Floats) -> Floats:
    """Where the pen is.

    Args:
        targets: `(n, k + 1, 3)`, as `timing` takes them.
        begins: `(n, k)`, seconds.
        durations: `(n, k)`, seconds.
        times: `(n, m)`, seconds.

    Returns:
        `(n, m, 2)`: x and y.
    """
    chords, turns = _arcs(targets)
    path = np.repeat((targets[:, :1, 0] + 1j * targets[:, :1, 1]), times.shape[1], axis=1)
    for movement in range(chords.shape[1]):
        chord, turn = chords[:, movement, None], turns[:, movement, None]
        begin, duration = begins[:, movement, None], durations[:, movement, None]
        done = _done((times - begin) / np.maximum(duration, 1e-9))
        path += chord * along_arc(turn, done)
    return path.view(np.float64).reshape(*path.shape, 2)


def along_arc(turn: Floats, done: Floats) -> Complex:
    """The way from the beginning of an arc whose chord is 1: the integral of an even turn.

    Args:
        turn: central angle in radians.
        done: the part of the arc, 1 to its end.
    """
    turn = np.where(np.abs(turn) < _STRAIGHT, _STRAIGHT, turn)
    way: Complex = (np.exp(1j * turn * done) - 1) / (np.exp(1j * turn) - 1)
    return way


def _arcs(targets: Floats) -> tuple[Complex, Floats]:
    """Chord (x + iy) and central angle (radians) of each movement, `(n, k)` each."""
    chords = np.diff(targets[..., 0] + 1j * targets[..., 1], axis=1)
    turns = np.deg2rad(targets[:, 1:, 2])
    return chords, np.where(np.abs(turns) < _STRAIGHT, _STRAIGHT, turns)


def _lognormal() -> Floats:
    """How much of a movement is done, 0 to 1, at 1,025 even steps of its duration.

    Its tails beyond three standard deviations are cut off, as in Berio et al.,
    and what is left is stretched to 0 to 1.
    """
    onset = 1 / (exp(6 * SIGMA) - 1)  # of the movement, after that of the lognormal
    mean = -log(2 * sinh(3 * SIGMA))
    deviations = [(log(step / 1024 + onset) - mean) / SIGMA for step in range(1025)]
    done = [erf(deviation / sqrt(2)) / erf(3 / sqrt(2)) for deviation in deviations]
    return (np.array(done) + 1) / 2


_DONE = _lognormal()


def _done(elapsed: Floats) -> Floats:
    """How much of the movement is done after a part of its duration."""
    at = np.rint(np.clip(elapsed, 0, 1) * (len(_DONE) - 1)).astype(np.intp)
    done: Floats = _DONE[at]
    return done
