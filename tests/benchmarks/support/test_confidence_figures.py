import numpy as np
import pytest

from benchmarks.support import confidence_figures
from benchmarks.tables import networks
from mnist_models.confidence import Confidence


def outputs(digit_chance, count=200, seed=0):
    """A network that is right three times in four, and as sure of a digit as is said."""
    random = np.random.default_rng(seed)
    rows = np.full((count, 11), 0.01)
    labels = random.integers(0, 10, count)
    answers = np.where(np.arange(count) % 4, labels, (labels + 1) % 10)
    rows[np.arange(count), answers] = 1.0
    rows[:, :10] *= digit_chance / rows[:, :10].sum(axis=1, keepdims=True)
    rows[:, 10] = 1 - digit_chance
    return rows.astype(np.float32), labels


def test_what_lies_below_the_threshold_is_declined():
    digits, labels = outputs(0.9)
    letters, _ = outputs(0.2)
    figures = confidence_figures.declining(digits, labels, letters, Confidence(1.0, 0.0))
    assert figures["auroc"] == figures["letters_declined"] == 1
    assert figures["right_digits_declined"] == 0
    assert figures["error_of_answers"] == pytest.approx(0.25)
    assert all(letters == 1 for _, letters in figures["trade_off"])


def test_a_network_that_reads_all_wrongly_declines_a_share_of_nothing():
    digits, _ = outputs(0.9)
    answers = digits[:, :10].argmax(axis=1)
    figures = confidence_figures.declining(
        digits, (answers + 1) % 10, outputs(0.2)[0], Confidence(1.0, 0.0)
    )
    assert figures["right_digits_declined"] == 0
    assert figures["error_of_answers"] == 1
    assert all(letters == 0 for _, letters in figures["trade_off"])


def test_calibration_is_given_before_and_after():
    digits, labels = outputs(0.9)
    figures = confidence_figures.calibration(digits, labels, Confidence(3.0, 0.0))
    assert figures["temperature"] == 3.0
    assert figures["error_at_1"] == pytest.approx(1 / 1.09 - 0.75, abs=0.01)
    assert len(figures["risk_coverage"]) == 20


def test_table_and_picture_show_each_network():
    digits, labels = outputs(0.9)
    figures = {
        "calibration": confidence_figures.calibration(digits, labels, Confidence(1.0, 0.0)),
        "declining": confidence_figures.declining(
            digits, labels, outputs(0.2)[0], Confidence(1.0, 0.0)
        ),
    }
    assert "| `net` |" in networks.confidence({"net": figures})
    picture = confidence_figures.picture({"net": figures})
    assert [axes.get_title() for axes in picture.axes] == [
        "Reliability", "Risk and coverage", "Declining"
    ]  # fmt: skip
