"""Drawings that are no digits, made up: what the networks learn to decline.

Letters, signs, scribbles and blots by made-up hands, and digits turned,
mirrored, cut, mixed and scribbled over: MNIST's training digits and made-up
ones. So neither smooth nor rough lines give a non-digit away. None of it comes
from real drawings: those are for testing only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.sketch import Ink, sketch_to_mnist
from mnist_models.mnist import NO_DIGIT, Digits
from mnist_models.strokes.pen import draw
from mnist_models.writing.drawings import TRAINING, drawings, drawn
from mnist_models.writing.letters import LETTERS, SIGNS
from mnist_models.writing.nonsense import jumble, scribble, zigzag
from mnist_models.writing.notation import Form, in_box

_CANVAS = 112  # pixels: about the size at which MNIST's digits were scanned
_Random = np.random.Generator
_Hands = Mapping[str, Iterator[Ink]]  # what they draw → their drawings, without end
_Maker = Callable[[Digits, _Random, _Hands], Ink]
_ROUGH = 0.3  # share of drawings by hand that get a line as rough as that of MNIST's digits
# Turned or mirrored, these digits could still be read as some digit.
_AMBIGUOUS = ("4 like a lightning", "7 narrow", "7 steep")
_TURNABLE = tuple(each for each in TRAINING if not each.name.startswith(_AMBIGUOUS))


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
    pools = (digits, drawings(200 + count // 4, seed, _TURNABLE))
    hands = {what: drawn(form, seed) for what, form in _FORMS.items()}
    images = np.empty((count, *digits.images.shape[1:]), np.uint8)
    for image, kind in zip(images, chosen, strict=True):
        image[:] = sketch_to_mnist(_MAKERS[kind](pools[random.integers(2)], random, hands))
    return images


def with_non_digits(
    digits: Digits, share: float, seed: int, kinds: Mapping[str, float] | None = None
) -> Digits:
    """The digits, and `share` as many drawings again that are labelled `NO_DIGIT`."""
    if share == 0:
        return digits
    images = non_digits(digits, round(share * len(digits.labels)), seed, kinds)
    labels = np.full(len(images), NO_DIGIT, digits.labels.dtype)
    return Digits(np.concatenate([digits.images, images]), np.concatenate([digits.labels, labels]))


def _one_of(shapes: Mapping[str, Form]) -> Callable[[_Random], Form]:
    forms = [in_box(shape) for shape in shapes.values()]
    return lambda random: forms[int(random.integers(len(forms)))]


_FORMS: dict[str, Callable[[_Random], Form]] = {
    "letter": _one_of(LETTERS),
    "sign": _one_of(SIGNS),
    "scribble": scribble,
    "jumble": jumble,
    "zigzag": zigzag,
}


def _by_hand(what: str) -> _Maker:
    def make(_: Digits, random: _Random, hands: _Hands) -> Ink:
        ink = next(hands[what])
        return _scanned(ink, random) if random.random() < _ROUGH else ink

    return make


def _blot(_: Digits, random: _Random, _hands: _Hands) -> Ink:
    """A dot, a spot, or an area that is filled or hatched."""
    reach = random.choice([0.0, 0.05, 0.3, 0.3])
    count = 1 if reach < 0.3 else random.integers(8, 40)
    points = random.uniform(-reach, reach, (count, 2)) * random.uniform(0.5, 1.0, 2)
    points = points[np.argsort(points[:, random.integers(2)])]
    return draw([(points + 0.5) * _CANVAS], random.uniform(0.05, 0.3) * _CANVAS, _CANVAS)


def _quarter_turned(digits: Digits, random: _Random, _hands: _Hands) -> Ink:
    return np.rot90(_pick(digits, random, (2, 3, 4, 5, 6, 7, 8, 9)), random.choice([1, 3]))


def _upside_down(digits: Digits, random: _Random, _hands: _Hands) -> Ink:
    return np.rot90(_pick(digits, random, (3, 4, 7)), 2)


def _mirrored(digits: Digits, random: _Random, _hands: _Hands) -> Ink:
    return np.fliplr(_pick(digits, random, (3, 4, 6, 9)))


def _cut(digits: Digits, random: _Random, _hands: _Hands) -> Ink:
    """Cut in halves or quarters that change places."""
    digit = _pick(digits, random, (0, 2, 3, 4, 5, 6, 7, 9))
    shift = [(14, 14), (14, 14), (0, 14), (14, 0)][random.integers(4)]
    return np.roll(digit, shift, axis=(0, 1))


def _two(digits: Digits, random: _Random, _hands: _Hands) -> Ink:
    """Two digits side by side, sometimes one above the other."""
    pair = [_pick(digits, random), _pick(digits, random)]
    if random.random() < 0.15:
        return np.concatenate(pair)
    gap = int(random.integers(0, 10))
    return np.concatenate([pair[0][:, : 28 - gap // 2], pair[1][:, (gap + 1) // 2 :]], axis=1)


def _mixed(digits: Digits, random: _Random, _hands: _Hands) -> Ink:
    """Two unlike digits on top of each other; a 1 or 7 could be a slash or bar."""
    labels = random.choice([0, 2, 3, 4, 5, 6, 8, 9], 2, replace=False)
    return np.maximum(*(_pick(digits, random, (label,)) for label in labels))


def _scribbled_over(digits: Digits, random: _Random, hands: _Hands) -> Ink:
    return np.maximum(_pick(digits, random), sketch_to_mnist(next(hands["zigzag"])))


_MAKERS: dict[str, _Maker] = {
    "letter": _by_hand("letter"),
    "sign": _by_hand("sign"),
    "scribble": _by_hand("scribble"),
    "jumble": _by_hand("jumble"),
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
