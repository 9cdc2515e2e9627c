"""A network of several columns, as small as one can be."""

import keras
import numpy as np
import pytest
from keras import layers


@pytest.fixture(scope="session")
def small_committee():
    """Make a committee of three small columns with the same random weights each time."""

    def column(kernel):
        return keras.Sequential(
            [
                layers.Input((28, 28, 1)),
                layers.Conv2D(9, kernel, strides=4, use_bias=False),
                layers.BatchNormalization(),
                layers.ReLU(),
                layers.Flatten(),
                layers.Dense(11),
            ]
        )

    def make():
        columns, images = [column(kernel) for kernel in (3, 5, 7)], keras.Input((28, 28, 1))
        logits = layers.Average()([each(images) for each in columns])
        committee = keras.Model(images, layers.Softmax()(logits), name="deep_cnn")
        random = np.random.default_rng(0)
        committee.set_weights(
            [random.uniform(-1 if each.ndim > 1 else 0.1, 1, each.shape)
             for each in committee.get_weights()]
        )  # fmt: skip
        return committee

    return make
