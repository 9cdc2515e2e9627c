"""What hands draw that says nothing: scribbles, jumbles of strokes, crossings-out."""

import numpy as np

from mnist_models.writing.hand import Random
from mnist_models.writing.motor import Complex, Floats
from mnist_models.writing.notation import Form, Target, in_box


def scribble(random: Random) -> Form:
    """One long line that turns at random, in bends or in corners."""
    count, turn = int(random.integers(12, 30)), random.uniform(0.8, 2.4)
    bent = random.choice([0.0, 60.0, 140.0])
    heading = np.cumsum(random.normal(random.uniform(-0.6, 0.6), turn, count))
    path = np.cumsum(random.uniform(0.5, 1.5, count) * np.exp(1j * heading))
    path -= random.uniform(0.0, 0.9) * np.linspace(0, 1, count) * path[-1]
    bends = np.clip(random.normal(0.0, bent, count), -250, 250)
    return in_box([_targets(path, bends)])


def jumble(random: Random) -> Form:
    """Three to six straight or bent strokes that have nothing to do with each other."""
    return [_bow(random) for _ in range(random.integers(3, 7))]


def zigzag(random: Random) -> Form:
    """A line to and fro, as people cross something out."""
    count = int(random.integers(6, 16))
    across = np.tile([0.0, 0.7], count)[:count] + random.normal(0, 0.06, count)
    down = np.linspace(0.0, 1.0, count) + random.normal(0, 0.06, count)
    return [_targets(across + 1j * down, np.zeros(count))]


def _bow(random: Random) -> list[Target]:
    (x, y), (to_x, to_y) = random.uniform(0.0, 1.0, (2, 2)).tolist()
    bend = float(random.normal(0.0, 80.0)) if random.random() < 0.5 else 0.0
    return [(x, y), (to_x, to_y, max(-250.0, min(bend, 250.0)))]


def _targets(path: Complex, bends: Floats) -> list[Target]:
    return list(zip(path.real.tolist(), path.imag.tolist(), bends.tolist(), strict=True))
