"""Random handwriting: how the same digit looks when others write it with other pens.

Used in training only, inside the training graph, with nothing but `keras.ops`,
so that any Keras backend runs it. In order: a stroke that some people add
or leave out, the width of the pen, one resampling that distorts the digit and puts it back
into MNIST's format, as `mnist_models.drawing.sketch` does with every drawing, and for some
digits a corruption (`mnist_models.augmentation.corruption`).

MNIST was written in the United States. It has hardly any 1 with a hook or a foot, slashed 0
or crossed 7, which half the world writes: a `Style` adds them, fitted to the digit's ink.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from mnist_models.augmentation.corruption import corrupt
from mnist_models.augmentation.morphology import (
    Segment,
    draw_segment,
    max_pool,
    min_pool,
    stroke_width,
)
from mnist_models.mnist import DIGIT_SIDE, SIDE, Digits, network_input

_CENTER = SIDE / 2  # the index at which MNIST centres the mass of a digit
_WIDEST_LINE = 6.0  # pixels
_INK = 0.3  # from this brightness on, a pixel counts as part of the digit
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


@dataclass(frozen=True)
class Handwriting:
    """How far handwriting may vary. Angles in degrees, lengths in pixels of 28."""

    rotation: float = 10.0  # degrees, uniform to either side
    shear: float = 0.2  # horizontal pixels a vertical pixel, uniform
    scale: float = 0.1  # relative, uniform, each axis on its own
    shift: float = 1.0  # pixels, uniform, each axis on its own
    elastic: float = 0.6  # standard deviation of displacements on a 5×5 grid, pixels
    thinner: float = 1.2  # at most so many pixels are taken off the width of a line
    thicker: float = 1.0  # at most so many pixels are added to every edge
    marker: float = 0.22  # share of digits that get 1 to 2 pixels on every edge
    gamma: float = 1.6  # largest exponent of the brightness; the smallest is its inverse
    as_it_is: float = 0.3  # share of digits that are moved by whole pixels and not varied otherwise
    astray: float = 0.06  # share of digits that are turned, shifted and shrunk far more
    corrupted: float = 0.24  # share of digits with grain, haze, stray strokes and the like
    style: Style = field(default_factory=Style)


@keras.saving.register_keras_serializable("mnist_models")
class RandomHandwriting(keras.layers.Layer):
    """Varies digits at random while training; leaves them unchanged otherwise.

    Takes `[images, labels]`: float32 `(n, 28, 28, 1)` in 0–1 and integers
    `(n,)`; labels decide which strokes a style may add. Gives images of the
    same shape and range.
    """

    def __init__(self, handwriting: Handwriting, seed: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.handwriting = handwriting
        self.random = keras.random.SeedGenerator(seed)

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Vary `inputs`, `[images, labels]`, if `training`."""
        images, labels = inputs
        if not training:
            return images
        varied = self._change_pen(add_style(images, labels, self.handwriting.style, self.random))
        sharp = self._uniform((ops.shape(images)[0], 1), 0.0, 1.0) < self.handwriting.as_it_is
        images = self._distort(ops.where(sharp[..., None, None], images, varied), sharp)
        return corrupt(images, self.handwriting.corrupted, self.random)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the images."""
        return input_shape[0]

    def _uniform(self, shape: tuple[int, ...], low: float, high: float) -> Any:
        return keras.random.uniform(shape, low, high, seed=self.random)

    def _vary(self, shape: tuple[int, ...], limit: Any) -> Any:
        return limit * self._uniform(shape, -1.0, 1.0)

    def _change_pen(self, images: Any) -> Any:
        """Write with a finer or a broader pen, pressed lightly or hard."""
        limits, n = self.handwriting, ops.shape(images)[0]
        change = self._uniform((n,), -limits.thinner, limits.thicker)
        marker = self._uniform((n,), 0.0, 1.0) < limits.marker
        change = ops.where(marker, self._uniform((n,), 1.0, 2.0), change)
        # A broader line than this would close the loops of an 8.
        room = ops.relu(_WIDEST_LINE - stroke_width(images[..., 0])) / 2
        change = ops.reshape(ops.minimum(change, room), (-1, 1, 1, 1))
        eroded = min_pool(images, 2)
        eroded_twice = min_pool(eroded, 2)
        dilated = max_pool(images, 3)
        dilated_twice = max_pool(dilated, 3)
        images = (
            images
            + ops.clip(-change, 0.0, 1.0) * (eroded - images)
            + ops.relu(-change - 1.0) * (eroded_twice - eroded)
            + ops.clip(change, 0.0, 1.0) * (dilated - images)
            + ops.relu(change - 1.0) * (dilated_twice - dilated)
        )
        images /= ops.max(images, axis=(1, 2, 3), keepdims=True) + 1e-6
        exponent = self._uniform((n, 1, 1, 1), -1.0, 1.0)
        return ops.power(images + 1e-6, limits.gamma**exponent)

    def _distort(self, images: Any, sharp: Any) -> Any:
        """Turn, shear, scale, shift and bend, in one bilinear resampling.

        What is `sharp`, bool `(n, 1)`, is only moved, by whole pixels, and so stays sharp.
        """
        limits, n = self.handwriting, ops.shape(images)[0]
        center, extent = _mass_and_extent(images)
        astray = ops.cast(self._uniform((n, 1), 0.0, 1.0) < limits.astray, "float32")
        angle = self._vary((n, 1), (limits.rotation + 15.0 * astray) * 3.14159265 / 180)
        shear = self._vary((n, 1), limits.shear + 0.2 * astray)
        zoom = ops.exp(self._vary((n, 2), limits.scale)) * extent / DIGIT_SIDE
        zoom = zoom * (1.0 + 0.6 * astray * self._uniform((n, 1), 0.0, 1.0))
        shift = self._vary((n, 2), limits.shift + 3.0 * astray)
        row, column = _grid()
        y, x = row - _CENTER - shift[:, :1], column - _CENTER - shift[:, 1:]
        x = x + shear * y
        cos, sin = ops.cos(angle), ops.sin(angle)
        y, x = zoom[:, :1] * (cos * y - sin * x), zoom[:, 1:] * (sin * y + cos * x)
        bend = limits.elastic * keras.random.normal((n, 5, 5, 2), seed=self.random)
        bend = ops.image.resize(bend, (SIDE, SIDE), interpolation="bicubic")
        bend = ops.reshape(bend, (-1, SIDE * SIDE, 2))
        y = y + center[:, :1] + bend[..., 0]
        x = x + center[:, 1:] + bend[..., 1]
        shift = ops.round(shift)
        y = ops.where(sharp, row - shift[:, :1], y)
        x = ops.where(sharp, column - shift[:, 1:], x)
        return sample(images, y, x)


def varied(digits: Digits, handwriting: Handwriting, seed: int) -> NDArray[np.uint8]:
    """The digits as other people might write them, uint8 `(n, 28, 28)`."""
    augment = RandomHandwriting(handwriting, seed)
    inputs = [network_input(digits.images), digits.labels.astype(np.int32)]
    images = np.asarray(augment(inputs, training=True))[..., 0]
    rounded: NDArray[np.uint8] = np.rint(255 * images).astype(np.uint8)
    return rounded


def sample(images: Any, y: Any, x: Any) -> Any:
    """Read images between their pixels, bilinearly; paper lies around them.

    Args:
        images: float32 `(n, 28, 28, 1)`.
        y: float32 `(n, 784)`, the row that each output pixel reads.
        x: float32 `(n, 784)`, the column.

    Returns:
        float32 `(n, 28, 28, 1)`.
    """
    # Two pixels of paper on every side stand for everything outside.
    padded_side = SIDE + 4
    flat = ops.reshape(ops.pad(images[..., 0], ((0, 0), (2, 2), (2, 2))), (-1, padded_side**2))
    y = ops.clip(y + 2.0, 0.0, padded_side - 1.001)
    x = ops.clip(x + 2.0, 0.0, padded_side - 1.001)
    top, left = ops.floor(y), ops.floor(x)
    down, right = y - top, x - left
    corner = ops.cast(top * padded_side + left, "int32")
    upper = _take(flat, corner) * (1 - right) + _take(flat, corner + 1) * right
    corner = corner + padded_side
    lower = _take(flat, corner) * (1 - right) + _take(flat, corner + 1) * right
    return ops.reshape(upper * (1 - down) + lower * down, (-1, SIDE, SIDE, 1))


def _take(flat: Any, indices: Any) -> Any:
    return ops.take_along_axis(flat, indices, axis=1)


def _grid() -> tuple[Any, Any]:
    """Row and column of each of the 784 pixels, float32 `(1, 784)` each."""
    index = ops.arange(SIDE * SIDE, dtype="float32")
    y = ops.floor(index / SIDE)
    return y[None], (index - y * SIDE)[None]


def _mass_and_extent(images: Any) -> tuple[Any, Any]:
    """Centre of mass (row, column), `(n, 2)`, and longer side of the ink, `(n, 1)`, pixels."""
    ink = images[..., 0]
    index = ops.arange(SIDE, dtype="float32")
    total = ops.sum(ink, axis=(1, 2))[:, None] + 1e-6
    rows, columns = ops.sum(ink, axis=2), ops.sum(ink, axis=1)
    mass = [ops.sum(side * index, axis=1, keepdims=True) / total for side in (rows, columns)]
    sides = []
    for axis in (2, 1):
        inked = ops.max(ink, axis=axis) > _INK
        last = ops.max(ops.where(inked, index, -1.0), axis=1, keepdims=True)
        first = ops.min(ops.where(inked, index, float(SIDE)), axis=1, keepdims=True)
        sides.append(last - first + 1.0)
    return ops.concatenate(mass, axis=1), ops.clip(ops.maximum(*sides), 8.0, SIDE)


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
