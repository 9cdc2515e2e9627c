"""Straight strokes drawn into many images at once, as broad as the strokes that are there."""

from typing import Any, NamedTuple

from keras import ops

from mnist_models.mnist import SIDE


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
