"""How arrays are cut into batches, and how often answers are wrong."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.evaluation import (
    ErrorCount,
    WrongDigit,
    batches,
    confusion_matrix,
    interval,
    prediction_error,
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


@given(rows=st.integers(1, 40), size=st.integers(1, 50))
def test_every_row_is_in_one_batch_and_in_its_order(rows, size):
    images, kinds = np.arange(rows * 4, dtype=np.uint8).reshape(rows, 2, 2), np.arange(rows)
    arrays = ((images, kinds), -kinds)
    with patch("keras.backend.backend", return_value="jax"):
        elsewhere = batches(arrays, size)

    for read in (list(batches(arrays, size).as_numpy_iterator()), list(elsewhere)):
        assert [len(labels) for _, labels in read[:-1]] == [size] * ((rows - 1) // size)
        np.testing.assert_array_equal(np.concatenate([seen for (seen, _), _ in read]), images)
        np.testing.assert_array_equal(np.concatenate([seen for (_, seen), _ in read]), kinds)
        np.testing.assert_array_equal(np.concatenate([labels for _, labels in read]), -kinds)


def test_no_batch_waits_for_a_tuning_thread():
    assert not batches(np.zeros(3), 2).options().autotune.enabled
