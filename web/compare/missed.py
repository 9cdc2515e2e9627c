"""Pictures of the test digits that a network got wrong, as far as MNIST can be loaded."""

from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, TypedDict

from mnist_models import mnist
from web.service.images import encode

_ABSENT = "MNIST is not on this server: download it once (11 MB) to see these digits."
_UNAVAILABLE = "MNIST cannot be loaded on this server, so these digits are listed without pictures."


class Pictures(TypedDict, total=False):
    """Test digits for the page: one of the three."""

    pictures: dict[str, str]  # index in MNIST's test set → data URL
    absent: str  # one sentence: they are not here, but could be downloaded
    error: str  # one sentence: MNIST cannot be loaded


def digit_finder(indices: Collection[int]) -> Callable[[Any], Pictures]:
    """A function that gives the page the test digits at `indices`.

    It downloads MNIST only where it is called with `True`, and keeps nothing
    but these pictures, so that a second visitor costs nothing.
    """
    lock = Lock()
    kept: dict[str, str] = {}

    def find_digits(download: Any) -> Pictures:
        with lock:
            if not kept and not mnist.is_here() and download is not True:
                return {"absent": _ABSENT}
            if not kept:
                try:
                    test = mnist.load()[1]
                except mnist.DataError:
                    return {"error": _UNAVAILABLE}
                kept.update({str(index): encode(test.images[index]) for index in indices})
        return {"pictures": kept}

    return find_digits
