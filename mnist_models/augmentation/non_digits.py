"""Synthetic drawings that are no digits, for the networks to learn to decline.

Three sources: letters, signs, icons and scribbles by synthetic hands; ruled lines,
plots and photos; and digits turned, mirrored, cut, mixed, scribbled over or beside
another digit. These digits are MNIST's training digits and synthetic ones, so neither
smooth nor rough lines give a non-digit away. Real drawings that are no digits are kept
for testing.

Some non-digits cannot be told apart from a digit and are left out; `letters.py` lists
letters and signs, `_HALVES` says which halves, `_frame`, `_mixed` and `_pair` what they avoid.
A digit with a sliver of its neighbour, under a tenth of it, is left out as well: it is
still a digit with a blot.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from mnist_models.drawing.sketch import Ink, cut_out, sketch_to_mnist
from mnist_models.mnist import NO_DIGIT, Digits
from mnist_models.strokes.pen import draw
from mnist_models.writing.drawings import TRAINING, Written, drawn, ink, written
from mnist_models.writing.letters import GREEK, ICONS, LETTERS, SIGNS, jumble, scribble, zigzag
from mnist_models.writing.notation import Form, in_box

# Name → share, where no other shares are asked for.
KINDS = {
    "letter": 0.28, "Greek letter": 0.08, "sign": 0.08, "punctuation": 0.03, "icon": 0.05,
    "scribble": 0.03, "jumble": 0.04, "blot": 0.02,
    "frame": 0.05, "plot": 0.03, "photo": 0.02,
    "quarter turned": 0.03, "upside down": 0.03, "mirrored": 0.03, "swapped": 0.02,
    "mixed": 0.02, "scribbled over": 0.02,
    "half": 0.05, "pair": 0.05, "neighbour's slice": 0.04,
}  # fmt: skip

_ROUGH = 0.3  # share of line drawings whose lines become as rough as those of MNIST's digits
_BLOT_SIDE = 112  # pixels
_ENLARGED = 5  # times 28 pixels, so that cut MNIST digits stay as sharp as whole ones
# Turned, mirrored or cut, these digits could still be read as some digit.
_AMBIGUOUS = (
    "0 barred", "0 round, slashed", "0 slashed", "0 small", "4 like a lightning", "4 steep",
    "7 narrow", "7 steep", "8 begun with", "8 lazy",
)  # fmt: skip
_UNAMBIGUOUS = tuple(each for each in TRAINING if not each.name.startswith(_AMBIGUOUS))
_ANY = range(10)

_Random = np.random.Generator
_Side = Literal["left", "right", "top", "bottom"]


class _Material(NamedTuple):
    """What non-digits are made of."""

    digits: Digits
    written: list[Written]  # synthetic digits, those of a hand in sequence
    drawn: Digits  # images of `written`
    hands: Mapping[str, Iterator[Ink]]  # what they draw → drawings without end


_Maker = Callable[[_Material, _Random], Ink]


def non_digits(
    digits: Digits, count: int, seed: int, kinds: Mapping[str, float] | None = None
) -> NDArray[np.uint8]:
    """Synthesize drawings that are no digits.

    Args:
        digits: MNIST digits, some of which are turned, cut and mixed.
        count: how many drawings.
        seed: decides all of them.
        kinds: name → share, of those in `KINDS`, which is the default.

    Returns:
        uint8 `(count, 28, 28)` in MNIST's format.
    """
    random = np.random.default_rng(seed)
    shares = kinds or KINDS
    weights = np.array(list(shares.values()))
    chosen = random.choice(list(shares), count, p=weights / weights.sum())
    by_hand = list(islice(written(seed, _UNAMBIGUOUS), 200 + count // 4))
    synthetic = Digits(
        np.stack([sketch_to_mnist(ink(each.strokes, each.widths)) for each in by_hand]),
        np.array([each.allograph.digit for each in by_hand], np.uint8),
    )
    hands = {what: drawn(form, seed) for what, form in _FORMS.items()}
    material = _Material(digits, by_hand, synthetic, hands)
    images = np.empty((count, *digits.images.shape[1:]), np.uint8)
    for image, kind in zip(images, chosen, strict=True):
        image[:] = sketch_to_mnist(_MAKERS[kind](material, random))
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


# Letters, signs and scribbles by hand


def _one_of(shapes: Mapping[str, Form]) -> Callable[[_Random], Form]:
    forms = [in_box(shape) for shape in shapes.values()]
    return lambda random: forms[int(random.integers(len(forms)))]


_FORMS: dict[str, Callable[[_Random], Form]] = {
    "letter": _one_of(LETTERS),
    "Greek letter": _one_of(GREEK),
    "sign": _one_of(SIGNS),
    "icon": _one_of(ICONS),
    "scribble": scribble,
    "jumble": jumble,
    "zigzag": zigzag,
}


def _by_hand(what: str) -> _Maker:
    return lambda material, random: _perhaps_rough(next(material.hands[what]), random)


def _perhaps_rough(smooth: Ink, random: _Random) -> Ink:
    """Some drawings get lines of uneven width, as pens left them on MNIST's forms.

    Otherwise a smooth line alone would tell a network that this is no digit.
    """
    if random.random() >= _ROUGH:
        return smooth
    soft = Image.fromarray(smooth).filter(ImageFilter.GaussianBlur(2))
    unevenness = random.normal(0.0, random.uniform(0.0, 0.3), (28, 28)).astype(np.float32)
    uneven = Image.fromarray(unevenness).resize(soft.size, Image.Resampling.BICUBIC)
    near = np.asarray(soft, np.float32) / 255
    scanned = (near > 0.1) & (near + np.asarray(uneven) > 0.5)
    rough = np.where(scanned, 255, 0).astype(np.uint8)
    return rough if rough.any() else smooth


def _punctuation(_: _Material, random: _Random) -> Ink:
    """Signs with a fat head and a thin tail, as type has them: no pen of one width makes them."""
    share = np.linspace(0, 1, 12)
    head, curl = random.uniform(0.36, 0.5), random.uniform(0.25, 0.7)
    tail = np.stack([-curl * share**2, share], axis=1)  # bends to the lower left
    taper = head * (1 - share) ** random.uniform(0.5, 0.9) + 0.05
    dot = np.zeros((2, 2))
    kind = random.choice(["comma", "quotes", "semicolon", "exclamation mark"])
    if kind == "comma":
        strokes, widths = [tail], [taper]
    elif kind == "quotes":
        strokes = [tail, tail + np.array([random.uniform(1.3, 1.8), 0.0])]
        widths = [taper * 0.6] * 2
    elif kind == "semicolon":
        strokes = [dot, tail * 0.55 + np.array([0.0, random.uniform(0.9, 1.2)])]
        widths = [np.full(2, head * 0.6), taper * 0.6]
    else:
        lean = random.uniform(-0.1, 0.25)
        strokes = [np.outer(share, (-lean, 1.0)), dot + np.array([-lean * 1.5, 1.5])]
        widths = [head * (0.6 - 0.35 * share), np.full(2, head * 0.5)]
    return _perhaps_rough(ink(strokes, widths), random)


def _blot(_: _Material, random: _Random) -> Ink:
    """A dot, a spot, or an area that is filled or hatched."""
    reach = random.choice([0.0, 0.05, 0.3, 0.3])
    count = 1 if reach < 0.3 else random.integers(8, 40)
    points = random.uniform(-reach, reach, (count, 2)) * random.uniform(0.5, 1.0, 2)
    points = points[np.argsort(points[:, random.integers(2)])]
    pen = random.uniform(0.05, 0.3) * _BLOT_SIDE
    return draw([(points + 0.5) * _BLOT_SIDE], pen, _BLOT_SIDE)


# Ruled lines, plots and photos

# Polylines in a unit square. Missing are a corner at the upper right, which is a 7, and a
# single upright line, which is a 1.
_BOX = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
_LINES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "box": (_BOX,),
    "two columns": (_BOX, ((0.5, 0), (0.5, 1))),
    "two rows": (_BOX, ((0, 0.5), (1, 0.5))),
    "upper left": (((0, 1), (0, 0), (1, 0)),),
    "lower left": (((0, 0), (0, 1), (1, 1)),),
    "lower right": (((1, 0), (1, 1), (0, 1)),),
    "no top": (((0, 0), (0, 1), (1, 1), (1, 0)),),
    "no bottom": (((0, 1), (0, 0), (1, 0), (1, 1)),),
    "no left": (((0, 0), (1, 0), (1, 1), (0, 1)),),
    "no right": (((1, 0), (0, 0), (0, 1), (1, 1)),),
    "columns": (((0.1, 0), (0.1, 1)), ((0.9, 0), (0.9, 1))),
    "rows": (((0, 0.2), (1, 0.2)), ((0, 0.8), (1, 0.8))),
    "cross": (((0.5, 0), (0.5, 1)), ((0, 0.5), (1, 0.5))),
    "left tee": (((0, 0), (0, 1)), ((0, 0.5), (1, 0.5))),
    "right tee": (((1, 0), (1, 1)), ((0, 0.5), (1, 0.5))),
    "upper tee": (((0, 0), (1, 0)), ((0.5, 0), (0.5, 1))),
    "lower tee": (((0, 1), (1, 1)), ((0.5, 0.4), (0.5, 1))),
    "grid": (
        ((0.3, 0), (0.3, 1)), ((0.7, 0), (0.7, 1)), ((0, 0.3), (1, 0.3)), ((0, 0.7), (1, 0.7)),
    ),
}  # fmt: skip
_RULED = [*_LINES, "box", "box", "lower left"]  # the common ones more often


def _frame(_: _Material, random: _Random) -> Ink:
    """A square, a rectangle, or lines around an empty cell of a table.

    Never taller than wide, with sharp corners: a narrow frame with round ones is a zero,
    and a narrow ⊥ is a one with a foot.
    """
    size = [np.exp(random.uniform(0.0, 0.8)), 1.0]
    lines = [np.array(line, float) for line in _LINES[random.choice(_RULED)]]
    shaken = [line * size + random.normal(0.0, 0.012, line.shape) for line in lines]
    width = np.exp(random.uniform(np.log(0.02), np.log(0.12)))
    angle = random.normal(0.0, 0.03)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    lines = [line @ turn for line in shaken]
    frame = ink(lines, [np.full(len(line), width) for line in lines])
    # Thin lines that are made rough vanish, and one that is left could be a 1.
    return _perhaps_rough(frame, random) if width > 0.05 else frame


def _plot(_: _Material, random: _Random) -> Ink:
    """Axes or a frame with a curve, bars or points in it, and perhaps ticks."""
    outline = _LINES["box" if random.random() < 0.3 else "lower left"]
    width = np.exp(random.uniform(np.log(0.02), np.log(0.06)))
    parts = [(np.array(line, float), width) for line in outline]
    count = int(random.integers(3, 9))
    across = (np.arange(count) + 0.5) / count
    down = random.uniform(0.1, 0.9, count)
    kind = random.choice(["curve", "wave", "bars", "points"])
    if kind == "curve":
        parts.append((np.stack([across, down], axis=1), width))
    elif kind == "wave":
        smooth = np.linspace(0.05, 0.95, 30)
        angles = smooth * random.uniform(6, 24) + random.uniform(0, 2 * np.pi)
        parts.append((np.stack([smooth, 0.5 + 0.36 * np.sin(angles)], axis=1), width))
    elif kind == "bars":
        bars = np.stack([[across, np.full(count, 0.98)], [across, down]]).transpose(2, 0, 1)
        parts += [(bar, 0.5 / count) for bar in bars]
    else:
        points = random.uniform(0.12, 0.9, (3 * count, 1, 2)).repeat(2, axis=1)
        parts += [(point, width * 1.8) for point in points]
    for at in np.linspace(0.2, 0.8, int(random.integers(0, 5))):
        parts += [(np.array([(at, 1.0), (at, 1.07)]), width)]
        parts += [(np.array([(-0.07, at), (0.0, at)]), width)]
    size = np.array([np.exp(random.uniform(0.0, 0.6)), 1.0])
    return ink([line * size for line, _ in parts], [np.full(len(line), w) for line, w in parts])


def _photo(_: _Material, random: _Random) -> Ink:
    """A cut-out of a photo after thresholding: patches of noise at several scales.

    Many patches, since one or two could have a digit's shape.
    """
    side = 84
    field = np.zeros((side, side), np.float32)
    for cells, most in ((random.integers(5, 9), 1.5), (14, 1.0), (40, 0.6)):
        noise = random.normal(0.0, random.uniform(0.0, most), (cells, cells)).astype(np.float32)
        field += np.asarray(Image.fromarray(noise).resize((side,) * 2, Image.Resampling.BICUBIC))
    slope = random.normal(0.0, 0.8, 2)
    field += np.add.outer(*(each * np.linspace(-1, 1, side) for each in slope))
    level = np.quantile(field, random.uniform(0.35, 0.75))
    hardness = random.choice([150.0, 400.0, 2000.0])
    shades: Ink = np.clip((field - level) * hardness, 0, 255).astype(np.uint8)
    return shades[: int(side * random.uniform(0.5, 1.0)), : int(side * random.uniform(0.5, 1.0))]


# Digits turned, mirrored, mixed


def _pick(material: _Material, random: _Random, labels: Collection[int] = _ANY) -> Ink:
    """A digit of one of `labels`, 28×28, by MNIST's writers or by synthetic hands."""
    synthetic = random.random() < 0.5
    return _one(material.drawn if synthetic else material.digits, random, labels)


def _one(digits: Digits, random: _Random, labels: Collection[int]) -> Ink:
    """An image of a digit of one of `labels`."""
    while True:
        index = random.integers(len(digits.labels))
        if digits.labels[index] in labels:
            image: Ink = digits.images[index]
            return image


def _quarter_turned(material: _Material, random: _Random) -> Ink:
    """A digit on its side; left out are 2, 5, 6, 7 and 9, which often look like each other then."""
    return np.rot90(_pick(material, random, (3, 4, 8)), random.choice([1, 3]))


def _upside_down(material: _Material, random: _Random) -> Ink:
    """A digit on its head; a 7 with a serif would be a 2."""
    return np.rot90(_pick(material, random, (3, 4)), 2)


def _mirrored(material: _Material, random: _Random) -> Ink:
    return np.fliplr(_pick(material, random, (3, 4, 6, 9)))


def _swapped(material: _Material, random: _Random) -> Ink:
    """A digit whose halves or quarters have changed places."""
    digit = _pick(material, random, (0, 2, 3, 4, 5, 6, 7, 9))
    shift = [(14, 14), (14, 14), (0, 14), (14, 0)][random.integers(4)]
    return np.roll(digit, shift, axis=(0, 1))


def _mixed(material: _Material, random: _Random) -> Ink:
    """A 4 on top of a 2, 3 or 5.

    Many other pairs still look like a digit, since their lines lie close to each other or
    one is the other's slash: 2 on 5 is an 8, 2 on 0 a slashed zero, 4 on 8 an 8.
    """
    return np.maximum(_pick(material, random, (4,)), _pick(material, random, (2, 3, 5)))


def _scribbled_over(material: _Material, random: _Random) -> Ink:
    return np.maximum(_pick(material, random), sketch_to_mnist(next(material.hands["zigzag"])))


# What a reader of whole numbers finds between two wrong cuts

# (digit, part that is kept, its largest share). Left out are halves that often look like a
# digit: a 1 (both of 1, the bottom of 4, 7 and 9, the top of 6, the left of 4, 6 and 7, the
# right of 4, 6, 7 and 9), a 0 (both of 8, the bottom of 6, the top of 9), a 2 or 7 (the top of
# 2, 3 and 7, the left of 2, the right of 0 and 2), a 3 or 5 (the right of 3 and 8, the bottom
# of 3, all but the top of 5), a 4 (its top) and an 8 (its left, where it is slanted).
_HALVES: tuple[tuple[int, _Side, float], ...] = (
    (0, "left", 0.6), (0, "top", 0.55), (0, "bottom", 0.5), (2, "bottom", 0.45),
    (3, "left", 0.5), (5, "top", 0.4), (9, "left", 0.5),
)  # fmt: skip
_SLENDEREST = 0.5  # width by height: a narrower piece could be a 1
# Digits whose outer part is long enough not to look like a stroke of the digit beside it.
_SLICED_RIGHT = (0, 3, 4, 5, 8, 9)
_SLICED_LEFT = (0, 4, 5, 6, 8, 9)
_STACKED = (2, 4, 5, 7)


def _half(material: _Material, random: _Random) -> Ink:
    """From 35 to 60 % of a digit that is cut upright or level."""
    while True:
        digit, side, most = _HALVES[random.integers(len(_HALVES))]
        half = _part(_large(material, random, (digit,))[0], side, random.uniform(0.35, most))
        if half.shape[1] >= _SLENDEREST * half.shape[0]:
            return half


def _pair(material: _Material, random: _Random) -> Ink:
    """Two digits side by side, apart, touching or overlapping a little; some stacked.

    A 1 stands apart: closer, it is the stem of a 4, 9 or 6. So do stacked digits. Those with
    a loop are not stacked, since two loops are an 8; nor are 3s, since two look like one.
    """
    stacked = random.random() < 0.12
    first, second = random.choice(_STACKED if stacked else _ANY, 2)
    left, right = _large(material, random, (first,), (second,))
    apart = stacked or 1 in {first, second} or random.random() < 0.4
    gap = random.uniform(0.08, 0.4) if apart else random.choice([-0.02, random.uniform(-0.1, 0.06)])
    shift = random.normal(0.0, 0.06)
    return _beside(left.T, right.T, gap, shift).T if stacked else _beside(left, right, gap, shift)


def _neighbours_slice(material: _Material, random: _Random) -> Ink:
    """A digit with 15 to 40 % of its neighbour, at either side, touching or not.

    A 1 is left out on both sides: with a slice it is another digit, and its slice is a 1.
    """
    at_left = random.random() < 0.5
    whole = (0, *range(2, 10))
    while True:
        share = random.uniform(0.15, 0.4)
        if at_left:
            left, right = _large(material, random, _SLICED_RIGHT, whole)
            left = _part(left, "right", share)
        else:
            left, right = _large(material, random, whole, _SLICED_LEFT)
            right = _part(right, "left", share)
        if min(len(left), len(right)) >= 0.5 * max(len(left), len(right)):
            return _beside(left, right, random.uniform(-0.03, 0.2), random.normal(0.0, 0.04))


def _large(material: _Material, random: _Random, *labels: Collection[int]) -> list[Ink]:
    """Digits, the longer side 100 to 140 pixels, cut out: one of each of `labels`.

    Half of the time MNIST's, else by one synthetic hand with one pen.
    """
    if random.random() < 0.5:
        return [_enlarged(_one(material.digits, random, each)) for each in labels]
    while True:
        start = int(random.integers(len(material.written)))
        hand = material.written[start].hand
        by_hand = [each for each in material.written[start : start + 40] if each.hand == hand]
        fitting = [[each for each in by_hand if each.allograph.digit in some] for some in labels]
        if all(fitting):
            break
    chosen = [some[random.integers(len(some))] for some in fitting]
    pens = [max(float(width.max()) for width in each.widths) for each in chosen]
    return [
        ink(each.strokes, [width * min(pens) / pen for width in each.widths])
        for each, pen in zip(chosen, pens, strict=True)
    ]


def _enlarged(image: Ink) -> Ink:
    """An image of 28×28 pixels enlarged five times, cut out, with hard edges."""
    side = _ENLARGED * len(image)
    large = Image.fromarray(image).resize((side, side), Image.Resampling.BICUBIC)
    return cut_out(np.where(np.asarray(large) > 127, 255, 0).astype(np.uint8))


def _part(whole: Ink, side: _Side, share: float) -> Ink:
    """The ink in `share` of a digit's width or height from one `side`, cut out."""
    height, width = whole.shape
    rows, columns = max(round(share * height), 1), max(round(share * width), 1)
    part = {
        "left": whole[:, :columns],
        "right": whole[:, width - columns :],
        "top": whole[:rows],
        "bottom": whole[height - rows :],
    }[side]
    return cut_out(part)


def _beside(left: Ink, right: Ink, gap: float, drop: float) -> Ink:
    """Put two drawings side by side.

    Args:
        left: uint8 `(height, width)`, cut out.
        right: the same for the other one.
        gap: between the ink of both where they come closest in a row; in heights of the
            taller drawing, negative to overlap.
        drop: by how much the foot of `right` lies lower, in the same unit.
    """
    height = max(len(left), len(right))
    lower = round(drop * height)
    feet = max(0, -lower), max(0, lower)  # how far the other one's foot lies lower
    tall = max(len(left) + feet[1], len(right) + feet[0])
    left = np.pad(left, ((tall - len(left) - feet[1], feet[1]), (0, 0)))
    right = np.pad(right, ((tall - len(right) - feet[0], feet[0]), (0, 0)))
    both = left.any(axis=1) & right.any(axis=1)
    paper = left[:, ::-1].argmax(axis=1) + right.argmax(axis=1)  # between them, row by row
    nearest = int(paper[both].min()) if both.any() else 0
    at = max(left.shape[1] + round(gap * height) - nearest, 0)
    canvas = np.zeros((tall, max(at + right.shape[1], left.shape[1])), np.uint8)
    canvas[:, : left.shape[1]] = left
    canvas[:, at : at + right.shape[1]] |= right
    return canvas


_MAKERS: dict[str, _Maker] = {
    **{kind: _by_hand(kind) for kind in _FORMS if kind != "zigzag"},
    "punctuation": _punctuation,
    "blot": _blot,
    "frame": _frame,
    "plot": _plot,
    "photo": _photo,
    "quarter turned": _quarter_turned,
    "upside down": _upside_down,
    "mirrored": _mirrored,
    "swapped": _swapped,
    "mixed": _mixed,
    "scribbled over": _scribbled_over,
    "half": _half,
    "pair": _pair,
    "neighbour's slice": _neighbours_slice,
}
