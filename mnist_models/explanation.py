"""Which ink supports a network's answer, and what its convolutions respond to.

A visitor asks "why this digit and not that one?". So the log-odds of the network's answer against
its runner-up are explained, log(p_answer / p_rival): the difference of the two logits. A single
logit would not do, since ink that raises all ten equally changes no answer; nor the
log-probability, which hardly moves near certainty. `web/browser/explanation.js` is the same in
JavaScript.
"""

from typing import NamedTuple

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from mnist_models.architectures import columns_of
from mnist_models.mnist import NUM_CLASSES, SIDE

STEPS = 32  # of the integral: the evidence sums up to within a few percent
SHOWN_MAPS = 8


class Explanation(NamedTuple):
    """Why a network answers as it does.

    Attributes:
        name: the network's.
        digit: its answer.
        rival: its runner-up.
        log_odds: log(p_digit / p_rival) for the image, natural logarithm; of a committee the mean
            of its columns'.
        paper_log_odds: the same for blank paper, from which the network starts.
        evidence: float32 `(28, 28)`, what each pixel's ink adds to the log-odds: above 0 it
            supports `digit`, below 0 `rival`. It is 0 where there is no ink, and sums to
            `log_odds - paper_log_odds` except for the error of the integral.
        maps: of each convolution layer (of a committee's first column) the eight feature maps
            with the strongest response, strongest first: uint8 `(8, height, width)`, on one scale
            within the layer, 255 its strongest response. A layer that gives single numbers
            instead of maps has all of them in one row, `(1, 1, filters)`. Empty where there is no
            convolution.
    """

    name: str
    digit: int
    rival: int
    log_odds: float
    paper_log_odds: float
    evidence: NDArray[np.float32]
    maps: list[NDArray[np.uint8]]


class Explainer:
    """Explains the answers of networks by integrated gradients, all in one compiled call.

    Mukund Sundararajan, Ankur Taly and Qiqi Yan, "Axiomatic Attribution for Deep Networks", 2017:
    the ink fades in from blank paper, and each pixel is credited with its ink times the mean of
    its gradient on the way.
    """

    def __init__(self, networks: dict[str, keras.Model]) -> None:
        """Take `networks` (name → trained network); the first call compiles, once."""
        self.names = tuple(networks)

        # Autograph would take longer and write a file: there is nothing to convert.
        @tf.function(input_signature=[tf.TensorSpec((SIDE, SIDE), tf.uint8)], autograph=False)
        def explain(image: tf.Tensor) -> list[tuple[tf.Tensor, ...]]:
            ink = tf.cast(image, tf.float32)[tf.newaxis, ..., tf.newaxis] / 255
            return [_explain(network, ink) for network in networks.values()]

        self._explain = explain

    def explain(self, image: NDArray[np.uint8]) -> list[Explanation]:
        """Explain the answer of each network, in their order.

        Args:
            image: uint8 `(28, 28)` in MNIST's format.
        """
        return [
            Explanation(name, int(digit), int(rival), float(log_odds), float(paper_log_odds),
                        evidence.numpy(), [_strongest(layer.numpy()) for layer in layers])
            for name, ((digit, rival), (log_odds, paper_log_odds), evidence, layers)
            in zip(self.names, self._explain(image), strict=True)
        ]  # fmt: skip


def _explain(network: keras.Model, ink: tf.Tensor) -> tuple[tf.Tensor, ...]:
    """Answer and rival, their log-odds for ink and paper, evidence, convolution layers.

    Args:
        network: ends in a dense layer with softmax, or is a committee of columns that end in one
            without.
        ink: float32 `(1, 28, 28, 1)`, 0–1.
    """
    logits, layers = _forward(network, tf.concat([ink, tf.zeros_like(ink)], axis=0))
    answer, rival = tf.unstack(tf.math.top_k(logits[0], 2).indices)
    # Steps lie closer near the paper, where the first ink changes a network most.
    middles = (np.arange(STEPS, dtype=np.float32) + 0.5) / STEPS
    faded = ink * (middles**2)[:, np.newaxis, np.newaxis, np.newaxis]
    with tf.GradientTape() as tape:
        tape.watch(faded)
        path = _forward(network, faded)[0]
        log_odds = path[:, answer] - path[:, rival]
    gradients = tape.gradient(log_odds, faded)
    mean = tf.tensordot(2 * middles / STEPS, gradients, axes=1)
    return (
        (answer, rival),
        (logits[0, answer] - logits[0, rival], logits[1, answer] - logits[1, rival]),
        (ink[0] * mean)[..., 0],
        [layer[0] for layer in layers],
    )


def _forward(network: keras.Model, images: tf.Tensor) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """The logits of the ten digits, the mean of all columns', and the first one's convolutions.

    The logits are taken before the softmax, which rounds a certain answer to 1; convolutions
    after their ReLU.
    """
    logits, convolutions = [], []
    for column in columns_of(network):
        *body, head = column.layers
        passed, layers = images, []
        for layer in body:
            passed = layer(passed)
            if isinstance(layer, keras.layers.ReLU):
                layers.append(passed)
        logits.append(tf.matmul(passed, head.kernel) + head.bias)
        convolutions.append(layers)
    return tf.reduce_mean(tf.stack(logits), axis=0)[:, :NUM_CLASSES], convolutions[0]


def _strongest(layer: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The maps to show of a layer, float32 `(height, width, filters)`."""
    scaled: NDArray[np.uint8] = np.rint(layer * 255 / max(layer.max(), 1e-9)).astype(np.uint8)
    if layer.shape[:2] == (1, 1):
        return scaled
    order = np.argsort(-layer.max(axis=(0, 1)), kind="stable")[:SHOWN_MAPS]
    return np.moveaxis(scaled[..., order], -1, 0)


def spread_over_ink(evidence: NDArray[np.float32], image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Share each pixel's evidence with the ink around it, so that whole strokes stand out.

    Gradients flicker from pixel to pixel (Balduzzi et al., "The Shattered Gradients Problem",
    2017). The sum stays, and so does 0 where there is no ink.

    Args:
        evidence: float32 `(28, 28)`, 0 where there is no ink.
        image: uint8 `(28, 28)`.
    """
    ink = (image > 0).astype(np.float64)
    spread = ink * _blur(evidence / np.maximum(_blur(ink), 1e-9))
    return spread.astype(np.float32)


def _blur(image: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average 3×3 pixels, weighted 1-2-1 in both directions; outside the image all is 0."""
    padded = np.pad(image, 1)
    rows = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    blurred: NDArray[np.float64] = (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 4
    return blurred
