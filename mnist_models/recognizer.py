"""The trained networks behind one compiled call: a drawing in, a reading from each network out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from PIL import Image

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES, columns_of
from mnist_models.confidence import Confidence, digit_probabilities, digit_score
from mnist_models.drawing.sketch import Ink, cut_out, sketch_to_mnist
from mnist_models.mnist import NUM_CLASSES, SIDE

_CHUNK = 100  # images a run: more overflow a processor's cache, and each takes longer

# How `read_upright` turns pictures; chosen on drawings of pendigits' first 30 writers.
TURNS = (-30, -18, 18, 30)  # degrees counterclockwise
SURE = 0.995  # confidence above which nothing is turned
LESS_DOUBT = 100  # a turn must divide the doubt by this; with 10, it lost a few upright digits
TURNED = 280  # pixels, the longer side of a picture that is turned


class Reading(NamedTuple):
    """What one network sees in a drawing.

    Attributes:
        name: the network's.
        probabilities: float32 `(10,)`, of each digit, summing to 1.
        digit: the most probable one; `None` if there is no ink, or where the network declines.
        confidence: the probability of that digit, 0–1; 0 if there is none.
        milliseconds: the time that the network took in the call that read this drawing and all
            others of that call.
        members: the digit that each column of a committee prefers, whether the committee declines
            or not; empty for a network that is no committee.
    """

    name: str
    probabilities: NDArray[np.float32]
    digit: int | None
    confidence: float
    milliseconds: float
    members: tuple[int, ...] = ()


class Outputs(NamedTuple):
    """What all networks give for `n` images.

    Attributes:
        probabilities: float32 `(networks, n, 11)`, of the ten digits and of none, before any
            temperature.
        members: int32 `(columns, n)`, the digit that each column of all committees prefers.
        milliseconds: float64 `(networks,)`, the time that each network took.
    """

    probabilities: NDArray[np.float32]
    members: NDArray[np.int32]
    milliseconds: NDArray[np.float64]


class Recognizer:
    """The networks, their weights constants of one graph, which any thread may call.

    Only a session of TensorFlow 1 runs a graph in the thread that calls it: a `tf.function` hands
    the call to another thread and waits. With one small image a call, that takes a third longer,
    and two callers at once get 1.7 times as many answers from a session.
    """

    def __init__(
        self, networks: dict[str, keras.Model], confidences: dict[str, Confidence]
    ) -> None:
        """Compile `networks` (name → trained network) and run them once to warm up.

        Args:
            networks: trained, in the order in which they answer.
            confidences: the confidence of each, by the same names.
        """
        self.networks = networks
        self.names = tuple(networks)
        self.confidences = [confidences[name] for name in networks]
        # A row for each network, to broadcast against its outputs.
        self._temperatures = np.array([[[each.temperature]] for each in self.confidences])
        self._thresholds = np.array([[each.threshold] for each in self.confidences])
        # The rows of `Outputs.members` that belong to each network.
        counts = [len(columns) if len(columns) > 1 else 0
                  for columns in map(columns_of, networks.values())]  # fmt: skip
        ends = np.cumsum(counts).tolist()
        self._columns = [slice(end - count, end) for end, count in zip(ends, counts, strict=True)]
        self._nothing = (
            np.empty((len(networks), 0, NUM_CLASSES + 1), np.float32),
            np.empty((ends[-1], 0), np.int32),
            np.zeros(len(networks) + 1),
        )  # a run of no images, which some layers would not survive
        self._run = _compiled(list(networks.values()))
        self.outputs(np.zeros((1, SIDE, SIDE), np.uint8))

    @classmethod
    def load(cls, folder: Path = weights.FOLDER) -> "Recognizer":
        """Load all networks with the weights in `folder`.

        Raises:
            WeightsError: if weights are missing or do not match their reports.
        """
        recognizer, faults = cls.load_available(folder)
        for error in faults.values():
            raise error
        return recognizer

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

    def outputs(self, images: NDArray[np.uint8]) -> Outputs:
        """What the networks give for uint8 `(n, 28, 28)` in MNIST's format."""
        starts = range(0, len(images), _CHUNK)
        runs = [self._nothing, *(self._run(images[start : start + _CHUNK]) for start in starts)]
        probabilities, members, times = zip(*runs, strict=True)
        return Outputs(
            np.concatenate(probabilities, axis=1),
            np.concatenate(members, axis=1),
            1000 * np.diff(times).sum(axis=0),
        )

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The probability of each digit, by each network, at its temperature.

        Args:
            images: uint8 `(n, 28, 28)` in MNIST's format.

        Returns:
            float32 `(networks, n, 10)`, networks in their order.
        """
        outputs = self.outputs(images).probabilities
        return digit_probabilities(outputs, self._temperatures).astype(np.float32)

    def read(self, ink: Ink) -> list[Reading]:
        """Read a drawing.

        Args:
            ink: uint8 `(height, width)`, 0 paper to 255 ink.

        Returns:
            A reading from each network, in their order. A blank drawing has no digit.
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
            For each image, a reading from each network, in their order.
        """
        outputs, members, milliseconds = self.outputs(images)
        probabilities = digit_probabilities(outputs, self._temperatures).astype(np.float32)
        declined = (digit_score(outputs) < self._thresholds) | ~images.any(axis=(1, 2))
        return [
            [
                Reading(
                    name,
                    row,
                    None if declined[network, index] else int(row.argmax()),
                    0.0 if declined[network, index] else float(row.max()),
                    float(milliseconds[network]),
                    tuple(members[self._columns[network], index].tolist()),
                )
                for network, name in enumerate(self.names)
                for row in (probabilities[network, index],)
            ]
            for index in range(len(images))
        ]


def _compiled(
    networks: Sequence[keras.Model],
) -> Callable[[NDArray[np.uint8]], tuple[NDArray[Any], ...]]:
    """A function from images to what `Outputs` holds, but for the last: `(networks + 1,)` times.

    They are the times at the start and after each network, in seconds.
    """
    wholes = [_with_columns(network) for network in networks]
    # Inside a graph, variables cannot be read.
    constants = [
        [
            [variable.numpy() for variable in kind]
            for kind in (whole.trainable_variables, whole.non_trainable_variables)
        ]
        for whole in wholes
    ]
    with tf.Graph().as_default() as graph:
        images = tf.compat.v1.placeholder(tf.uint8, (None, SIDE, SIDE))
        inputs = tf.cast(images, tf.float32)[..., tf.newaxis] / 255
        rows, times = [], [_time_after(inputs)]
        members = [tf.zeros((0, tf.shape(images)[0]), tf.int32)]
        for whole, arrays in zip(wholes, constants, strict=True):
            with tf.control_dependencies([times[-1]]):  # one after the other, to time each
                tensors = [[tf.constant(array) for array in kind] for kind in arrays]
                outputs, _ = whole.stateless_call(*tensors, tf.identity(inputs), training=False)
            row, *columns = keras.tree.flatten(outputs)
            rows.append(row)
            members += [
                tf.argmax(column[:, :NUM_CLASSES], axis=1, output_type=tf.int32)[tf.newaxis]
                for column in columns
            ]
            times.append(_time_after(row))
        results = [tf.stack(rows), tf.concat(members, axis=0), tf.stack(times)]
    # The caller's thread and no other. Rewriting the graph would take 0.2 s and 30 MB, and made
    # answers no faster.
    options = tf.compat.v1.ConfigProto(
        inter_op_parallelism_threads=-1, intra_op_parallelism_threads=1
    )
    options.graph_options.rewrite_options.disable_meta_optimizer = True
    run: Callable[[NDArray[np.uint8]], tuple[NDArray[Any], ...]] = tf.compat.v1.Session(
        graph=graph, config=options
    ).make_callable(results, [images])
    return run


def _with_columns(network: keras.Model) -> keras.Model:
    """The network with the outputs of its columns, where it is a committee, after its own."""
    columns = columns_of(network)
    outputs = [column.output for column in columns] if len(columns) > 1 else []
    return keras.Model(network.inputs, [*network.outputs, *outputs])


def _time_after(tensor: tf.Tensor) -> tf.Tensor:
    """The time when `tensor` is done, seconds."""
    with tf.control_dependencies([tensor]):
        return tf.timestamp()


class Picture(NamedTuple):
    """A picture as it was read.

    Attributes:
        ink: uint8 `(height, width)`, 0 paper to 255 ink.
        image: uint8 `(28, 28)`, the same in MNIST's format.
        readings: one from each network, in their order.
    """

    ink: Ink
    image: Ink
    readings: list[Reading]


def read_upright(recognizer: Recognizer, inks: Sequence[Ink]) -> list[Picture]:
    """Read pictures of digits, each turned by up to about 30 degrees.

    The last network judges. Where it reads a picture but doubts, the ink is turned both ways, and
    a turn is kept only if nearly all doubt goes with it. A declined picture is left as it is:
    turned, some letter could pass for a digit.

    Args:
        recognizer: the networks.
        inks: of any sizes, uint8 `(height, width)`, 0 paper to 255 ink.
    """

    def read(some: Sequence[Ink]) -> list[Picture]:
        images = np.stack([sketch_to_mnist(ink) for ink in some])
        return list(map(Picture, some, images, recognizer.read_images(images)))

    def doubt(picture: Picture) -> float:
        return 1 - picture.readings[-1].confidence

    pictures = read(inks)
    for place, picture in enumerate(pictures):
        judge = picture.readings[-1]
        if judge.digit is None or judge.confidence > SURE:
            continue
        image = Image.fromarray(cut_out(picture.ink))
        image.thumbnail((TURNED, TURNED))
        turned = [image.rotate(turn, Image.Resampling.BILINEAR, expand=True) for turn in TURNS]
        best = min(read([np.asarray(each) for each in turned]), key=doubt)
        if doubt(best) * LESS_DOUBT < doubt(picture):
            pictures[place] = best
    return pictures
