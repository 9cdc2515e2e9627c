"""The reasons for the networks' answers: the picture that they saw goes in, JSON comes out."""

from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from mnist_models.explanation import Explainer, Explanation, spread_over_ink
from mnist_models.recognizer import Recognizer
from web.answers import or_fault
from web.service.images import decode_digit, encode


class Layer(TypedDict):
    """The feature maps of a convolution."""

    count: int  # of the maps in the picture
    width: int  # of a map
    height: int
    picture: str  # the maps side by side, a data URL


class Reason(TypedDict):
    """Why one network answers as it does."""

    name: str
    digit: int
    rival: int  # its runner-up
    declined: bool  # whether the network takes the picture for no digit at all
    odds: float  # of the answer against the runner-up
    evidence: list[float]  # 784, row by row: above 0 for the answer, below for the runner-up
    layers: list[Layer]  # its convolutions


class Reasons(TypedDict):
    """The reply to "Why?"."""

    reasons: list[Reason]


@or_fault
def explain(recognizer: Recognizer, explainer: Explainer, picture: Any) -> Reasons:
    """Explain each network's answer to an image of 28×28 pixels as text, which may be anything."""
    pixels = decode_digit(picture)
    pairs = zip(explainer.explain(pixels), recognizer.read_image(pixels), strict=True)
    return {"reasons": [_reason(why, pixels, reading.digit is None) for why, reading in pairs]}


def _reason(why: Explanation, image: NDArray[np.uint8], declined: bool) -> Reason:
    return {
        "name": why.name,
        "digit": why.digit,
        "rival": why.rival,
        "declined": declined,
        "odds": float(np.exp(why.log_odds)),
        "evidence": spread_over_ink(why.evidence, image).ravel().astype(float).round(4).tolist(),
        "layers": [*map(_layer, why.maps)],
    }


def _layer(maps: NDArray[np.uint8]) -> Layer:
    """The feature maps of one convolution, side by side."""
    count, height, width = maps.shape
    picture = encode(np.hstack(list(maps)))
    return {"count": count, "width": width, "height": height, "picture": picture}
