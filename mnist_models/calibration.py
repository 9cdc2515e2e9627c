"""How well a network knows what it knows: whether it is right as often as it is sure."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 15  # ranges of confidence, of equal width


@dataclass(frozen=True)
class ReliabilityBin:
    """The answers given with a confidence within one range."""

    count: int
    confidence: float  # their mean confidence, 0–1
    accuracy: float  # the share of them that is right, 0–1


def reliability_curve(
    probabilities: NDArray[np.floating], labels: NDArray[np.integer], bins: int = BINS
) -> list[ReliabilityBin]:
    """How often answers are right, by how sure they were; ranges that hold none are left out.

    Args:
        probabilities: `(n, 10)`, rows summing to 1.
        labels: integers `(n,)`, what is true.
        bins: how many ranges of equal width between 0 and 1; each holds its upper end.

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
    probabilities: NDArray[np.floating], labels: NDArray[np.integer], bins: int = BINS
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
