"""Digits as pen strokes of our own, in the forms that people write.

They are harder than MNIST and belong to no final test, so they may choose between two recipes.
"""

from collections.abc import Sequence
from math import cos, pi, sin

import numpy as np

from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.mnist import Digits
from mnist_models.strokes.pen import Stroke, draw_with_pen

_Points = list[tuple[float, float]]


def _arc(  # noqa: PLR0917 - an arc is six numbers
    x: float, y: float, radius_x: float, radius_y: float, start: float, stop: float
) -> _Points:
    """Seventeen points on an ellipse; degrees, clockwise from the right."""
    angles = np.linspace(start, stop, 17) * (pi / 180)
    return [(x + radius_x * cos(angle), y + radius_y * sin(angle)) for angle in angles]


# Name → strokes in a unit square, y downwards. The name begins with the digit.
_STROKES: dict[str, list[_Points]] = {
    "0": [_arc(0.5, 0.5, 0.19, 0.3, -90, 270)],
    "0 narrow": [_arc(0.5, 0.5, 0.11, 0.3, -90, 270)],
    "0 open": [_arc(0.5, 0.5, 0.19, 0.3, -70, 255)],
    "0 slashed": [_arc(0.5, 0.5, 0.2, 0.3, -90, 270), [(0.34, 0.72), (0.66, 0.28)]],
    "0 slashed beyond": [_arc(0.5, 0.5, 0.19, 0.25, -90, 270), [(0.2, 0.84), (0.8, 0.16)]],
    "0 barred": [_arc(0.5, 0.5, 0.18, 0.3, -90, 270), [(0.25, 0.52), (0.75, 0.48)]],
    "1": [[(0.5, 0.2), (0.5, 0.8)]],
    "1 hooked": [[(0.36, 0.36), (0.52, 0.2), (0.52, 0.8)]],
    "1 long-hooked": [[(0.26, 0.52), (0.54, 0.2), (0.54, 0.8)]],
    "1 flat-hooked": [[(0.36, 0.27), (0.52, 0.2), (0.52, 0.8)]],
    "1 footed": [[(0.5, 0.2), (0.5, 0.8)], [(0.36, 0.8), (0.64, 0.8)]],
    "1 hooked and footed": [
        [(0.36, 0.36), (0.5, 0.2), (0.5, 0.8)], [(0.34, 0.8), (0.66, 0.8)]
    ],
    "1 kicked": [[(0.52, 0.2), (0.52, 0.8), (0.4, 0.7)]],
    "2": [[*_arc(0.5, 0.37, 0.17, 0.17, -160, 30), (0.32, 0.8), (0.7, 0.8)]],
    "2 looped": [
        [*_arc(0.48, 0.36, 0.17, 0.16, -160, 50), (0.4, 0.76),
         *_arc(0.36, 0.72, 0.06, 0.07, 60, 300), (0.5, 0.76), (0.72, 0.8)]
    ],
    "2 angular": [[(0.32, 0.26), (0.62, 0.2), (0.66, 0.34), (0.3, 0.8), (0.7, 0.78)]],
    "3": [[*_arc(0.48, 0.35, 0.17, 0.15, -150, 90), *_arc(0.48, 0.65, 0.19, 0.15, -90, 150)]],
    "3 flat-topped": [
        [(0.32, 0.2), (0.68, 0.2), (0.48, 0.44), *_arc(0.47, 0.62, 0.2, 0.18, -80, 150)]
    ],
    "4": [[(0.42, 0.2), (0.32, 0.55), (0.72, 0.55)], [(0.6, 0.25), (0.6, 0.8)]],
    "4 closed": [[(0.6, 0.8), (0.6, 0.2), (0.3, 0.6), (0.74, 0.6)]],
    "4 wide open": [[(0.34, 0.2), (0.34, 0.5), (0.68, 0.5)], [(0.66, 0.2), (0.66, 0.8)]],
    "5": [[(0.66, 0.2), (0.4, 0.2), (0.37, 0.46), *_arc(0.48, 0.62, 0.18, 0.18, -110, 140)]],
    "5 detached": [
        [(0.38, 0.26), (0.37, 0.46), *_arc(0.48, 0.62, 0.18, 0.18, -110, 140)],
        [(0.44, 0.2), (0.74, 0.19)],
    ],
    "5 round": [
        [(0.66, 0.2), *_arc(0.52, 0.35, 0.15, 0.15, -100, -200),
         *_arc(0.46, 0.63, 0.18, 0.17, -70, 140)]
    ],
    "6": [[(0.6, 0.2), (0.4, 0.45), *_arc(0.5, 0.64, 0.16, 0.16, 180, 540)]],
    "6 straight": [[(0.36, 0.2), *_arc(0.5, 0.66, 0.14, 0.14, 180, -180)]],
    "7": [[(0.3, 0.22), (0.7, 0.22), (0.45, 0.8)]],
    "7 crossed": [[(0.3, 0.22), (0.7, 0.22), (0.45, 0.8)], [(0.38, 0.52), (0.72, 0.5)]],
    "7 with a serif": [[(0.3, 0.34), (0.3, 0.22), (0.7, 0.22), (0.5, 0.8)]],
    "7 with a serif, crossed": [
        [(0.28, 0.34), (0.3, 0.22), (0.7, 0.22), (0.46, 0.8)], [(0.36, 0.52), (0.72, 0.52)]
    ],
    "8": [[*_arc(0.5, 0.36, 0.14, 0.14, 90, -270), *_arc(0.5, 0.65, 0.17, 0.15, -90, 270)]],
    "8 open": [
        [(0.66, 0.24), *_arc(0.5, 0.35, 0.14, 0.14, -70, -250),
         *_arc(0.5, 0.65, 0.17, 0.15, -70, 230), (0.66, 0.34)]
    ],
    "8 flat-topped": [
        [(0.66, 0.2), (0.36, 0.2), (0.42, 0.42), *_arc(0.5, 0.65, 0.17, 0.16, -60, 220),
         (0.66, 0.2)]
    ],
    "9": [[*_arc(0.5, 0.37, 0.16, 0.16, 0, -360), (0.64, 0.55), (0.58, 0.8)]],
    "9 straight": [[*_arc(0.5, 0.35, 0.15, 0.14, 0, -360), (0.65, 0.8)]],
    "9 tailed": [[*_arc(0.5, 0.35, 0.15, 0.15, 0, -360), *_arc(0.47, 0.62, 0.18, 0.18, 0, 150)]],
}  # fmt: skip

TEMPLATES: dict[str, tuple[Stroke, ...]] = {
    name: tuple(np.array(points) for points in strokes) for name, strokes in _STROKES.items()
}


def hard_drawings(count: int, seed: int) -> Digits:
    """Draw every template `count` times, each time by another hand.

    Hands differ in slant, proportions and steadiness, and in their pen: 4 to 24 % of the digit's
    longer side.

    Returns:
        `count * len(TEMPLATES)` digits in MNIST's format.
    """
    random = np.random.default_rng(seed)
    images, labels = [], []
    for name, strokes in TEMPLATES.items():
        for _ in range(count):
            drawn = by_a_hand(strokes, random)
            pen = random.uniform(0.04, 0.24)
            images.append(sketch_to_mnist(draw_with_pen(drawn, pen)))
            labels.append(int(name[0]))
    return Digits(np.stack(images), np.array(labels, np.uint8))


def by_a_hand(strokes: Sequence[Stroke], random: np.random.Generator) -> list[Stroke]:
    """The strokes as one of many hands would make them: slanted, stretched and bent at random."""
    angle, slant = random.uniform(-0.2, 0.2), random.uniform(-0.25, 0.4)
    wide = random.uniform(0.7, 1.3)
    turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    matrix = turn @ np.array([[wide, -slant], [0.0, 1.0]])
    bend = random.normal(0.0, 0.02, (2, 2))  # of waves as long as the digit
    phase = random.uniform(0.0, 2 * pi, (2, 2))
    drawn = []
    for stroke in strokes:
        # Forty points an equal way apart, close enough to bend the path.
        lengths = np.r_[0.0, np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))]
        at = np.linspace(0.0, lengths[-1], 40)
        path = np.stack([np.interp(at, lengths, axis) for axis in stroke.T], axis=1)
        waves = np.sin(2 * pi * path @ np.ones((2, 2)) * [1.0, 1.4] + phase[0]) * bend[0]
        ripples = np.sin(4 * pi * path[:, ::-1] + phase[1]) * bend[1]
        drawn.append(path @ matrix.T + waves + ripples)
    return drawn
