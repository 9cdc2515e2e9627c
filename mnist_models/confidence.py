"""How sure a network can be of its answer, and when it declines to answer.

A network gives eleven probabilities: of the ten digits and of none of them.
"""

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from mnist_models.mnist import NO_DIGIT

DECLINED = 0.005  # share of the digits read rightly that a network may decline

_Floats = NDArray[np.floating]
TINY = 1e-30  # float32 has no smaller probabilities that matter


@dataclass(frozen=True)
class Confidence:
    """How a network's outputs become calibrated probabilities, or no answer."""

    temperature: float  # above 0, and above 1 for an overconfident network
    threshold: float  # the least score of what counts as a digit, as `digit_score` gives it

    def __post_init__(self) -> None:
        """Refuse what a damaged file may hold.

        Raises:
            TypeError: if either is no number.
            ValueError: if either is not finite, or the temperature not above 0.
        """
        if not (isfinite(self.temperature) and isfinite(self.threshold) and self.temperature > 0):
            raise ValueError(f"Expected a temperature above 0 and a threshold, got {self}.")


def digit_probabilities(
    outputs: _Floats, temperature: float | NDArray[np.float64]
) -> NDArray[np.float64]:
    """The probability of each digit, were it one of the ten.

    Args:
        outputs: `(..., 11)`, a network's or several networks'.
        temperature: Guo et al., "On Calibration of Modern Neural Networks", 2017;
            one number, or an array that broadcasts against `outputs`.

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
    """Fit both numbers on digits that the network was not trained on.

    Args:
        outputs: `(n, 11)`, the network's.
        labels: integers `(n,)`, 0 to 9.
    """
    right = outputs[:, :NO_DIGIT].argmax(axis=1) == labels
    threshold = float(np.quantile(digit_score(outputs)[right], DECLINED))
    return Confidence(round(fit_temperature(outputs, labels), 4), round(threshold, 4))


def fit_temperature(outputs: _Floats, labels: NDArray[np.integer]) -> float:
    """The temperature between 0.1 and 10 that makes the labels most probable.

    Arguments as for `fit_confidence`. The search is by golden section: the
    mean log-loss has one minimum.
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
