import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.calibration import (
    auroc,
    expected_calibration_error,
    reliability_curve,
    risk_coverage,
)

digits = st.integers(0, 9)


def with_confidence(confidence, answer):
    """Ten probabilities of which `answer` has `confidence`, and the others what is left."""
    row = np.full(10, (1 - confidence) / 9)
    row[answer] = confidence
    return row


answered = st.lists(st.tuples(st.floats(0.2, 1), digits, digits), min_size=1, max_size=60)


@given(answered, st.integers(1, 20))
def test_the_calibration_error_agrees_with_its_definition(cases, bins):
    rows = np.array([with_confidence(confidence, answer) for confidence, answer, _ in cases])
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
    scores, wrong = np.array([c for c, _ in cases]), np.array([w for _, w in cases])
    coverage, risk = risk_coverage(scores, wrong)
    surest = sorted(range(len(cases)), key=lambda index: -scores[index])
    for kept in range(1, len(cases) + 1):
        assert coverage[kept - 1] == kept / len(cases)
        assert risk[kept - 1] == pytest.approx(np.mean(wrong[surest[:kept]]))
