"""The networks' answers: an image as text goes in, JSON comes out."""

import math
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, NotRequired, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from typing_extensions import TypedDict  # which pydantic asks for before Python 3.12

from mnist_models.drawing.image import SketchError, ink_from_canvas, ink_from_image
from mnist_models.drawing.sketch import (
    Ink,
    cut_out,
    shrink_canvas,
    sketch_stages,
    sketch_to_mnist,
)
from mnist_models.recognizer import Reading, Recognizer, read_upright
from web.service.images import decode, decode_digit, encode

LARGEST = 168  # pixels, of a picture of a stage: twice what the page shows, for sharp screens
NO_INK = "There is no ink to be seen in this drawing: draw on."

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Fault(TypedDict):
    """Why there is no answer."""

    error: str  # one sentence for the visitor


class NetworkAnswer(TypedDict):
    """One network's answer to a drawing."""

    name: str  # as in code and files
    digit: int | None  # None if there is no ink, or if the network takes it for no digit
    probabilities: list[float]  # ten, 0–1
    members: NotRequired[list[int]]  # the digit that each member of a committee sees


class Prediction(TypedDict):
    """All networks' answers to a drawing."""

    image: str  # the 28×28 picture that they saw, the data URL of a PNG
    answers: list[NetworkAnswer]


class PageAnswer(NetworkAnswer):
    """An answer as a card shows it."""

    milliseconds: float  # that the network took


class ShrunkAnswer(PageAnswer):
    """An answer to a canvas that was merely shrunk."""

    exact: int | None  # the digit that the network sees in MNIST's exact format


class Reply(TypedDict):
    """The reply to a stroke."""

    stages: list[str]  # three pictures, data URLs; "" for a stage that is left out
    answers: Sequence[PageAnswer]


class FoundInk(TypedDict):
    """The ink found in a picture that the visitor brings."""

    ink: str  # grey, 255 ink, cut out, a data URL


def or_fault(
    answer: Callable[Arguments, Result],
) -> Callable[Arguments, Result | Fault]:
    """`answer`, with a sentence instead of an exception for an image that cannot be read."""

    @wraps(answer)
    def answer_or_fault(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result | Fault:
        try:
            return answer(*args, **kwargs)
        except SketchError as error:
            return {"error": str(error)}

    return answer_or_fault


@or_fault
def read(recognizer: Recognizer, drawing: Any) -> Reply:
    """Read a drawing in MNIST's exact format.

    Here and below, a drawing or picture should be an image as text, but anybody can send anything.
    """
    stages = sketch_stages(ink_from_canvas(decode(drawing)))
    if not stages:
        raise SketchError(NO_INK)
    pictures = (_small(stages.square), stages.fitted, stages.centered)
    readings = recognizer.read_image(stages.centered)
    return {"stages": [*map(encode, pictures)], "answers": [*map(_page_answer, readings)]}


@or_fault
def read_shrunk(recognizer: Recognizer, drawing: Any) -> Reply:
    """Read the whole canvas shrunk, as most demos do, and compare with the exact format."""
    ink = ink_from_canvas(decode(drawing))
    shrunk = shrink_canvas(ink)
    readings = recognizer.read_images(np.stack([shrunk, sketch_to_mnist(ink)]))
    answers: list[ShrunkAnswer] = [
        {**_page_answer(reading), "exact": better.digit}
        for reading, better in zip(*readings, strict=True)
    ]
    return {"stages": ["", "", encode(shrunk)], "answers": answers}


@or_fault
def read_digit(recognizer: Recognizer, picture: Any) -> Reply:
    """Read a digit that has MNIST's format already, such as one of its test digits."""
    image = decode_digit(picture)
    readings = recognizer.read_image(image)
    return {"stages": ["", "", encode(image)], "answers": [*map(_page_answer, readings)]}


@or_fault
def find_ink(recognizer: Recognizer, picture: Any) -> FoundInk:
    """Find the ink in a picture that the visitor brings, and set it upright."""
    ink = _ink(picture)
    if not ink.any():
        raise SketchError("There is no digit to be found in this picture: try a closer one.")
    (upright,) = read_upright(recognizer, [ink])
    return {"ink": encode(cut_out(upright.ink))}


def predict(recognizer: Recognizer, drawings: Sequence[Any]) -> list[Prediction]:
    """Read drawings that a program sends.

    Raises:
        SketchError: if one of them cannot be read; the message says why.
    """
    pictures = read_upright(recognizer, [_ink(drawing) for drawing in drawings])
    return [
        {"image": encode(picture.image), "answers": [*map(_answer, picture.readings)]}
        for picture in pictures
    ]


def _ink(text: Any) -> Ink:
    return ink_from_image(decode(text))


def _answer(reading: Reading) -> NetworkAnswer:
    answer: NetworkAnswer = {
        "name": reading.name,
        "digit": reading.digit,
        "probabilities": reading.probabilities.astype(float).round(4).tolist(),
    }
    if reading.members:
        answer["members"] = [*reading.members]
    return answer


def _page_answer(reading: Reading) -> PageAnswer:
    return {**_answer(reading), "milliseconds": round(reading.milliseconds, 2)}


def _small(square: NDArray[np.uint8]) -> NDArray[np.uint8]:
    factor = math.ceil(len(square) / LARGEST)
    return np.asarray(Image.fromarray(square).reduce(factor)) if factor > 1 else square
