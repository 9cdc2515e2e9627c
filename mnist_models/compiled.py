"""Several networks as one function that runs in the thread which calls it."""

from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mnist_models.mnist import NUM_CLASSES, SIDE

_CHUNK = 100  # images a run: of 500, a processor's cache holds too little, and all take longer


class CompiledNetworks:
    """Networks whose weights have become constants of one graph.

    Only a session of TensorFlow 1 can run a graph in the thread that calls it: a
    `tf.function` hands the call to another thread and waits. With one small image
    a call, that takes a third longer, and two callers at once get 1.7 times as
    many answers from a session.
    """

    def __init__(self, networks: Sequence[keras.Model]) -> None:
        """Build the graph of `networks` and run it once to warm up."""
        graph, images, results = _graph(networks)
        self._run = tf.compat.v1.Session(graph=graph, config=_in_caller()).make_callable(
            results, [images]
        )
        shape = (len(networks), 0, NUM_CLASSES + 1)
        self._nothing = np.empty(shape, np.float32), np.zeros(len(networks) + 1)
        self(np.zeros((1, SIDE, SIDE), np.uint8))

    def __call__(
        self, images: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """What every network gives for every image; several threads may ask at once.

        Args:
            images: uint8 `(n, 28, 28)` in MNIST's format.

        Returns:
            Outputs, float32 `(networks, n, 11)`, and the milliseconds that each
            network took, float64 `(networks,)`.
        """
        starts = range(0, len(images), _CHUNK)
        runs = [self._run(images[start : start + _CHUNK]) for start in starts]
        outputs, times = zip(self._nothing, *runs, strict=True)
        return np.concatenate(outputs, axis=1), 1000 * np.diff(times).sum(axis=0)


def _graph(networks: Sequence[keras.Model]) -> tuple[tf.Graph, tf.Tensor, list[tf.Tensor]]:
    """The graph, where its images go in, and what comes out: outputs, and times in seconds."""
    weights = [_weights(network) for network in networks]
    with tf.Graph().as_default() as graph:
        images = tf.compat.v1.placeholder(tf.uint8, (None, SIDE, SIDE))
        inputs = tf.cast(images, tf.float32)[..., tf.newaxis] / 255
        rows, times = [], [_time_after(inputs)]
        for network, arrays in zip(networks, weights, strict=True):
            with tf.control_dependencies([times[-1]]):  # one after the other, to time each
                constants = [[tf.constant(array) for array in kind] for kind in arrays]
                row, _ = network.stateless_call(*constants, tf.identity(inputs), training=False)
            rows.append(row)
            times.append(_time_after(row))
        return graph, images, [tf.stack(rows), tf.stack(times)]


def _in_caller() -> tf.compat.v1.ConfigProto:
    """A session's options: the caller's thread and no other."""
    options = tf.compat.v1.ConfigProto(
        inter_op_parallelism_threads=-1, intra_op_parallelism_threads=1
    )
    # Rewriting the graph would take 0.2 s and 30 MB, and made answers no faster.
    options.graph_options.rewrite_options.disable_meta_optimizer = True
    return options


def _weights(network: keras.Model) -> list[list[NDArray[np.generic]]]:
    """Trainable and other weights; inside a graph, variables cannot be read."""
    kinds = (network.trainable_variables, network.non_trainable_variables)
    return [[variable.numpy() for variable in kind] for kind in kinds]


def _time_after(tensor: tf.Tensor) -> tf.Tensor:
    """The time once `tensor` is there, seconds."""
    with tf.control_dependencies([tensor]):
        return tf.timestamp()
