"""Strokes that some hands add to a digit, drawn where the ink's own shape says.

MNIST was written in the United States: it has hardly a 1 with a hook or a
foot, a slashed 0 or a crossed 7, which half the world writes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import keras
from keras import ops

_SIDE = 28
_DEGREE = 3.14159265 / 180


@dataclass(frozen=True)
class Style:
    """The share of digits, 0–1, that get each stroke."""

    hooked_one: float = 0.35
    footed_one: float = 0.15
    slashed_zero: float = 0.15
    crossed_seven: float = 0.2


def add_style(images: Any, labels: Any, style: Style, random: keras.random.SeedGenerator) -> Any:
    """Add strokes to some of the digits that they fit.

    Args:
        images: float32 `(n, 28, 28, 1)`, 0 paper to 1 ink.
        labels: integers `(n,)`.
        style: how often.
        random: where chance comes from.

    Returns:
        Images of the same shape and range.
    """
    digits = _measure(images[..., 0])

    def uniform(low: float, high: float) -> Any:
        return keras.random.uniform(ops.shape(labels), low, high, seed=random)

    ink = digits.ink
    for digit, share, stroke in (
        (1, style.hooked_one, _hook),
        (1, style.footed_one, _foot),
        (0, style.slashed_zero, _slash),
        (7, style.crossed_seven, _bar),
    ):
        gets_it = ops.logical_and(ops.equal(labels, digit), uniform(0.0, 1.0) < share)
        drawn = _draw(stroke(digits, uniform), digits.width)
        ink = ops.maximum(ink, drawn * ops.cast(gets_it, "float32")[:, None, None])
    return ink[..., None]


class _Digits(NamedTuple):
    """What the strokes are fitted to; `(n,)` each but for the ink, pixels."""

    ink: Any  # (n, 28, 28)
    top: Any  # the first row with ink
    bottom: Any  # the last one
    height: Any
    width: Any  # of the pen


class _Stroke(NamedTuple):
    """A straight stroke from a point over a distance, `(n,)` each, pixels."""

    y: Any
    x: Any
    dy: Any
    dx: Any


_Uniform = Callable[[float, float], Any]  # lowest and highest value → (n,)


def _hook(digits: _Digits, uniform: _Uniform) -> _Stroke:
    """From the top of a one's stem down to the left."""
    angle, length = uniform(25.0, 60.0) * _DEGREE, digits.height * uniform(0.15, 0.65)
    y = digits.top + 0.5 * digits.width - 0.5
    x = _column(digits.ink, y)
    return _Stroke(y, x, length * ops.cos(angle), -length * ops.sin(angle))


def _foot(digits: _Digits, uniform: _Uniform) -> _Stroke:
    """Across the bottom of a one's stem."""
    y, half = digits.bottom - 0.5 * digits.width + 0.5, digits.height * uniform(0.12, 0.35)
    return _Stroke(y, _column(digits.ink, y) - half, uniform(-1.0, 1.0), 2 * half)


def _slash(digits: _Digits, uniform: _Uniform) -> _Stroke:
    """Through the middle of a zero, rising to the right."""
    reach, tilt = digits.height * uniform(0.3, 0.6), uniform(25.0, 65.0) * _DEGREE
    dy, dx = reach * ops.cos(tilt), reach * ops.sin(tilt)
    y = 0.5 * (digits.top + digits.bottom)
    return _Stroke(y + dy, _column(digits.ink, y, around=3.0) - dx, -2 * dy, 2 * dx)


def _bar(digits: _Digits, uniform: _Uniform) -> _Stroke:
    """Across a seven's stem."""
    y = digits.top + digits.height * uniform(0.4, 0.65)
    half = digits.height * uniform(0.12, 0.3)
    return _Stroke(y, _column(digits.ink, y) - half, uniform(-2.0, 1.0), 2 * half)


def _draw(stroke: _Stroke, width: Any) -> Any:
    """The stroke with round ends and soft edges, float32 `(n, 28, 28)` in 0–1."""
    index = ops.arange(_SIDE, dtype="float32")
    start_y, start_x, dy, dx = (part[:, None, None] for part in stroke)
    y, x = index[None, :, None] - start_y, index[None, None, :] - start_x
    along = ops.clip((y * dy + x * dx) / (dy * dy + dx * dx + 1e-6), 0.0, 1.0)
    distance = ops.sqrt(ops.square(y - along * dy) + ops.square(x - along * dx))
    return ops.clip(0.5 * width[:, None, None] + 0.5 - distance, 0.0, 1.0)


def _measure(ink: Any) -> _Digits:
    rows = ops.max(ink, axis=2) > 0.5
    top = ops.cast(ops.argmax(rows, axis=1), "float32")
    bottom = _SIDE - 1.0 - ops.cast(ops.argmax(ops.flip(rows, axis=1), axis=1), "float32")
    return _Digits(ink, top, bottom, bottom - top, stroke_width(ink))


def stroke_width(ink: Any) -> Any:
    """Width of the pen, `(n,)`, pixels, from 1.5 to 5: ink's area over half its edges' length.

    Args:
        ink: float32 `(n, 28, 28)`, 0 paper to 1 ink.
    """
    down, right = ink[:, 1:, 1:] - ink[:, :-1, 1:], ink[:, 1:, 1:] - ink[:, 1:, :-1]
    edges = ops.sum(ops.sqrt(ops.square(down) + ops.square(right)), axis=(1, 2))
    return ops.clip(2 * ops.sum(ink, axis=(1, 2)) / (edges + 1e-6), 1.5, 5.0)


def _column(ink: Any, row: Any, around: float = 0.7) -> Any:
    """Mean column of the ink in the rows near `row`, `(n,)`; `around` is their spread."""
    index = ops.arange(_SIDE, dtype="float32")
    near = ops.exp(-0.5 * ops.square((index[None] - row[:, None]) / around))
    columns = ops.sum(ink * near[:, :, None], axis=1)
    return ops.sum(columns * index, axis=1) / (ops.sum(columns, axis=1) + 1e-6)
