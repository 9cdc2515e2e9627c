"""What the page shows after a stroke."""

import math
from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.sketch import Stages
from mnist_models.recognizer import Reading
from web.service.images import encode

_LARGEST = 168  # pixels, of a picture of a stage: twice what the page shows, for sharp screens


class Answer(TypedDict, total=False):
    """What one network says of a drawing."""

    name: str
    digit: int | None  # None where there is no answer
    probabilities: list[float]  # ten, 0–1
    milliseconds: float  # that the network took
    exact: int | None  # to a canvas that was merely shrunk: its answer to the exact recipe


class Reply(TypedDict, total=False):
    """What the page shows after a stroke: `error`, or all the rest."""

    error: str  # one sentence for the visitor
    busy: bool  # the same drawing may be sent again in a moment
    stages: list[str]  # three pictures, data URLs; "" for a stage that was left out
    answers: list[Answer]


def exact_reply(stages: Stages, readings: Sequence[Reading]) -> Reply:
    """The reply to a drawing that went through MNIST's exact recipe."""
    return {
        "stages": [encode(_small(stages.square)), encode(stages.fitted), encode(stages.centered)],
        "answers": [_answer(reading) for reading in readings],
    }


def shrunk_reply(
    image: NDArray[np.uint8], readings: Sequence[Reading], exact: Sequence[Reading]
) -> Reply:
    """The reply to a canvas that was merely shrunk to `image`, beside the exact recipe's."""
    return {
        "stages": ["", "", encode(image)],
        "answers": [
            {**_answer(reading), "exact": better.digit}
            for reading, better in zip(readings, exact, strict=True)
        ],
    }


def _answer(reading: Reading) -> Answer:
    return {
        "name": reading.name,
        "digit": reading.digit,
        "probabilities": reading.probabilities.astype(float).round(4).tolist(),
        "milliseconds": round(reading.milliseconds, 2),
    }


def _small(square: NDArray[np.uint8]) -> NDArray[np.uint8]:
    factor = math.ceil(len(square) / _LARGEST)
    return np.asarray(Image.fromarray(square).reduce(factor)) if factor > 1 else square
