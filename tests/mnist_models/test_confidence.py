"""Calibrated probabilities, declining, and how both are measured."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from mnist_models import confidence
from mnist_models.confidence import (
    auroc,
    digit_probabilities,
    digit_score,
    expected_calibration_error,
    fit_confidence,
    fit_temperature,
    reliability_curve,
    risk_coverage,
)

logits = arrays(np.float64, (5, 11), elements=st.floats(-20, 20))


def synthetic(count, sharpness, seed=0):
    """Outputs of a network whose logits are `sharpness` times what the labels warrant."""
    random = np.random.default_rng(seed)
    true = random.normal(0, 2, (count, 11))
    true[:, 10] = -9
    labels = np.array([random.choice(10, p=softmax(row[:10])) for row in true])
    return softmax(sharpness * true, axis=1), labels


@given(logits, st.floats(0.2, 5))
def test_probabilities_sum_to_1_and_keep_their_order(rows, temperature):
    outputs = softmax(rows, axis=1)
    probabilities = digit_probabilities(outputs, temperature)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    largest = np.take_along_axis(probabilities, outputs[:, :10].argmax(axis=1)[:, None], 1)[:, 0]
    np.testing.assert_allclose(largest, probabilities.max(axis=1))


@given(logits, st.floats(0.5, 4))
def test_a_temperature_divides_the_logits(rows, temperature):
    outputs = softmax(rows, axis=1)
    expected = softmax(rows[:, :10] / temperature, axis=1)
    np.testing.assert_allclose(digit_probabilities(outputs, temperature), expected, atol=1e-6)


def test_outputs_of_exactly_0_and_1_give_finite_numbers():
    outputs = np.eye(11, dtype=np.float32)
    assert np.isfinite(digit_probabilities(outputs, 0.5)).all()
    assert np.isfinite(digit_score(outputs)).all()


@given(logits)
def test_the_score_is_the_log_odds_of_a_digit(rows):
    outputs = softmax(rows, axis=1)
    none = log_softmax(rows, axis=1)[:, 10]
    expected = np.log(-np.expm1(none)) - none
    np.testing.assert_allclose(digit_score(outputs), expected, atol=1e-5)


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 2.0])
def test_the_temperature_undoes_too_sharp_or_too_dull_logits(sharpness):
    assert fit_temperature(*synthetic(4000, sharpness)) == pytest.approx(sharpness, rel=0.08)


def test_the_temperature_is_the_one_that_scipy_finds():
    outputs, labels = synthetic(500, 1.7)

    def loss(temperature):
        rows = log_softmax(np.log(outputs[:, :10]) / temperature, axis=1)
        return -rows[np.arange(len(labels)), labels].mean()

    expected = minimize_scalar(loss, bounds=(0.1, 10), method="bounded").x
    assert fit_temperature(outputs, labels) == pytest.approx(expected, rel=1e-3)


def test_the_threshold_declines_its_share_of_the_digits_read_rightly():
    outputs, labels = synthetic(3000, 1.0)
    fitted = fit_confidence(outputs, labels)
    right = outputs[:, :10].argmax(axis=1) == labels
    declined = (digit_score(outputs)[right] < fitted.threshold).mean()
    assert declined == pytest.approx(confidence.DECLINED, abs=0.002)


digits = st.integers(0, 9)
answered = st.lists(st.tuples(st.floats(0.2, 1), digits, digits), min_size=1, max_size=60)


def with_confidence(confidence, answer):
    """Ten probabilities: `confidence` for `answer`, and the rest shared by the others."""
    row = np.full(10, (1 - confidence) / 9)
    row[answer] = confidence
    return row


@given(answered, st.integers(1, 20))
def test_the_calibration_error_agrees_with_its_definition(cases, bins):
    rows = np.array([with_confidence(sure, answer) for sure, answer, _ in cases])
    labels = np.array([label for *_, label in cases])
    expected = 0.0
    for number in range(bins):
        here = [
            (row.max(), row.argmax() == label)
            for row, label in zip(rows, labels, strict=True)
            if number < row.max() * bins <= number + 1
        ]
        if here:
            sure, right = np.array(here, float).T
            expected += len(here) / len(cases) * abs(sure.mean() - right.mean())
    assert expected_calibration_error(rows, labels, bins) == pytest.approx(expected)
    assert sum(each.count for each in reliability_curve(rows, labels, bins)) == len(cases)


def test_answers_without_labels_have_no_calibration():
    with pytest.raises(ValueError, match="as many rows of probabilities as labels"):
        reliability_curve(np.ones((2, 10)) / 10, np.zeros(3, int))


scores = st.lists(st.integers(0, 8), min_size=1, max_size=30)


@given(scores, scores)
def test_the_auroc_is_the_share_of_pairs_in_order(high, low):
    pairs = [(one > other) + (one == other) / 2 for one in high for other in low]
    assert auroc(np.array(high), np.array(low)) == pytest.approx(np.mean(pairs))


def test_an_auroc_needs_scores_on_both_sides():
    with pytest.raises(ValueError, match="scores on both sides, got 0 and 2"):
        auroc(np.zeros(0), np.zeros(2))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_risk_is_the_error_among_the_surest(cases):
    sure, wrong = np.array([c for c, _ in cases]), np.array([w for _, w in cases])
    coverage, risk = risk_coverage(sure, wrong)
    surest = sorted(range(len(cases)), key=lambda index: -sure[index])
    for kept in range(1, len(cases) + 1):
        assert coverage[kept - 1] == kept / len(cases)
        assert risk[kept - 1] == pytest.approx(np.mean(wrong[surest[:kept]]))
