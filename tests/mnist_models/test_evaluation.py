import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.evaluation import (
    ErrorCount,
    WrongDigit,
    auroc,
    confusion_matrix,
    expected_calibration_error,
    interval,
    prediction_error,
    reliability_curve,
    risk_coverage,
    wrong_digits,
)

digits = st.integers(0, 9)
pairs = st.lists(st.tuples(digits, digits), min_size=1, max_size=50)


@given(pairs)
def test_the_prediction_error_is_the_share_of_wrong_answers(pairs):
    answers, labels = np.array(pairs).T
    wrong = sum(answer != label for answer, label in pairs)
    assert prediction_error(answers, labels) == wrong / len(pairs)


@pytest.mark.parametrize("shapes", [(3, 2), (0, 0)])
def test_answers_that_do_not_fit_the_labels_are_refused(shapes):
    with pytest.raises(ValueError, match="as many answers as labels"):
        prediction_error(np.zeros(shapes[0], int), np.zeros(shapes[1], int))


@given(st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_error_and_stays_within_0_and_1(count):
    wrong, total = count
    low, high = interval(wrong, total)
    assert 0 <= low <= wrong / total <= high <= 1
    assert low < high


@pytest.mark.parametrize(
    ("wrong", "total", "expected"),
    [(10, 100, (0.05523, 0.17437)), (0, 10, (0.0, 0.27753)), (1, 29, (0.00611, 0.17177))],
)
def test_the_interval_agrees_with_published_values(wrong, total, expected):
    # Newcombe, "Two-sided confidence intervals for the single proportion", 1998.
    np.testing.assert_allclose(interval(wrong, total), expected, atol=1e-4)


@pytest.mark.parametrize(("wrong", "total"), [(-1, 5), (6, 5), (0, 0)])
def test_impossible_counts_are_refused(wrong, total):
    with pytest.raises(ValueError, match="wrong"):
        interval(wrong, total)


@given(pairs)
def test_the_confusion_matrix_counts_every_pair(pairs):
    answers, labels = np.array(pairs).T
    matrix = confusion_matrix(answers, labels)
    for label in range(10):
        for answer in range(10):
            assert matrix[label, answer] == pairs.count((answer, label))


def test_an_error_reads_as_percent_with_two_decimals_and_its_interval():
    assert str(ErrorCount(31, 10_000)) == "0.31 % (0.22–0.44)"


@given(pairs)
def test_the_wrong_digits_are_those_whose_answer_is_not_their_label(pairs):
    answers, labels = np.array(pairs).T
    assert wrong_digits(answers, labels) == [
        WrongDigit(index, label, answer)
        for index, (answer, label) in enumerate(pairs)
        if answer != label
    ]


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
