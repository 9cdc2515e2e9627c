"""Arrays, cut into batches for Keras's `fit` and `predict`, on any of its backends."""

from math import ceil
from typing import Any

import keras


def batches(arrays: Any, size: int) -> Any:
    """A data set of `arrays`, which share their first axis, in their order.

    Given arrays, Keras makes one itself, and lets TensorFlow tune it while it is read. The
    thread that does so wakes after 10 ms, 20 ms and so on up to a minute, and is waited for
    when the last batch has been read: an epoch that needs three minutes takes nearly four.
    Nothing here needs tuning.

    Args:
        arrays: an array, or nested tuples of them, as `(inputs, labels)`.
        size: rows a batch; the last batch is the rest.
    """
    if keras.backend.backend() != "tensorflow":
        return _Batches(arrays, size)
    import tensorflow as tf  # noqa: PLC0415 - other backends do without it

    options = tf.data.Options()
    options.autotune.enabled = False
    rows = tf.data.Dataset.from_tensor_slices(arrays)
    return rows.batch(size).prefetch(2).with_options(options)


class _Batches(keras.utils.PyDataset):
    """The same for backends that read no data sets of TensorFlow's."""

    def __init__(self, arrays: Any, size: int) -> None:
        super().__init__()
        self._arrays, self._size = arrays, size

    def __len__(self) -> int:
        return ceil(len(keras.tree.flatten(self._arrays)[0]) / self._size)

    def __getitem__(self, index: int) -> Any:
        rows = slice(index * self._size, (index + 1) * self._size)
        batch = keras.tree.map_structure(lambda array: array[rows], self._arrays)
        return batch if isinstance(batch, tuple) else (batch,)
