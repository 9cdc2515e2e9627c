"""The MNIST data set: loaded, verified and split.

LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.
"""

import hashlib
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIDE = 28  # of an image, pixels
DIGIT_SIDE = 20  # the longer one of the digit in it, pixels
IMAGE_SHAPE = (SIDE, SIDE, 1)
NUM_CLASSES = 10
NO_DIGIT = 10  # the label of drawings that are no digit, which training adds

# MD5 of the four original files, raw "idx" as LeCun published them.
CHECKSUMS = {
    "x_train": "6bbc9ace898e44ae57da46a324031adb",
    "y_train": "a25bea736e30d166cdddb491f175f624",
    "x_test": "2646ac647ad5339dbf082846283269ea",
    "y_test": "27ae3e4e09519cfbb04c329615203637",
}
# One training image in twelve: 5,000 of 60,000.
_VALIDATION_STRIDE = 12


class DataError(ValueError):
    """A data set cannot be used; the message says why and what to do."""


class Digits(NamedTuple):
    """Images of digits with their labels.

    Attributes:
        images: uint8 `(n, 28, 28)`, 0 paper to 255 ink.
        labels: uint8 `(n,)`, 0 to 9; in training also `NO_DIGIT`.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def take(self, indices: NDArray[np.integer]) -> "Digits":
        """The digits at `indices`, in that order."""
        return Digits(self.images[indices], self.labels[indices])


def load(path: str | os.PathLike[str] | None = None) -> tuple[Digits, Digits]:
    """Load MNIST and verify that it is the original.

    Args:
        path: an npz file in Keras's layout (`x_train`, `y_train`, `x_test`, `y_test`). By
            default the file that the environment variable `MNIST_NPZ` names, else the copy that
            Keras keeps, else `keras.datasets.mnist`, which downloads that copy.

    Returns:
        The 60,000 training and the 10,000 test digits.

    Raises:
        DataError: if the file is missing, damaged or not MNIST, or if it cannot be downloaded.
    """
    # Keras's copy is read here, since Keras deletes a damaged one silently, even when offline.
    file = Path(path) if path else local_copy()
    arrays = _read(file) if file else _download()
    for name, expected in CHECKSUMS.items():
        if checksum(arrays[name]) != expected:
            raise DataError(
                f"Expected MNIST, but {name} in {file or _keras_copy()} differs from the original "
                f"(MD5 {expected}): delete that file and fetch it again."
            )
    train = Digits(arrays["x_train"], arrays["y_train"])
    return train, Digits(arrays["x_test"], arrays["y_test"])


def local_copy() -> Path | None:
    """The file that `load()` reads, or `None` if it must download; `MNIST_NPZ` is not checked."""
    named = os.environ.get("MNIST_NPZ")
    if named:
        return Path(named)
    return _keras_copy() if _keras_copy().is_file() else None


def split(train: Digits, seed: int = 0) -> tuple[Digits, Digits]:
    """Split training digits into one part to fit and one to choose on.

    The split is stratified: sorted by label, every twelfth digit is set aside, so that each
    class keeps its share to within one digit.

    Args:
        train: the digits to split.
        seed: decides which digits of a class are set aside.

    Returns:
        The digits to fit (11 in 12) and the validation digits (1 in 12).
    """
    shuffled = np.random.default_rng(seed).permutation(len(train.labels))
    by_label = shuffled[np.argsort(train.labels[shuffled], kind="stable")]
    held_out = np.arange(len(by_label)) % _VALIDATION_STRIDE == 0
    return train.take(np.sort(by_label[~held_out])), train.take(np.sort(by_label[held_out]))


def network_input(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The input of the networks: float32 `(n, 28, 28, 1)` in 0–1 from uint8 `(n, 28, 28)`."""
    return (images.astype(np.float32) / np.float32(255))[..., np.newaxis]


def checksum(array: NDArray[np.uint8]) -> str:
    """MD5 of `array` as the original idx file would hold it (header and bytes)."""
    unsigned_byte = 0x08
    header = bytes([0, 0, unsigned_byte, array.ndim])
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return hashlib.md5(header + sizes + array.tobytes(), usedforsecurity=False).hexdigest()


def _keras_copy() -> Path:
    home = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    return Path(home) / "datasets" / "mnist.npz"


def _read(path: Path) -> dict[str, NDArray[np.uint8]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name].astype(np.uint8, casting="safe") for name in CHECKSUMS}
    except FileNotFoundError:
        raise DataError(
            f"Expected MNIST at {path}, but there is no such file: name another, "
            "or name none to download it."
        ) from None
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        own = path == _keras_copy()
        advice = "delete it" if own else "fetch it again, or name none"
        raise DataError(
            f"Expected MNIST in Keras's npz layout at {path}, but the file cannot be read "
            f"as that: {advice} to download it."
        ) from None


def _download() -> dict[str, NDArray[np.uint8]]:
    import keras  # noqa: PLC0415 - slow, and not needed where MNIST is a file

    try:
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception when a download fails
        raise DataError(
            "Expected to download MNIST through Keras, but that failed: connect to the "
            "internet, or name a local copy with --data PATH or MNIST_NPZ. "
            f"(Keras says: {error})"
        ) from None
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
