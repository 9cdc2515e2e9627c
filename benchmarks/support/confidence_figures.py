"""Figures and a picture of how well networks know what they know: calibration and declining."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mnist_models.confidence import (
    Confidence,
    auroc,
    calibration_figures,
    digit_probabilities,
    digit_score,
)
from mnist_models.evaluation import prediction_error

SHARES = (0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1)  # of digits read rightly, declined

Outputs = NDArray[np.float32]  # (n, 11), a network's


def calibration(
    outputs: Outputs, labels: NDArray[np.integer], confidence: Confidence
) -> dict[str, Any]:
    """Calibration at the network's temperature, and its error at temperature 1."""
    raw, tempered = (
        calibration_figures(digit_probabilities(outputs, temperature), labels)
        for temperature in (1.0, confidence.temperature)
    )
    before = raw["expected_calibration_error"]
    return {"temperature": confidence.temperature, "error_at_1": before} | tempered


def declining(
    digits: Outputs, labels: NDArray[np.integer], letters: Outputs, confidence: Confidence
) -> dict[str, Any]:
    """What the network declines of digits and of letters, at its threshold and at others."""
    score, letter_score = digit_score(digits), digit_score(letters)
    answers = digits[:, :-1].argmax(axis=1)
    right, kept = answers == labels, score >= confidence.threshold
    return {
        "letters": len(letters),
        "auroc": auroc(score, letter_score),
        "threshold": confidence.threshold,
        "right_digits_declined": _share(~kept[right]),
        "wrong_digits_declined": _share(~kept[~right]),
        "letters_declined": _share(letter_score < confidence.threshold),
        "error_of_answers": prediction_error(answers[kept], labels[kept]) if kept.any() else 0.0,
        "trade_off": [
            [share, _share(letter_score < _threshold(score[right], share))] for share in SHARES
        ],
    }


def _share(flags: NDArray[np.bool_]) -> float:
    """How many are set, 0–1; none of nothing, as where a network reads no digit rightly."""
    return float(flags.mean()) if len(flags) else 0.0


def _threshold(scores: NDArray[np.floating], share: float) -> float:
    """The score below which a share of the scores lies; where there are none, nothing does."""
    return float(np.quantile(scores, share)) if len(scores) else -np.inf


def picture(networks: dict[str, dict[str, Any]]) -> Figure:
    """Reliability, error by coverage, and letters declined by digits declined."""
    figure, (reliability, risk, refusal) = plt.subplots(1, 3, figsize=(12, 4), layout="constrained")
    for name, figures in networks.items():
        curve = figures["calibration"]
        confidence, accuracy = zip(
            *((one["confidence"], one["accuracy"]) for one in curve["reliability"]), strict=True
        )
        reliability.plot(confidence, accuracy, "o-", markersize=3, label=name)
        coverage, error = np.array(curve["risk_coverage"]).T
        risk.plot(100 * coverage, 100 * error, label=name)
        if "declining" in figures:
            digits, letters = np.array(figures["declining"]["trade_off"]).T
            refusal.plot(100 * digits, 100 * letters, "o-", markersize=3, label=name)
    reliability.plot([0, 1], [0, 1], color="0.7", linewidth=0.8, zorder=0)
    reliability.set(title="Reliability", xlabel="confidence", ylabel="share that is right")
    risk.set(title="Risk and coverage", xlabel="digits answered, %", ylabel="error, %")
    refusal.set(title="Declining", xlabel="right digits declined, %", ylabel="letters declined, %")
    refusal.set_xscale("log")
    reliability.legend(frameon=False)
    return figure
