"""The trained networks, compiled into one call: a drawing in, a reading each out."""

from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.mnist import NUM_CLASSES
from mnist_models.sketch import Ink, sketch_to_mnist

_CHUNK = 500  # images a call: more only needs more memory


class Reading(NamedTuple):
    """What one network sees in a drawing.

    Attributes:
        name: the network's.
        probabilities: float32 `(10,)`, of each digit, summing to 1.
        digit: the most probable one; `None` if there is no ink to read.
        confidence: the probability of that digit, 0–1; 0 if there is none.
        milliseconds: that the network took for the call which read this drawing,
            and all others that were read with it.
    """

    name: str
    probabilities: NDArray[np.float32]
    digit: int | None
    confidence: float
    milliseconds: float


class Recognizer:
    """The three networks behind one compiled function.

    One call for all three costs a third of what three calls cost, and a
    thousandth of three `model.predict`.
    """

    def __init__(self, networks: dict[str, keras.Model]) -> None:
        """Compile `networks` (name → trained network) and run them once to warm up."""
        self.networks = networks
        self.names = tuple(networks)
        models = list(networks.values())

        # Autograph would take longer and write a file: there is nothing to convert.
        @tf.function(input_signature=[tf.TensorSpec((None, 28, 28), tf.uint8)], autograph=False)
        def predict(images: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            inputs = tf.cast(images, tf.float32)[..., tf.newaxis] / 255
            rows, times = [], [_time_after(inputs)]
            for model in models:
                with tf.control_dependencies([times[-1]]):  # one after the other, to time each
                    rows.append(model(tf.identity(inputs), training=False))
                times.append(_time_after(rows[-1]))
            return tf.stack(rows), tf.stack(times)

        self._predict = predict.get_concrete_function()  # spares a check of each call's shapes
        self.probabilities(np.zeros((1, 28, 28), np.uint8))

    @classmethod
    def load(cls, folder: Path = weights.FOLDER) -> "Recognizer":
        """Load the three networks with the weights in `folder`.

        Raises:
            WeightsError: if weights are missing or do not match their reports.
        """
        return cls({name: weights.load(name, folder) for name in ARCHITECTURES})

    @classmethod
    def load_available(
        cls, folder: Path = weights.FOLDER
    ) -> tuple["Recognizer", dict[str, weights.WeightsError]]:
        """Load the networks whose weights can be used, and say what is wrong with the others.

        Returns:
            The recognizer, and the name of each network that it lacks → why.

        Raises:
            WeightsError: if no network can be loaded.
        """
        networks, faults = {}, {}
        for name in ARCHITECTURES:
            try:
                networks[name] = weights.load(name, folder)
            except weights.WeightsError as error:
                faults[name] = error
        if not networks:
            raise next(iter(faults.values()))
        return cls(networks), faults

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The probability of each digit, by each network.

        Args:
            images: uint8 `(n, 28, 28)` in MNIST's format.

        Returns:
            float32 `(3, n, 10)`, networks in their order.
        """
        return self._timed_probabilities(images)[0]

    def _timed_probabilities(
        self, images: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """The same with the milliseconds that each network took, float64 `(3,)`."""
        rows = [np.empty((len(self.names), 0, NUM_CLASSES), np.float32)]
        milliseconds = np.zeros(len(self.names))
        for start in range(0, len(images), _CHUNK):
            row, times = self._predict(tf.constant(images[start : start + _CHUNK]))
            rows.append(row.numpy())
            milliseconds += 1000 * np.diff(times.numpy())
        return np.concatenate(rows, axis=1), milliseconds

    def read(self, ink: Ink) -> list[Reading]:
        """Read a drawing.

        Args:
            ink: uint8 `(height, width)`, 0 paper to 255 ink.

        Returns:
            A reading for each network, in their order. A blank drawing has no
            digit, and every digit is as probable.
        """
        return self.read_image(sketch_to_mnist(ink))

    def read_image(self, image: NDArray[np.uint8]) -> list[Reading]:
        """Read an image that is in MNIST's format already, uint8 `(28, 28)`."""
        return self.read_images(image[np.newaxis])[0]

    def read_images(self, images: NDArray[np.uint8]) -> list[list[Reading]]:
        """Read images that are in MNIST's format already, in one call.

        Args:
            images: uint8 `(n, 28, 28)`.

        Returns:
            For each image, a reading for each network, in their order.
        """
        probabilities, milliseconds = self._timed_probabilities(images)
        rows = probabilities.swapaxes(0, 1)  # (n, networks, 10)
        return [
            [
                _reading(name, row, float(took), blank=not image.any())
                for name, row, took in zip(self.names, each, milliseconds, strict=True)
            ]
            for image, each in zip(images, rows, strict=True)
        ]


def _time_after(tensor: tf.Tensor) -> tf.Tensor:
    """The time once `tensor` is there, seconds."""
    with tf.control_dependencies([tensor]):
        return tf.timestamp()


def _reading(
    name: str, probabilities: NDArray[np.float32], milliseconds: float, *, blank: bool
) -> Reading:
    if blank:
        even = np.full(NUM_CLASSES, 1 / NUM_CLASSES, np.float32)
        return Reading(name, even, None, 0.0, milliseconds)
    digit = int(probabilities.argmax())
    return Reading(name, probabilities, digit, float(probabilities[digit]), milliseconds)
