import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from mnist_models import confidence
from mnist_models.confidence import (
    digit_probabilities,
    digit_score,
    fit_confidence,
    fit_temperature,
)

logits = arrays(np.float64, (5, 11), elements=st.floats(-20, 20))


def made_up(count, sharpness, seed=0):
    """Outputs of a network whose logits are `sharpness` times what the labels warrant."""
    random = np.random.default_rng(seed)
    true = random.normal(0, 2, (count, 11))
    true[:, 10] = -9
    labels = np.array([random.choice(10, p=softmax(row[:10])) for row in true])
    return softmax(sharpness * true, axis=1), labels


@given(logits, st.floats(0.2, 5))
def test_probabilities_sum_to_1_and_keep_their_order(rows, temperature):
    outputs = softmax(rows, axis=1)
    given_ = digit_probabilities(outputs, temperature)
    np.testing.assert_allclose(given_.sum(axis=1), 1)
    largest = np.take_along_axis(given_, outputs[:, :10].argmax(axis=1)[:, None], 1)[:, 0]
    np.testing.assert_allclose(largest, given_.max(axis=1))


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
    assert fit_temperature(*made_up(4000, sharpness)) == pytest.approx(sharpness, rel=0.08)


def test_the_temperature_is_the_one_that_scipy_finds():
    outputs, labels = made_up(500, 1.7)

    def loss(temperature):
        rows = log_softmax(np.log(outputs[:, :10]) / temperature, axis=1)
        return -rows[np.arange(len(labels)), labels].mean()

    expected = minimize_scalar(loss, bounds=(0.1, 10), method="bounded").x
    assert fit_temperature(outputs, labels) == pytest.approx(expected, rel=1e-3)


def test_the_threshold_declines_its_share_of_the_digits_read_rightly():
    outputs, labels = made_up(3000, 1.0)
    fitted = fit_confidence(outputs, labels)
    right = outputs[:, :10].argmax(axis=1) == labels
    declined = (digit_score(outputs)[right] < fitted.threshold).mean()
    assert declined == pytest.approx(confidence.DECLINED, abs=0.002)
