"""Pictures of the test digits that a network got wrong, where the host has MNIST."""

from collections.abc import Callable, Collection
from threading import Lock
from typing import Any, TypedDict

from mnist_models import mnist
from web.service.images import encode

_ABSENT = "MNIST is not on this server, so these digits are listed without pictures."


class Pictures(TypedDict, total=False):
    """Test digits for the page: one of the two."""

    pictures: dict[str, str]  # index in MNIST's test set → data URL
    error: str  # one sentence: why there are none


def digit_finder(indices: Collection[int]) -> Callable[[Any], Pictures]:
    """A function that gives the page the test digits at `indices`.

    It downloads nothing: that is for the host to decide, not for a visitor. It keeps
    only these pictures, so that a second visitor costs nothing.
    """
    lock = Lock()
    kept: dict[str, str] = {}

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
                kept.update({str(index): encode(test.images[index]) for index in indices})
        return {"pictures": kept}

    return find_digits
