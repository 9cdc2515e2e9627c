"""How sure a network is of its answer, when it declines, and whether it is right as often.

A network gives eleven probabilities: of the ten digits and of none of them.
"""

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_models.mnist import NO_DIGIT

_Floats = NDArray[np.floating]

DECLINED = 0.005  # share of the correctly read digits that a network may decline
TINY = 1e-30  # probabilities below it make no difference
BINS = 15  # ranges of confidence, of equal width


@dataclass(frozen=True)
class Confidence:
    """The two numbers that turn a network's outputs into calibrated probabilities or no answer."""

    temperature: float  # above 0, and above 1 for an overconfident network
    threshold: float  # the least score, as `digit_score` gives it, that is read as a digit

    def __post_init__(self) -> None:
        """Refuse numbers that only a damaged file holds.

        Raises:
            TypeError: if either is no number.
            ValueError: if either is not finite, or the temperature not above 0.
        """
        if not (isfinite(self.temperature) and isfinite(self.threshold) and self.temperature > 0):
            raise ValueError(f"Expected a temperature above 0 and a threshold, got {self}.")


def digit_probabilities(
    outputs: _Floats, temperature: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """The probability of each digit, given that it is one of the ten.

    Args:
        outputs: `(..., 11)`, from one network or several.
        temperature: Guo et al., "On Calibration of Modern Neural Networks", 2017; one number, or
            an array that broadcasts against `outputs`.

    Returns:
        float64 `(..., 10)`, rows summing to 1.
    """
    digits = outputs[..., :NO_DIGIT].astype(np.float64)
    logits = np.log(np.maximum(digits, TINY)) / temperature
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: NDArray[np.float64] = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities


def digit_score(outputs: _Floats) -> NDArray[np.float64]:
    """The log-odds that it is a digit at all, float64 `(...)`, from `outputs`, `(..., 11)`."""
    digit = outputs[..., :NO_DIGIT].astype(np.float64).sum(axis=-1)
    odds = np.maximum(digit, TINY) / np.maximum(outputs[..., NO_DIGIT], TINY)
    score: NDArray[np.float64] = np.log(odds)
    return score


def fit_confidence(outputs: _Floats, labels: NDArray[np.integer]) -> Confidence:
    """Fit temperature and threshold on digits that the network was not trained on.

    Args:
        outputs: `(n, 11)`, the network's.
        labels: integers `(n,)`, 0 to 9.
    """
    right = outputs[:, :NO_DIGIT].argmax(axis=1) == labels
    threshold = float(np.quantile(digit_score(outputs)[right], DECLINED))
    return Confidence(round(fit_temperature(outputs, labels), 4), round(threshold, 4))


def fit_temperature(outputs: _Floats, labels: NDArray[np.integer]) -> float:
    """The temperature between 0.1 and 10 that makes the labels most probable.

    Arguments as for `fit_confidence`. By golden section, since the mean log-loss has one minimum.
    """

    def loss(log_temperature: float) -> float:
        given = digit_probabilities(outputs, np.exp(log_temperature))
        return -float(np.log(np.maximum(given[np.arange(len(labels)), labels], TINY)).mean())

    golden = (np.sqrt(5) - 1) / 2
    low, high = np.log(0.1), np.log(10.0)
    for _ in range(40):
        step = golden * (high - low)
        if loss(high - step) < loss(low + step):
            high = low + step
        else:
            low = high - step
    return float(np.exp((low + high) / 2))


@dataclass(frozen=True)
class ReliabilityBin:
    """The answers whose confidence lies within one range."""

    count: int
    confidence: float  # their mean confidence, 0–1
    accuracy: float  # the share of correct ones, 0–1


def reliability_curve(
    probabilities: _Floats, labels: NDArray[np.integer], bins: int = BINS
) -> list[ReliabilityBin]:
    """How often answers are right, by their confidence; empty ranges are left out.

    Args:
        probabilities: `(n, 10)`, rows summing to 1.
        labels: integers `(n,)`, 0 to 9.
        bins: ranges of equal width between 0 and 1; each includes its upper end.

    Raises:
        ValueError: unless there is a label for each row, and at least one row.
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
    probabilities: _Floats, labels: NDArray[np.integer], bins: int = BINS
) -> float:
    """The mean distance between confidence and accuracy, 0–1, weighted by answers.

    Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning", 2015; arguments as for `reliability_curve`.
    """
    curve = reliability_curve(probabilities, labels, bins)
    return sum(each.count * abs(each.accuracy - each.confidence) for each in curve) / len(labels)


def risk_coverage(
    scores: _Floats, wrong: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The error among the answers that are left as those with the lowest scores are declined.

    El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification", 2010.

    Args:
        scores: `(n,)`, the higher the surer.
        wrong: `(n,)`, whether each answer is wrong.

    Returns:
        Coverage, the share of answers left, rising to 1, and risk, the error among these; float64
        `(n,)` each.
    """
    surest_first = np.argsort(-scores, kind="stable")
    kept = np.arange(1, len(wrong) + 1)
    return kept / len(wrong), np.cumsum(wrong[surest_first]) / kept


def calibration_figures(probabilities: _Floats, labels: NDArray[np.integer]) -> dict[str, Any]:
    """Calibration error, reliability curve, and risk at twenty coverages, ready for JSON.

    Arguments as for `reliability_curve`.
    """
    wrong = probabilities.argmax(axis=1) != labels
    coverage, risk = risk_coverage(probabilities.max(axis=1), wrong)
    places = (np.arange(1, 21) * len(labels) // 20 - 1).clip(0)
    return {
        "expected_calibration_error": expected_calibration_error(probabilities, labels),
        "reliability": [asdict(each) for each in reliability_curve(probabilities, labels)],
        "risk_coverage": np.stack([coverage[places], risk[places]], axis=1).round(6).tolist(),
    }


def auroc(positive: _Floats, negative: _Floats) -> float:
    """The chance that a `positive` has a higher score than a `negative`, a tie counting half.

    The area under the receiver operating characteristic curve, by ranks (Mann and Whitney 1947).

    Args:
        positive: scores `(n,)` that should be high.
        negative: scores `(m,)` that should be low.

    Raises:
        ValueError: if either is empty.
    """
    if not len(positive) or not len(negative):
        raise ValueError(f"Expected scores on both sides, got {len(positive)} and {len(negative)}.")
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left")
    not_above = np.searchsorted(ordered, positive, "right")
    return float((below + not_above).mean() / (2 * len(negative)))
