"""Corrupted digits: grain, specks, haze, glare, blur, stray strokes and the like.

Used in training only, so that networks learn to read digits that are not clean.
Only `keras.ops` is used, so any Keras backend runs it.
"""

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from mnist_models.augmentation.morphology import Segment, average_pool, draw_segment, min_pool
from mnist_models.mnist import SIDE

_Uniform = Callable[[tuple[int, ...], float, float], Any]  # shape, lowest, highest


def corrupt(images: Any, share: float, random: keras.random.SeedGenerator) -> Any:
    """Corrupt some of the images, each in one way.

    Args:
        images: float32 `(n, 28, 28, 1)`, 0 paper to 1 ink.
        share: of the images, 0–1.
        random: the source of randomness.

    Returns:
        Images of the same shape and range.
    """
    n = ops.shape(images)[0]

    def uniform(shape: tuple[int, ...], low: float, high: float) -> Any:
        return keras.random.uniform((n, *shape), low, high, seed=random)

    noise = keras.random.normal((n, SIDE, SIDE, 1), seed=random)
    ways = [
        images + uniform((1, 1, 1), 0.05, 0.4) * noise,
        _specked(images, uniform),
        _hazy(images, uniform),
        images + uniform((1, 1, 1), 0.05, 0.5),
        _blurred(images, uniform),
        _struck(images, uniform),
        _banded(images, uniform),
        _outlined(images),
    ]
    choice = uniform((1, 1, 1), 0.0, len(ways) / max(share, 1e-6))
    corrupted = images
    for number, way in enumerate(ways):
        here = ops.logical_and(choice >= number, choice < number + 1)
        corrupted = ops.where(here, way, corrupted)
    return ops.clip(corrupted, 0.0, 1.0)


def _specked(images: Any, uniform: _Uniform) -> Any:
    """Pixels of black and white anywhere."""
    chance, amount = uniform((SIDE, SIDE, 1), 0.0, 1.0), uniform((1, 1, 1), 0.01, 0.25)
    specks = ops.cast(chance < amount / 2, "float32")
    return ops.where(chance < amount, specks, images)


def _hazy(images: Any, uniform: _Uniform) -> Any:
    """A cloud in front, up to three times as bright as the ink."""
    fields = [
        ops.image.resize(uniform((side, side, 1), 0.0, 1.0), (SIDE, SIDE), "bicubic")
        for side in (3, 7)
    ]
    cloud = 0.7 * fields[0] + 0.3 * fields[1]
    density = uniform((1, 1, 1), 0.3, 3.0)
    return (images + density * cloud) / (1 + density)


def _blurred(images: Any, uniform: _Uniform) -> Any:
    """Out of focus, or moved along a row or column."""
    way = uniform((1, 1, 1), 0.0, 3.0)
    pools = [average_pool(images, size) for size in ((3, 3), (1, 7), (7, 1))]
    pools[0] = average_pool(pools[0], (3, 3))
    return ops.where(way < 1.0, pools[0], ops.where(way < 2.0, pools[1], pools[2]))


def _struck(images: Any, uniform: _Uniform) -> Any:
    """A stray stroke across."""
    y, dy = uniform((), 0.0, SIDE), uniform((), -10.0, 10.0)
    x, dx = uniform((), -6.0, 8.0), uniform((), 10.0, 34.0)
    line = draw_segment(Segment(y, x, dy, dx), uniform((), 0.5, 3.0))[..., None]
    dashes = ops.cast(uniform((1, SIDE, 1), 0.0, 1.0) < uniform((1, 1, 1), 0.4, 1.5), "float32")
    return ops.maximum(images, line * dashes)


def _banded(images: Any, uniform: _Uniform) -> Any:
    """Inverted beyond two columns, or beyond two rows."""
    index = ops.arange(SIDE, dtype="float32")
    low, high = uniform((1,), 0.0, 9.0), uniform((1,), 19.0, 28.0)
    beyond = ops.logical_or(index[None] < low, index[None] >= high)
    upright = uniform((1, 1), 0.0, 1.0) < 0.5
    beyond = ops.logical_or(
        ops.logical_and(upright, beyond[:, None, :]),
        ops.logical_and(ops.logical_not(upright), beyond[:, :, None]),
    )
    return ops.where(beyond[..., None], 1.0 - images, images)


def _outlined(images: Any) -> Any:
    """Only the edges of the ink."""
    inked = ops.cast(images > 0.4, "float32")
    return inked - min_pool(inked, 3)
