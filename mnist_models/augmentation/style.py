"""How handwriting differs: strokes that some people add to a digit, gaps that some leave.

MNIST was written in the United States. It has hardly any 1 with a hook or a foot,
slashed 0 or crossed 7, which half the world writes. Where in an image they go
depends on the shape of its ink.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops

from mnist_models.augmentation.segments import Segment, draw_segment, stroke_width
from mnist_models.mnist import SIDE

_DEGREE = 3.14159265 / 180


@dataclass(frozen=True)
class Style:
    """The share of digits, 0–1, that get each stroke or gap."""

    hooked_one: float = 0.35
    footed_one: float = 0.15
    kicked_one: float = 0.1
    slashed_zero: float = 0.2
    crossed_seven: float = 0.2
    seven_with_serif: float = 0.15
    open_four: float = 0.15
    flat_top: float = 0.15  # of 3, 5 and 8
    detached_five: float = 0.15
    open_top: float = 0.1  # of 0 and 8


def add_style(images: Any, labels: Any, style: Style, random: keras.random.SeedGenerator) -> Any:
    """Add strokes to some of the digits that they belong to, and gaps to others.

    Args:
        images: float32 `(n, 28, 28, 1)`, 0 paper to 1 ink.
        labels: integers `(n,)`.
        style: how often.
        random: the source of randomness.

    Returns:
        Images of the same shape and range.
    """
    digits = _measure(images[..., 0])

    def uniform(low: float, high: float) -> Any:
        return keras.random.uniform(ops.shape(labels), low, high, seed=random)

    def drawn(*options: tuple[tuple[int, ...], float, _Fit]) -> Any:
        nowhere = ops.full_like(digits.width, -2.0 * SIDE)
        segment = Segment(nowhere, nowhere, nowhere, nowhere)
        for of, share, fit in options:
            those = ops.any(ops.equal(labels[:, None], np.array(of)), axis=1)
            chosen = ops.logical_and(those, uniform(0.0, 1.0) < share)
            fitted = fit(digits, uniform)
            segment = Segment(
                *(ops.where(chosen, *pair) for pair in zip(fitted, segment, strict=True))
            )
        return draw_segment(segment, digits.width)

    main = drawn(
        ((0,), style.slashed_zero, _slash),
        ((1,), style.hooked_one, _hook),
        ((3, 5, 8), style.flat_top, _flat_top),
        ((7,), style.crossed_seven, _bar),
    )
    small = drawn(
        ((1,), style.footed_one, _foot),
        ((1,), style.kicked_one, _kick),
        ((7,), style.seven_with_serif, _serif),
    )
    gap = drawn(
        ((0, 8), style.open_top, _opening),
        ((4,), style.open_four, _between_the_arms),
        ((5,), style.detached_five, _before_the_top),
    )
    ink = ops.maximum(digits.ink, ops.maximum(main, small))
    return ops.minimum(ink, 1.0 - gap)[..., None]


class _Digits(NamedTuple):
    """What the strokes are fitted to; all `(n,)` except the ink, pixels."""

    ink: Any  # (n, 28, 28)
    top: Any  # the first row with ink
    bottom: Any  # the last one
    height: Any
    width: Any  # of the pen


_Uniform = Callable[[float, float], Any]  # lowest and highest value → (n,)
_Fit = Callable[[_Digits, _Uniform], Segment]


def _hook(digits: _Digits, uniform: _Uniform) -> Segment:
    """From the top of a one's stem down to the left; a flat one is short, or it makes a 7."""
    angle = uniform(25.0, 70.0) * _DEGREE
    length = digits.height * uniform(0.15, 0.65) * (0.2 + 0.8 * ops.cos(angle))
    y = digits.top + 0.5 * digits.width - 0.5
    x = _column(digits.ink, y)
    return Segment(y, x, length * ops.cos(angle), -length * ops.sin(angle))


def _foot(digits: _Digits, uniform: _Uniform) -> Segment:
    """Across the bottom of a one's stem."""
    y, half = _sole(digits), digits.height * uniform(0.12, 0.35)
    return Segment(y, _column(digits.ink, y) - half, uniform(-1.0, 1.0), 2 * half)


def _kick(digits: _Digits, uniform: _Uniform) -> Segment:
    """From the bottom of a one's stem up to the left."""
    y, length, angle = _sole(digits), digits.height * uniform(0.1, 0.3), uniform(15.0, 60.0)
    sin, cos = ops.sin(angle * _DEGREE), ops.cos(angle * _DEGREE)
    return Segment(y, _column(digits.ink, y), -length * sin, -length * cos)


def _slash(digits: _Digits, uniform: _Uniform) -> Segment:
    """Through the middle of a zero, upright to level, to within or beyond its ring."""
    reach, tilt = digits.height * uniform(0.3, 0.75), uniform(0.0, 100.0) * _DEGREE
    dy, dx = reach * ops.cos(tilt), reach * ops.sin(tilt)
    y = 0.5 * (digits.top + digits.bottom)
    return Segment(y + dy, _column(digits.ink, y, around=3.0) - dx, -2 * dy, 2 * dx)


def _bar(digits: _Digits, uniform: _Uniform) -> Segment:
    """Across a seven's stem."""
    y = digits.top + digits.height * uniform(0.4, 0.65)
    half = digits.height * uniform(0.12, 0.3)
    return Segment(y, _column(digits.ink, y) - half, uniform(-2.0, 1.0), 2 * half)


def _serif(digits: _Digits, uniform: _Uniform) -> Segment:
    """Down from the left end of a seven's top."""
    y, left, _ = _upper_edge(digits)
    return Segment(y, left, digits.height * uniform(0.1, 0.3), uniform(-2.0, 1.0))


def _flat_top(digits: _Digits, uniform: _Uniform) -> Segment:
    """Along the top of a 3, 5 or 8, which makes it level."""
    y, left, right = _upper_edge(digits)
    return Segment(y, left, uniform(-1.0, 1.0), right - left + digits.height * uniform(0.0, 0.25))


def _opening(digits: _Digits, uniform: _Uniform) -> Segment:
    """A gap at the top of a 0 or the right shoulder of an 8."""
    y, left, right = _upper_edge(digits)
    x = left + (right - left) * uniform(0.5, 0.9)
    return Segment(y - 1.0, x, digits.width + 1.5, uniform(-1.0, 2.0))


def _between_the_arms(digits: _Digits, uniform: _Uniform) -> Segment:
    """A gap where a closed four's left arm would meet its stem."""
    y = digits.top + 0.5 * digits.width - 0.5
    x = _column(digits.ink, y) - digits.width * uniform(1.1, 1.6)
    return Segment(y, x, digits.height * uniform(0.15, 0.3), -digits.width)


def _before_the_top(digits: _Digits, uniform: _Uniform) -> Segment:
    """A gap between a five's body and its top stroke."""
    y, left, right = _upper_edge(digits)
    x = left + (right - left) * uniform(0.0, 0.35)
    return Segment(y - 1.0, x, digits.width + 1.5, uniform(-1.0, 1.0))


def _sole(digits: _Digits) -> Any:
    """The row of the lowest stroke's middle, `(n,)`."""
    return digits.bottom - 0.5 * digits.width + 0.5


def _upper_edge(digits: _Digits) -> tuple[Any, Any, Any]:
    """Row of the topmost stroke's middle, and the columns between which ink lies there, `(n,)`."""
    y = digits.top + 0.5 * digits.width - 0.5
    index = ops.arange(SIDE, dtype="float32")
    near = ops.abs(index[None] - y[:, None]) < 0.1 * digits.height[:, None] + 1.0
    inked = ops.max(ops.where(near[:, :, None], digits.ink, 0.0), axis=1) > 0.4
    left = ops.min(ops.where(inked, index, float(SIDE)), axis=1)
    right = ops.max(ops.where(inked, index, 0.0), axis=1)
    return y, left, ops.maximum(right, left)


def _measure(ink: Any) -> _Digits:
    rows = ops.max(ink, axis=2) > 0.5
    top = ops.cast(ops.argmax(rows, axis=1), "float32")
    bottom = SIDE - 1.0 - ops.cast(ops.argmax(ops.flip(rows, axis=1), axis=1), "float32")
    return _Digits(ink, top, bottom, bottom - top, stroke_width(ink))


def _column(ink: Any, row: Any, around: float = 0.7) -> Any:
    """Mean column of the ink in the rows near `row`, `(n,)`; `around` is their spread."""
    index = ops.arange(SIDE, dtype="float32")
    near = ops.exp(-0.5 * ops.square((index[None] - row[:, None]) / around))
    columns = ops.sum(ink * near[:, :, None], axis=1)
    return ops.sum(columns * index, axis=1) / (ops.sum(columns, axis=1) + 1e-6)
