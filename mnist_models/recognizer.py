"""The trained networks, compiled into one call: a drawing in, a reading each out."""

from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.confidence import Confidence, digit_probabilities, digit_score
from mnist_models.mnist import NUM_CLASSES
from mnist_models.sketch import Ink, sketch_to_mnist

_CHUNK = 500  # images a call: more only needs more memory


class Reading(NamedTuple):
    """What one network sees in a drawing.

    Attributes:
        name: the network's.
        probabilities: float32 `(10,)`, of each digit, summing to 1.
        digit: the most probable one; `None` if there is no ink to read, or where
            the network takes it for no digit.
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

    def __init__(
        self, networks: dict[str, keras.Model], confidences: dict[str, Confidence]
    ) -> None:
        """Compile `networks` (name → trained network) and run them once to warm up.

        Args:
            networks: trained, in the order in which they answer.
            confidences: what belongs to each, by the same names.
        """
        self.networks = networks
        self.confidences = [confidences[name] for name in networks]
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
        reports = {name: weights.read_report(name, folder) for name in ARCHITECTURES}
        networks = {name: weights.load(name, folder) for name in ARCHITECTURES}
        return cls(networks, {name: report.confidence for name, report in reports.items()})

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
        networks, confidences, faults = {}, {}, {}
        for name in ARCHITECTURES:
            try:
                networks[name] = weights.load(name, folder)
                confidences[name] = weights.read_report(name, folder).confidence
            except weights.WeightsError as error:
                faults[name] = error
        if not networks:
            raise next(iter(faults.values()))
        return cls(networks, confidences), faults

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The probability of each digit, by each network, at its temperature.

        Args:
            images: uint8 `(n, 28, 28)` in MNIST's format.

        Returns:
            float32 `(3, n, 10)`, networks in their order.
        """
        return self._tempered(self.outputs(images)[0])

    def outputs(self, images: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """What the networks give: of the ten digits and of none, before any temperature.

        Args:
            images: uint8 `(n, 28, 28)` in MNIST's format.

        Returns:
            float32 `(3, n, 11)`, and the milliseconds that each network took,
            float64 `(3,)`.
        """
        rows = [np.empty((len(self.names), 0, NUM_CLASSES + 1), np.float32)]
        milliseconds = np.zeros(len(self.names))
        for start in range(0, len(images), _CHUNK):
            row, times = self._predict(tf.constant(images[start : start + _CHUNK]))
            rows.append(row.numpy())
            milliseconds += 1000 * np.diff(times.numpy())
        return np.concatenate(rows, axis=1), milliseconds

    def _tempered(self, outputs: NDArray[np.float32]) -> NDArray[np.float32]:
        pairs = zip(outputs, self.confidences, strict=True)
        each = [digit_probabilities(rows, confidence.temperature) for rows, confidence in pairs]
        return np.stack(each).astype(np.float32)

    def read(self, ink: Ink) -> list[Reading]:
        """Read a drawing.

        Args:
            ink: uint8 `(height, width)`, 0 paper to 255 ink.

        Returns:
            A reading for each network, in their order. A blank drawing has no digit.
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
        outputs, milliseconds = self.outputs(images)
        probabilities = self._tempered(outputs)
        declined = [
            (digit_score(rows) < confidence.threshold) | ~images.any(axis=(1, 2))
            for rows, confidence in zip(outputs, self.confidences, strict=True)
        ]
        return [
            [
                _reading(name, probabilities[row, index], bool(declined[row][index]), took)
                for row, (name, took) in enumerate(
                    zip(self.names, milliseconds.tolist(), strict=True)
                )
            ]
            for index in range(len(images))
        ]


def _time_after(tensor: tf.Tensor) -> tf.Tensor:
    """The time once `tensor` is there, seconds."""
    with tf.control_dependencies([tensor]):
        return tf.timestamp()


def _reading(
    name: str, probabilities: NDArray[np.float32], declined: bool, milliseconds: float
) -> Reading:
    if declined:
        return Reading(name, probabilities, None, 0.0, milliseconds)
    digit = int(probabilities.argmax())
    return Reading(name, probabilities, digit, float(probabilities[digit]), milliseconds)
