"""What a small network learns from a larger one: its answers, beside the labels.

Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import keras
from keras import ops

_TEMPERATURE = 2.0  # of both networks' answers: what else a digit resembles shows the better
_WEIGHT = 0.7 / 0.3  # of the teacher's answers, where that of the labels is 1
_TINY = 1e-7  # keeps logarithms finite


class Distillation(keras.layers.Layer):
    """Adds to the loss how far answers are from a teacher's; passes them on unchanged.

    Takes `[images, answers]`: float32 `(n, 28, 28, 1)` in 0–1, and probabilities
    `(n, 11)` that the network in training gives them.
    """

    def __init__(self, teacher: keras.Model, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Out of Keras's sight: a teacher is no part of what is trained, nor of its checkpoints.
        self._teach: Callable[[Any], Any] = partial(teacher.__call__, training=False)

    def call(self, inputs: Any) -> Any:
        """The answers; the loss is added on the way."""
        images, answers = inputs
        taught = _soften(ops.stop_gradient(self._teach(images)))
        divergence = ops.sum(taught * (ops.log(taught) - ops.log(_soften(answers))), axis=-1)
        # The square makes up for the gradients that a temperature shrinks.
        self.add_loss(_WEIGHT * _TEMPERATURE**2 * ops.mean(divergence))
        return answers


def _soften(probabilities: Any) -> Any:
    powers = ops.power(probabilities + _TINY, 1 / _TEMPERATURE)
    return powers / ops.sum(powers, axis=-1, keepdims=True)
