"""Ink in a batch of images: grown, shrunk, measured, and strokes drawn into it.

All with `keras.ops`, inside the training graph, on any backend. TensorFlow pools the
channels of a pixel at once, and a digit has one channel; so the images of a batch become the
channels of one image while they are pooled, which is several times as quick.
"""

from typing import Any, NamedTuple

from keras import ops

from mnist_models.mnist import SIDE

_Size = int | tuple[int, int]


def max_pool(images: Any, size: _Size) -> Any:
    """The greatest of each pixel's neighbours in a window; what is outside does not count.

    Args:
        images: float32 `(n, height, width, 1)`.
        size: of the window, pixels, the same both ways or `(height, width)`.

    Returns:
        The same shape.
    """
    return _swapped(ops.max_pool(_swapped(images), size, strides=1, padding="same"))


def min_pool(images: Any, size: _Size) -> Any:
    """The least of each pixel's neighbours, as `max_pool` gives the greatest."""
    return -max_pool(-images, size)


def average_pool(images: Any, size: _Size) -> Any:
    """The mean of each pixel's neighbours, as `max_pool` gives the greatest."""
    return _swapped(ops.average_pool(_swapped(images), size, strides=1, padding="same"))


def _swapped(images: Any) -> Any:
    """The batch as channels, or the channels as a batch."""
    return ops.transpose(images, (3, 1, 2, 0))


class Segment(NamedTuple):
    """A straight stroke in each of n images, from a point over a distance, `(n,)` each, pixels."""

    y: Any
    x: Any
    dy: Any
    dx: Any


def draw_segment(segment: Segment, width: Any) -> Any:
    """The segment with round ends and soft edges, float32 `(n, 28, 28)` in 0–1; `width`: `(n,)`."""
    index = ops.arange(SIDE, dtype="float32")
    start_y, start_x, dy, dx = (part[:, None, None] for part in segment)
    y, x = index[None, :, None] - start_y, index[None, None, :] - start_x
    along = ops.clip((y * dy + x * dx) / (dy * dy + dx * dx + 1e-6), 0.0, 1.0)
    distance = ops.sqrt(ops.square(y - along * dy) + ops.square(x - along * dx))
    return ops.clip(0.5 * width[:, None, None] + 0.5 - distance, 0.0, 1.0)


def stroke_width(ink: Any) -> Any:
    """Width of the pen, `(n,)`, pixels, from 1.5 to 5: ink's area over half its edges' length.

    Args:
        ink: float32 `(n, 28, 28)`, 0 paper to 1 ink.
    """
    down, right = ink[:, 1:, 1:] - ink[:, :-1, 1:], ink[:, 1:, 1:] - ink[:, 1:, :-1]
    edges = ops.sum(ops.sqrt(ops.square(down) + ops.square(right)), axis=(1, 2))
    return ops.clip(2 * ops.sum(ink, axis=(1, 2)) / (edges + 1e-6), 1.5, 5.0)
