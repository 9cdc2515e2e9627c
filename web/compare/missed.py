"""The test digits that a network got wrong: their pictures, where the host has MNIST."""

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
    """Test digits for the page, or why there are none."""

    pictures: dict[str, str]  # index in MNIST's test set → data URL
    declined: dict[str, list[str]]  # network → indices of those that it takes for no digit
    error: str  # one sentence: why there are none


def digit_finder(
    indices: Collection[int], read: Callable[[NDArray[np.uint8]], Sequence[Sequence[Reading]]]
) -> Callable[[Any], Pictures]:
    """A function that gives the page the test digits at `indices`, and who declines to read them.

    `read` is a recognizer's `read_images`. The function downloads nothing: that is for the
    host to decide, not for a visitor. It keeps only these pictures, so that a second visitor
    costs nothing.
    """
    lock = Lock()
    kept: Pictures = {}

    def find_digits(_: Any) -> Pictures:
        with lock:
            if not kept:
                path = mnist.local_copy()
                try:
                    test = mnist.load(path)[1] if path else None
                except mnist.DataError:
                    test = None
                if test is None:
                    return {"error": _ABSENT}
                kept.update(_pictures(test.images, sorted(indices), read))
        return kept

    return find_digits


def _pictures(
    images: NDArray[np.uint8],
    indices: Sequence[int],
    read: Callable[[NDArray[np.uint8]], Sequence[Sequence[Reading]]],
) -> Pictures:
    declined: dict[str, list[str]] = {}
    for index, readings in zip(indices, read(images[list(indices)]), strict=True):
        for reading in readings:
            if reading.digit is None:
                declined.setdefault(reading.name, []).append(str(index))
    return {
        "pictures": {str(index): encode(images[index]) for index in indices},
        "declined": declined,
    }
