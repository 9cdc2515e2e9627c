"""Pictures of digits that are turned: read upright.

The strongest network judges. Where it reads a picture but doubts, the ink is
turned both ways, and a turn is kept only if nearly all doubt goes with it. What it
takes for no digit is left so: turned about, some letter could pass for a digit.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

from mnist_models.drawing.sketch import Ink, cut_out, sketch_to_mnist
from mnist_models.recognizer import Reading, Recognizer

# Chosen on pictures made of the drawings of pendigits' first 30 writers.
TURNS = (-30, -18, 18, 30)  # degrees counterclockwise
SURE = 0.995  # a confidence above which nothing is turned
LESS_DOUBT = 100  # times, of what is kept turned: with ten, a few upright digits were lost
TURNED = 280  # pixels of the longer side of what is turned


class Picture(NamedTuple):
    """A picture as it was read.

    Attributes:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.
        image: uint8 `(28, 28)`, the same in MNIST's format.
        readings: one for each network, in their order.
    """

    ink: Ink
    image: Ink
    readings: list[Reading]


def read_upright(recognizer: Recognizer, inks: Sequence[Ink]) -> list[Picture]:
    """Read pictures of digits, each of them turned by up to about 30 degrees.

    Args:
        recognizer: the networks; the last one judges.
        inks: of any sizes, uint8 `(height, width)`, 0 paper to 255 ink.
    """
    return [_set_upright(recognizer, picture) for picture in _read(recognizer, inks)]


def _read(recognizer: Recognizer, inks: Sequence[Ink]) -> list[Picture]:
    images = np.stack([sketch_to_mnist(ink) for ink in inks])
    return list(map(Picture, inks, images, recognizer.read_images(images)))


def _set_upright(recognizer: Recognizer, picture: Picture) -> Picture:
    judge = picture.readings[-1]
    if judge.digit is None or judge.confidence > SURE:
        return picture
    turned = _read(recognizer, _turned(picture.ink))
    best = min(turned, key=_doubt)
    return best if _doubt(best) * LESS_DOUBT < _doubt(picture) else picture


def _doubt(picture: Picture) -> float:
    return 1 - picture.readings[-1].confidence


def _turned(ink: Ink) -> list[Ink]:
    image = Image.fromarray(cut_out(ink))
    image.thumbnail((TURNED, TURNED))
    turns = [image.rotate(turn, Image.Resampling.BILINEAR, expand=True) for turn in TURNS]
    return [np.asarray(turn) for turn in turns]
