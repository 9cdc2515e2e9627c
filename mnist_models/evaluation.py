"""How often answers are wrong."""

from dataclasses import dataclass
from math import sqrt

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_models.batches import batches
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
        return f"{self.error:.2%} ({low * 100:.2f}–{high * 100:.2f})".replace("%", " %")


@dataclass(frozen=True)
class WrongDigit:
    """A digit that a network reads wrongly."""

    index: int  # its place in the data set
    label: int
    answer: int


def outputs_of(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the network gives for uint8 `(n, 28, 28)`: float32, a row an image."""
    given = batches(network_input(images), 500)
    outputs: NDArray[np.float32] = network.predict(given, verbose=0)
    return outputs


def answers(network: keras.Model, digits: Digits) -> NDArray[np.int64]:
    """Which digit the network takes each for, were it one of the ten; int64 `(n,)`."""
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
        answers: integers `(n,)`, what a network said.
        labels: integers `(n,)`, what is true.

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

    Wilson's score interval ("Probable inference, the law of succession, and
    statistical inference", 1927), which holds for errors near 0 too.

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
