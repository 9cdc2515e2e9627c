"""The test digits that a network reads wrongly: their pictures, if the host has MNIST."""

from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

from mnist_models import mnist
from mnist_models.recognizer import Reading
from web.service.images import encode

_ABSENT = "MNIST is not on this server, so these digits are listed without pictures."


class Pictures(TypedDict, total=False):
    """Test digits for the page, or the reason why there are none."""

    pictures: dict[str, str]  # index in MNIST's test set → data URL
    declined: dict[str, list[str]]  # network → indices of the digits that it declines to read
    error: str  # one sentence for the visitor


def digit_finder(
    indices: Collection[int], read: Callable[[NDArray[np.uint8]], Sequence[Sequence[Reading]]]
) -> Callable[[Any], Pictures]:
    """Make the function that sends the page some test digits.

    The function never downloads MNIST: the host decides that, not a visitor. It loads MNIST
    once and keeps only these pictures. It ignores its argument.

    Args:
        indices: in MNIST's test set.
        read: a recognizer's `read_images`.
    """
    lock = Lock()
    kept: Pictures = {}

    def find_digits(_: Any) -> Pictures:
        with lock:
            if not kept:
                path = mnist.local_copy()
                try:
                    images = mnist.load(path)[1].images if path else None
                except mnist.DataError:
                    images = None
                if images is None:
                    return {"error": _ABSENT}
                declined: dict[str, list[str]] = {}
                places = sorted(indices)
                for index, readings in zip(places, read(images[places]), strict=True):
                    for reading in readings:
                        if reading.digit is None:
                            declined.setdefault(reading.name, []).append(str(index))
                kept["pictures"] = {str(index): encode(images[index]) for index in places}
                kept["declined"] = declined
        return kept

    return find_digits
