"""How arrays are cut into batches."""

from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.batches import batches


@given(rows=st.integers(1, 40), size=st.integers(1, 50))
def test_every_row_comes_once_and_in_its_order(rows, size):
    images, kinds = np.arange(rows * 4, dtype=np.uint8).reshape(rows, 2, 2), np.arange(rows)
    arrays = ((images, kinds), -kinds)
    with patch("keras.backend.backend", return_value="jax"):
        elsewhere = batches(arrays, size)

    for read in (list(batches(arrays, size).as_numpy_iterator()), list(elsewhere)):
        assert [len(labels) for _, labels in read[:-1]] == [size] * ((rows - 1) // size)
        np.testing.assert_array_equal(np.concatenate([seen for (seen, _), _ in read]), images)
        np.testing.assert_array_equal(np.concatenate([seen for (_, seen), _ in read]), kinds)
        np.testing.assert_array_equal(np.concatenate([labels for _, labels in read]), -kinds)


def test_nothing_waits_for_a_tuning_thread():
    assert not batches(np.zeros(3), 2).options().autotune.enabled
