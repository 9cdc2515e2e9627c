"""How well answers agree with labels."""

from dataclasses import asdict, dataclass
from math import sqrt
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
        return f"{self.error:.2%} ({low * 100:.2f}–{high * 100:.2f})".replace("%", " %")


@dataclass(frozen=True)
class WrongDigit:
    """A digit that a network reads wrongly."""

    index: int  # its place in the data set
    label: int
    answer: int


def outputs_of(network: keras.Model, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What the network gives for uint8 `(n, 28, 28)`: float32, a row an image."""
    outputs: NDArray[np.float32] = network.predict(network_input(images), batch_size=500, verbose=0)
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


@dataclass(frozen=True)
class ReliabilityBin:
    """The answers given with a confidence within one range."""

    count: int
    confidence: float  # their mean confidence, 0–1
    accuracy: float  # the share of them that is right, 0–1


def reliability_curve(
    probabilities: NDArray[np.floating], labels: NDArray[np.integer], bins: int = 15
) -> list[ReliabilityBin]:
    """How often answers are right, by how sure they were; ranges that hold none are left out.

    Args:
        probabilities: `(n, 10)`, rows summing to 1.
        labels: integers `(n,)`, what is true.
        bins: ranges of equal width between 0 and 1; each holds its upper end.

    Raises:
        ValueError: if there is not a label a row, or no row at all.
    """
    if len(probabilities) != len(labels) or not len(labels):
        raise ValueError(
            "Expected as many rows of probabilities as labels and at least one, "
            f"got {len(probabilities)} rows and {len(labels)} labels."
        )
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == labels
    place = np.ceil(confidence * bins).astype(int).clip(1, bins)
    return [
        ReliabilityBin(int(here.sum()), float(confidence[here].mean()), float(right[here].mean()))
        for here in (place == number for number in np.unique(place))
    ]


def expected_calibration_error(
    probabilities: NDArray[np.floating], labels: NDArray[np.integer], bins: int = 15
) -> float:
    """How far confidence lies from accuracy: mean over the answers of their range's gap, 0–1.

    Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities
    Using Bayesian Binning", 2015; arguments as for `reliability_curve`.
    """
    curve = reliability_curve(probabilities, labels, bins)
    gaps = sum(each.count * abs(each.accuracy - each.confidence) for each in curve)
    return gaps / len(labels)


def calibration_figures(
    probabilities: NDArray[np.floating], labels: NDArray[np.integer]
) -> dict[str, Any]:
    """Calibration error, reliability curve, and risk at twenty coverages, ready for JSON.

    Arguments as for `reliability_curve`.
    """
    wrong = probabilities.argmax(axis=1) != labels
    coverage, risk = risk_coverage(probabilities.max(axis=1), wrong)
    places = (np.arange(1, 21) * len(labels) // 20 - 1).clip(0)
    curve = reliability_curve(probabilities, labels)
    return {
        "expected_calibration_error": expected_calibration_error(probabilities, labels),
        "reliability": [asdict(each) for each in curve],
        "risk_coverage": np.stack([coverage[places], risk[places]], axis=1).round(6).tolist(),
    }


def auroc(positive: NDArray[np.floating], negative: NDArray[np.floating]) -> float:
    """The chance that a `positive` has a higher score than a `negative`, a tie counting half.

    The area under the receiver operating characteristic curve, by ranks (Mann
    and Whitney 1947).

    Args:
        positive: scores `(n,)` of what should score high.
        negative: scores `(m,)` of what should score low.

    Raises:
        ValueError: if either is empty.
    """
    if not len(positive) or not len(negative):
        raise ValueError(f"Expected scores on both sides, got {len(positive)} and {len(negative)}.")
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left")
    not_above = np.searchsorted(ordered, positive, "right")
    return float((below + not_above).mean() / (2 * len(negative)))


def risk_coverage(
    scores: NDArray[np.floating], wrong: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The error among the answers that are kept, as those of low score are declined first.

    El-Yaniv and Wiener, "On the Foundations of Noise-free Selective
    Classification", 2010.

    Args:
        scores: `(n,)`, the higher the surer.
        wrong: `(n,)`, whether each answer is wrong.

    Returns:
        Coverage, the share that is kept, rising to 1, and risk, the error among
        these; float64 `(n,)` each.
    """
    surest_first = np.argsort(-scores, kind="stable")
    kept = np.arange(1, len(wrong) + 1)
    return kept / len(wrong), np.cumsum(wrong[surest_first]) / kept
