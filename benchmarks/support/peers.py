"""Networks from well-known tutorials, as their authors train them."""

from dataclasses import dataclass

import keras
from keras import layers

from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES


@dataclass(frozen=True)
class Peer:
    """A network from a tutorial: its hidden layers, and how long it trains.

    Adam as Keras sets it, on all 60,000 training digits as they are.
    """

    hidden: tuple[keras.Layer, ...]
    batch_size: int
    epochs: int

    def network(self) -> keras.Model:
        """The network, compiled."""
        answer = layers.Dense(NUM_CLASSES, activation="softmax")
        network = keras.Sequential([layers.Input(IMAGE_SHAPE), *self.hidden, answer])
        network.compile("adam", "sparse_categorical_crossentropy")
        return network


def peers() -> dict[str, Peer]:
    """The three networks of the tutorial, and the one of keras.io.

    Jason Brownlee, "Handwritten Digit Recognition using Convolutional Neural
    Networks in Python with Keras", 2016; François Chollet, "Simple MNIST
    convnet", keras.io 2015.
    """
    return {
        "tutorial: baseline": Peer((layers.Flatten(), _dense(784)), batch_size=200, epochs=10),
        "tutorial: simple CNN": Peer(
            (*_convolution(32, 5), layers.Dropout(0.2), layers.Flatten(), _dense(128)),
            batch_size=200,
            epochs=10,
        ),
        "tutorial: larger CNN": Peer(
            (
                *_convolution(30, 5),
                *_convolution(15, 3),
                layers.Dropout(0.2),
                layers.Flatten(),
                _dense(128),
                _dense(50),
            ),
            batch_size=200,
            epochs=10,
        ),
        "keras.io: convnet": Peer(
            (*_convolution(32, 3), *_convolution(64, 3), layers.Flatten(), layers.Dropout(0.5)),
            batch_size=128,
            epochs=15,
        ),
    }


def _dense(units: int) -> keras.Layer:
    return layers.Dense(units, activation="relu")


def _convolution(filters: int, kernel_size: int) -> tuple[keras.Layer, keras.Layer]:
    return layers.Conv2D(filters, kernel_size, activation="relu"), layers.MaxPooling2D()
