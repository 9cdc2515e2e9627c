"""The trained networks, compiled into one call: a drawing in, a reading each out."""

from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
from numpy.typing import NDArray

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.compiled import CompiledNetworks
from mnist_models.confidence import Confidence, digit_probabilities, digit_score
from mnist_models.drawing.sketch import Ink, sketch_to_mnist


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
        members: the digit that each column of a committee prefers, whether the committee declines
            or not; empty for a network that is no committee.
    """

    name: str
    probabilities: NDArray[np.float32]
    digit: int | None
    confidence: float
    milliseconds: float
    members: tuple[int, ...] = ()


class Recognizer:
    """The networks behind one compiled function, which any thread may call."""

    def __init__(
        self, networks: dict[str, keras.Model], confidences: dict[str, Confidence]
    ) -> None:
        """Compile `networks` (name → trained network) and run them once to warm up.

        Args:
            networks: trained, in the order in which they answer.
            confidences: what belongs to each, by the same names.
        """
        self.networks = networks
        self.names = tuple(networks)
        self._compiled = CompiledNetworks(list(networks.values()))
        self.confidences = [confidences[name] for name in networks]
        # A row for each network, to broadcast against its outputs.
        self._temperatures = np.array([[[each.temperature]] for each in self.confidences])
        self._thresholds = np.array([[each.threshold] for each in self.confidences])

    @classmethod
    def load(cls, folder: Path = weights.FOLDER) -> "Recognizer":
        """Load all networks with the weights in `folder`.

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
            float32 `(networks, n, 10)`, networks in their order.
        """
        outputs, _ = self.outputs(images)
        return digit_probabilities(outputs, self._temperatures).astype(np.float32)

    def outputs(self, images: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """What the networks give: of the ten digits and of none, before any temperature.

        Args:
            images: uint8 `(n, 28, 28)` in MNIST's format.

        Returns:
            float32 `(networks, n, 11)`, and the milliseconds that each network took,
            float64 `(networks,)`.
        """
        return self._compiled(images)

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
        probabilities = digit_probabilities(outputs, self._temperatures).astype(np.float32)
        declined = (digit_score(outputs) < self._thresholds) | ~images.any(axis=(1, 2))
        columns = list(zip(self.names, milliseconds.tolist(), strict=True))
        return [
            [
                _reading(name, probabilities[row, index], bool(declined[row, index]), took)
                for row, (name, took) in enumerate(columns)
            ]
            for index in range(len(images))
        ]


def _reading(
    name: str, probabilities: NDArray[np.float32], declined: bool, milliseconds: float
) -> Reading:
    if declined:
        return Reading(name, probabilities, None, 0.0, milliseconds)
    digit = int(probabilities.argmax())
    return Reading(name, probabilities, digit, float(probabilities[digit]), milliseconds)
