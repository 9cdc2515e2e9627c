"""Drawings that are no digits, made up: what the networks learn to decline.

Strokes of our own (letters, signs, scribbles, blots) and MNIST's training
digits turned, mirrored, cut, mixed and scribbled over. None of it comes from
real drawings, which only judge.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.sketch import Ink, sketch_to_mnist
from mnist_models.mnist import NO_DIGIT, Digits
from mnist_models.strokes.pen import draw, scale_strokes
from mnist_models.strokes.shapes import LETTERS, SIGNS
from mnist_models.strokes.templates import by_a_hand
from mnist_models.strokes.unipen import Stroke

_CANVAS = 112  # pixels: about the size at which MNIST's digits were scanned
_Random = np.random.Generator
_Maker = Callable[[Digits, _Random], Ink]


def non_digits(
    digits: Digits, count: int, seed: int, kinds: Mapping[str, float] | None = None
) -> NDArray[np.uint8]:
    """Make up drawings that are no digits.

    Args:
        digits: what turned, cut and mixed digits are made of.
        count: how many.
        seed: decides all of them.
        kinds: name → share, of those in `KINDS`, which is the default.

    Returns:
        uint8 `(count, 28, 28)` in MNIST's format.
    """
    random = np.random.default_rng(seed)
    shares = kinds or KINDS
    weights = np.array(list(shares.values()))
    chosen = random.choice(list(shares), count, p=weights / weights.sum())
    return np.stack([sketch_to_mnist(_MAKERS[kind](digits, random)) for kind in chosen])


def with_non_digits(
    digits: Digits, share: float, seed: int, kinds: Mapping[str, float] | None = None
) -> Digits:
    """The digits, and `share` as many drawings again that are labelled `NO_DIGIT`."""
    if share == 0:
        return digits
    images = non_digits(digits, round(share * len(digits.labels)), seed, kinds)
    labels = np.full(len(images), NO_DIGIT, digits.labels.dtype)
    return Digits(np.concatenate([digits.images, images]), np.concatenate([digits.labels, labels]))


def _shape(shapes: Sequence[tuple[Stroke, ...]]) -> _Maker:
    def make(_: Digits, random: _Random) -> Ink:
        return _drawn(by_a_hand(shapes[int(random.integers(len(shapes)))], random), random)

    return make


def _scribble(_: Digits, random: _Random) -> Ink:
    """One long line that turns at random, smoothly or in corners."""
    count, turn = random.integers(20, 120), random.uniform(0.3, 2.5)
    heading = np.cumsum(random.normal(random.uniform(-0.3, 0.3), turn, count))
    steps = np.stack([np.cos(heading), np.sin(heading)], axis=1)
    path = np.cumsum(steps, axis=0)
    return _drawn([path - random.uniform(0.0, 0.9) * np.linspace(0, 1, count)[:, None] * path[-1]],
                  random)  # fmt: skip


def _jumble(_: Digits, random: _Random) -> Ink:
    """Three to six straight or bent strokes that have nothing to do with each other."""
    strokes = []
    for _stroke in range(random.integers(3, 7)):
        start, middle, end = random.uniform(0.0, 1.0, (3, 2))
        at = np.linspace(0, 1, 12)[:, None]
        bent = (1 - at) ** 2 * start + 2 * at * (1 - at) * middle + at**2 * end
        strokes.append(bent if random.random() < 0.5 else np.stack([start, end]))
    return _drawn(strokes, random)


def _blot(_: Digits, random: _Random) -> Ink:
    """A dot, a spot, or an area that is filled or hatched."""
    reach = random.choice([0.0, 0.05, 0.3, 0.3])
    count = 1 if reach < 0.3 else random.integers(8, 40)
    points = random.uniform(-reach, reach, (count, 2)) * random.uniform(0.5, 1.0, 2)
    points = points[np.argsort(points[:, random.integers(2)])]
    return draw([(points + 0.5) * _CANVAS], random.uniform(0.05, 0.3) * _CANVAS, _CANVAS)


def _quarter_turned(digits: Digits, random: _Random) -> Ink:
    return np.rot90(_pick(digits, random, (2, 3, 4, 5, 6, 7, 8, 9)), random.choice([1, 3]))


def _upside_down(digits: Digits, random: _Random) -> Ink:
    return np.rot90(_pick(digits, random, (3, 4, 7)), 2)


def _mirrored(digits: Digits, random: _Random) -> Ink:
    return np.fliplr(_pick(digits, random, (3, 4, 6, 9)))


def _cut(digits: Digits, random: _Random) -> Ink:
    """Cut in halves or quarters that change places."""
    digit = _pick(digits, random, (0, 2, 3, 4, 5, 6, 7, 9))
    shift = [(14, 14), (14, 14), (0, 14), (14, 0)][random.integers(4)]
    return np.roll(digit, shift, axis=(0, 1))


def _two(digits: Digits, random: _Random) -> Ink:
    """Two digits side by side, sometimes one above the other."""
    pair = [_pick(digits, random), _pick(digits, random)]
    if random.random() < 0.15:
        return np.concatenate(pair)
    gap = int(random.integers(0, 10))
    return np.concatenate([pair[0][:, : 28 - gap // 2], pair[1][:, (gap + 1) // 2 :]], axis=1)


def _mixed(digits: Digits, random: _Random) -> Ink:
    """Two unlike digits on top of each other; a 1 or 7 could be a slash or bar."""
    labels = random.choice([0, 2, 3, 4, 5, 6, 8, 9], 2, replace=False)
    return np.maximum(*(_pick(digits, random, (label,)) for label in labels))


def _scribbled_over(digits: Digits, random: _Random) -> Ink:
    count = random.integers(6, 16)
    points = np.stack([np.tile([0.15, 0.85], count)[:count], np.linspace(0.1, 0.9, count)], axis=1)
    strokes = by_a_hand([points + random.normal(0, 0.06, points.shape)], random)
    scribble = sketch_to_mnist(draw([stroke * 28 for stroke in strokes], 2.0, 28))
    return np.maximum(_pick(digits, random), scribble)


_MAKERS: dict[str, _Maker] = {
    "letter": _shape(tuple(LETTERS.values())),
    "sign": _shape(tuple(SIGNS.values())),
    "scribble": _scribble,
    "jumble": _jumble,
    "blot": _blot,
    "quarter turned": _quarter_turned,
    "upside down": _upside_down,
    "mirrored": _mirrored,
    "cut": _cut,
    "two": _two,
    "mixed": _mixed,
    "scribbled over": _scribbled_over,
}
KINDS = {
    "letter": 0.36, "sign": 0.12, "scribble": 0.06, "jumble": 0.08, "blot": 0.03,
    "quarter turned": 0.06, "upside down": 0.04, "mirrored": 0.05, "cut": 0.05, "two": 0.06,
    "mixed": 0.05, "scribbled over": 0.04,
}  # fmt: skip


def _drawn(strokes: Sequence[Stroke], random: _Random) -> Ink:
    """Strokes as a pen of some width leaves them, in the middle of a canvas."""
    size = 0.8 * _CANVAS
    pen = random.uniform(0.05, 0.24) * size
    corner = (_CANVAS - size + pen) / 2
    placed = [stroke + corner for stroke in scale_strokes(strokes, size - pen)]
    return _scanned(draw(placed, pen, _CANVAS), random)


def _scanned(ink: Ink, random: _Random) -> Ink:
    """The same ink with lines of uneven width, as pens leave them on MNIST's forms.

    Otherwise a smooth line alone would tell a network that this is no digit.
    """
    soft = Image.fromarray(ink).filter(ImageFilter.GaussianBlur(2))
    unevenness = random.normal(0.0, random.uniform(0.0, 0.3), (28, 28)).astype(np.float32)
    uneven = Image.fromarray(unevenness).resize(soft.size, Image.Resampling.BICUBIC)
    near = np.asarray(soft, np.float32) / 255
    scanned = (near > 0.1) & (near + np.asarray(uneven) > 0.5)
    return np.where(scanned, 255, 0).astype(np.uint8)


def _pick(digits: Digits, random: _Random, labels: Sequence[int] = range(10)) -> Ink:
    """A digit of one of `labels`."""
    while True:
        index = random.integers(len(digits.labels))
        if digits.labels[index] in labels:
            image: Ink = digits.images[index]
            return image
