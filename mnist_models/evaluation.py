"""What networks answer to many images, and how often they are wrong."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_models.mnist import NUM_CLASSES, Digits, network_input


@dataclass(frozen=True)
class ErrorCount:
    """`wrong` answers out of `total`."""

    wrong: int
    total: int

    @property
    def error(self) -> float:
        """The prediction error, 0–1."""
        return self.wrong / self.total

    def __str__(self) -> str:
        """The error and its 95 % interval in percent, as `0.31 % (0.22–0.44)`."""
        low, high = interval(self.wrong, self.total)
        return f"{100 * self.error:.2f} % ({100 * low:.2f}–{100 * high:.2f})"


@dataclass(frozen=True)
class WrongDigit:
    """A digit that a network reads wrongly."""

    index: int  # its place in the data set
    label: int
    answer: int


def batches(arrays: Any, size: int) -> Any:
    """A data set of `arrays`, which share their first axis, in their order, for any backend.

    Keras would make one itself, and let TensorFlow tune it while it is read. The tuning thread
    sleeps for 10 ms, 20 ms and so on up to a minute, and the end of the data waits for it: an
    epoch of three minutes takes nearly four. Nothing here needs tuning.

    Args:
        arrays: an array, or nested tuples of them, as `(inputs, labels)`.
        size: rows a batch; the last batch is the rest.
    """
    if keras.backend.backend() != "tensorflow":
        return _Batches(arrays, size)
    import tensorflow as tf  # noqa: PLC0415 - other backends do without it

    options = tf.data.Options()
    options.autotune.enabled = False
    rows = tf.data.Dataset.from_tensor_slices(arrays)
    return rows.batch(size).prefetch(2).with_options(options)


class _Batches(keras.utils.PyDataset):
    """The same for backends that cannot read TensorFlow's data sets."""

    def __init__(self, arrays: Any, size: int) -> None:
        super().__init__()
        self._arrays, self._size = arrays, size

    def __len__(self) -> int:
        return ceil(len(keras.tree.flatten(self._arrays)[0]) / self._size)

    def __getitem__(self, index: int) -> Any:
        rows = slice(index * self._size, (index + 1) * self._size)
        batch = keras.tree.map_structure(lambda array: array[rows], self._arrays)
        return batch if isinstance(batch, tuple) else (batch,)


def outputs_of(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The network's outputs for uint8 `(n, 28, 28)`: float32 `(n, 11)`."""
    outputs: NDArray[np.float32] = network.predict(batches(network_input(images), 500), verbose=0)
    return outputs


def answers(network: keras.Model, digits: Digits) -> NDArray[np.int64]:
    """The most probable of the ten digits for each image, int64 `(n,)`."""
    outputs = outputs_of(network, digits.images)
    return np.asarray(outputs[:, :NUM_CLASSES].argmax(axis=1), np.int64)


def count_errors(network: keras.Model, digits: Digits) -> ErrorCount:
    """How many of `digits` the network gets wrong."""
    wrong = int(np.sum(answers(network, digits) != digits.labels))
    return ErrorCount(wrong, len(digits.labels))


def wrong_digits(given: NDArray[np.integer], labels: NDArray[np.integer]) -> list[WrongDigit]:
    """The digits whose `given` answer is not the label; integers `(n,)` each."""
    return [
        WrongDigit(int(index), int(labels[index]), int(given[index]))
        for index in np.flatnonzero(given != labels)
    ]


def prediction_error(answers: NDArray[np.integer], labels: NDArray[np.integer]) -> float:
    """The fraction of wrong answers, 0–1.

    Args:
        answers: integers `(n,)`, a network's.
        labels: integers `(n,)`, the true digits.

    Raises:
        ValueError: if the two differ in shape or are empty.
    """
    if answers.shape != labels.shape or not len(labels):
        raise ValueError(
            "Expected as many answers as labels and at least one, "
            f"got {answers.shape} answers and {labels.shape} labels."
        )
    return float(np.mean(answers != labels))


def interval(wrong: int, total: int) -> tuple[float, float]:
    """The 95 % confidence interval of an error, as two fractions, 0–1.

    Wilson's score interval ("Probable inference, the law of succession, and statistical
    inference", 1927), which holds for errors near 0 too.

    Raises:
        ValueError: unless 0 ≤ `wrong` ≤ `total` and `total` is positive.
    """
    if not 0 <= wrong <= total or total == 0:
        raise ValueError(f"Expected 0 ≤ wrong ≤ total > 0, got {wrong} wrong of {total}.")
    z = 1.959964  # the normal distribution's 97.5th percentile
    error = wrong / total
    center = error + z**2 / (2 * total)
    half = z * sqrt(error * (1 - error) / total + z**2 / (4 * total**2))
    scale = 1 + z**2 / total
    low, high = (center - half) / scale, (center + half) / scale
    # At 0 and 1 rounding could leave the error itself outside.
    return max(0.0, min(error, low)), min(1.0, max(error, high))


def confusion_matrix(
    answers: NDArray[np.integer], labels: NDArray[np.integer]
) -> NDArray[np.int64]:
    """How often each digit got each answer: int64 `(10, 10)`, row label, column answer."""
    matrix = np.zeros((NUM_CLASSES, NUM_CLASSES), np.int64)
    np.add.at(matrix, (labels, answers), 1)
    return matrix
