"""Digits that nobody wrote: made-up hands, a round pen, MNIST's format."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from mnist_models.drawing.sketch import Ink, sketch_to_mnist
from mnist_models.mnist import SIDE, Digits
from mnist_models.writing.allographs import ALLOGRAPHS
from mnist_models.writing.hand import Random, choose, new_hands
from mnist_models.writing.motor import Floats
from mnist_models.writing.notation import Allograph, Form, pack
from mnist_models.writing.script import characters, write

TRAINING = tuple(allograph for allograph in ALLOGRAPHS if not allograph.held_out)
HELD_OUT = tuple(allograph for allograph in ALLOGRAPHS if allograph.held_out)
LONG_SIDE = 140  # pixels: seven times as many as MNIST's digits have
_HANDS = 40  # that write at once: enough for arrays to be quick, few enough for memory
_FEWEST, _MOST = 10, 40  # digits by one hand


class Written(NamedTuple):
    """A digit as strokes.

    Attributes:
        allograph: the form that it follows.
        hand: the number of the hand that wrote it.
        strokes: `(points, 2)` each: x, y in heights of a digit, y downwards.
        widths: `(points,)` each: of the pen, as a share of the digit's longer side.
    """

    allograph: Allograph
    hand: int
    strokes: tuple[Floats, ...]
    widths: tuple[Floats, ...]


def drawings(count: int, seed: int, allographs: Sequence[Allograph] = TRAINING) -> Digits:
    """Draw digits of all ten kinds, equally often, by many hands.

    Args:
        count: how many.
        seed: decides all of them.
        allographs: the forms that the hands may take.

    Returns:
        `count` digits in MNIST's format.
    """
    images, labels = np.zeros((count, SIDE, SIDE), np.uint8), np.zeros(count, np.uint8)
    for place, digit in zip(range(count), written(seed, allographs), strict=False):
        images[place] = sketch_to_mnist(ink(digit.strokes, digit.widths))
        labels[place] = digit.allograph.digit
    return Digits(images, labels)


def written(seed: int, allographs: Sequence[Allograph] = TRAINING) -> Iterator[Written]:
    """Digits without end: 10 to 40 by one hand, then the next hand's.

    Args:
        seed: decides all of them.
        allographs: the forms that the hands may take.
    """
    random = np.random.default_rng(seed)
    digits = np.unique([allograph.digit for allograph in allographs])
    forms = pack([allograph.strokes for allograph in allographs])
    hand = 0
    while True:
        hands = new_hands(_HANDS, random)
        owners = np.repeat(np.arange(_HANDS), random.integers(_FEWEST, _MOST + 1, _HANDS))
        labels = random.choice(digits, len(owners)).astype(np.uint8)
        chosen = choose(allographs, hands.faithful, owners, labels, random)
        script = write(forms, chosen, hands, owners, random)
        for number, (strokes, widths) in enumerate(characters(script, hands, owners, random)):
            yield Written(allographs[chosen[number]], hand + int(owners[number]), strokes, widths)
        hand += _HANDS


def drawn(make: Callable[[Random], Form], seed: int) -> Iterator[Ink]:
    """Other things than digits without end, each by another hand with its pen.

    Args:
        make: makes up a form to draw.
        seed: decides all of them.
    """
    random = np.random.default_rng(seed)
    owners = np.arange(_HANDS)
    while True:
        # Joined strokes would turn a colon or an i into a 1, an equals sign into a 2.
        hands = new_hands(_HANDS, random)._replace(joins=np.zeros(_HANDS))
        forms = pack([make(random) for _ in owners])
        script = write(forms, owners, hands, owners, random)
        for strokes, widths in characters(script, hands, owners, random):
            yield ink(strokes, widths)


def ink(strokes: Sequence[Floats], widths: Sequence[Floats]) -> Ink:
    """Draw strokes on a sheet that they just fill, the longer side 140 pixels.

    Edges are hard: area averaging makes them soft.

    Args:
        strokes: `(points, 2)` each, at any scale, y downwards.
        widths: `(points,)` each, of the pen at these points, as a share of the
            drawing's longer side, pen included.

    Returns:
        uint8 `(height, width)`, 0 paper or 255 ink.
    """
    points, pens = np.concatenate(strokes), LONG_SIDE * np.concatenate(widths)
    widest = float(pens.max())
    low = points.min(axis=0)
    extent = points.max(axis=0) - low
    placed = (points - low) * ((LONG_SIDE - widest) / max(float(extent.max()), 1e-9)) + widest / 2
    width, height = (int(side) + 1 for side in placed.max(axis=0) + widest / 2)
    image = Image.new("L", (width, height))
    pencil = ImageDraw.Draw(image)
    at = 0
    for stroke in strokes:
        _draw(pencil, placed[at : at + len(stroke)], pens[at : at + len(stroke)])
        at += len(stroke)
    return np.asarray(image)


def _draw(pencil: ImageDraw.ImageDraw, points: Floats, pens: Floats) -> None:
    """One stroke: lines from point to point, and a round joint at each."""
    path = points.ravel().tolist()
    if pens[0] == pens[-1] == pens[len(pens) // 2]:
        pencil.line(path, fill=255, width=max(round(pens[0]), 1))
    else:
        for at, pen in enumerate(pens[1:].tolist()):
            pencil.line(path[2 * at : 2 * at + 4], fill=255, width=max(round(pen), 1))
    radii = (pens / 2)[:, None]
    for box in np.concatenate([points - radii, points + radii], axis=1).tolist():
        pencil.ellipse(box, fill=255)
