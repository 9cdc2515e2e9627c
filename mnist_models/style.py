"""Strokes that some hands add to a digit, drawn where the ink's own shape says.

MNIST was written in the United States: it has hardly a 1 with a hook or a
foot, a slashed 0 or a crossed 7, which half the world writes.
"""

from dataclasses import dataclass
from typing import Any

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
    """Add at most two strokes to each digit that a style fits.

    Args:
        images: float32 `(n, 28, 28, 1)`, 0 paper to 1 ink.
        labels: integers `(n,)`.
        style: how often.
        random: where chance comes from.

    Returns:
        Images of the same shape and range.
    """
    ink = images[..., 0]
    n = ops.shape(ink)[0]

    def uniform(low: float, high: float) -> Any:
        return keras.random.uniform((n,), low, high, seed=random)

    def written(digit: int, share: float) -> Any:
        return ops.logical_and(ops.equal(labels, digit), uniform(0.0, 1.0) < share)

    rows = ops.max(ink, axis=2) > 0.5
    first = ops.cast(ops.argmax(rows, axis=1), "float32")
    last = _SIDE - 1.0 - ops.cast(ops.argmax(ops.flip(rows, axis=1), axis=1), "float32")
    height = last - first
    width = stroke_width(ink)

    # The hook of a 1 comes up from the lower left to the top of the stem.
    angle, length = uniform(25.0, 60.0) * _DEGREE, height * uniform(0.15, 0.65)
    top = first + 0.5 * width - 0.5
    hook = _Stroke(top, _column(ink, top), top + length * ops.cos(angle), -length * ops.sin(angle))
    # Its foot lies across the bottom.
    bottom, half = last - 0.5 * width + 0.5, height * uniform(0.12, 0.35)
    foot = _Stroke(bottom, _column(ink, bottom) - half, bottom + uniform(-1.0, 1.0), 2 * half)
    # A zero's slash rises to the right, through the middle.
    reach, tilt = height * uniform(0.3, 0.6), uniform(25.0, 65.0) * _DEGREE
    middle = 0.5 * (first + last)
    dy, dx = reach * ops.cos(tilt), reach * ops.sin(tilt)
    slash = _Stroke(middle + dy, _column(ink, middle, around=3.0) - dx, middle - dy, 2 * dx)
    # A seven's bar crosses the stem.
    level, half = first + height * uniform(0.4, 0.65), height * uniform(0.12, 0.3)
    bar = _Stroke(level, _column(ink, level) - half, level + uniform(-2.0, 1.0), 2 * half)

    has_hook, has_slash = written(1, style.hooked_one), written(0, style.slashed_zero)
    has_foot, has_bar = written(1, style.footed_one), written(7, style.crossed_seven)
    first_stroke = _draw(_where(has_slash, slash, hook), width)
    second_stroke = _draw(_where(has_bar, bar, foot), width)
    ink = _overlay(ink, first_stroke, ops.logical_or(has_hook, has_slash))
    ink = _overlay(ink, second_stroke, ops.logical_or(has_foot, has_bar))
    return ink[..., None]


class _Stroke:
    """A straight stroke: from (y, x) to (to_y, x + dx), each `(n,)`, pixels."""

    def __init__(self, y: Any, x: Any, to_y: Any, dx: Any) -> None:
        self.y, self.x, self.dy, self.dx = y, x, to_y - y, dx


def _where(condition: Any, one: _Stroke, other: _Stroke) -> _Stroke:
    y = ops.where(condition, one.y, other.y)
    to_y = y + ops.where(condition, one.dy, other.dy)
    return _Stroke(
        y, ops.where(condition, one.x, other.x), to_y, ops.where(condition, one.dx, other.dx)
    )


def _draw(stroke: _Stroke, width: Any) -> Any:
    """The stroke with round ends and soft edges, float32 `(n, 28, 28)` in 0–1."""
    index = ops.arange(_SIDE, dtype="float32")
    y = index[None, :, None] - stroke.y[:, None, None]
    x = index[None, None, :] - stroke.x[:, None, None]
    dy, dx = stroke.dy[:, None, None], stroke.dx[:, None, None]
    along = ops.clip((y * dy + x * dx) / (dy * dy + dx * dx + 1e-6), 0.0, 1.0)
    distance = ops.sqrt(ops.square(y - along * dy) + ops.square(x - along * dx))
    return ops.clip(0.5 * width[:, None, None] + 0.5 - distance, 0.0, 1.0)


def _overlay(ink: Any, stroke: Any, shown: Any) -> Any:
    return ops.maximum(ink, stroke * ops.cast(shown, "float32")[:, None, None])


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
