"""How soon networks learn: those of well-known tutorials and ours, trained on this machine.

python -m benchmarks.race    about fifteen minutes on two cores

Every network's error on MNIST's test digits is measured several times an epoch; the time for
that is not counted. Ours are trained by short recipes for this race, chosen on validation
digits.
"""

import argparse
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import matplotlib.pyplot as plt
import numpy as np
from keras import layers
from matplotlib.figure import Figure

from benchmarks import readme
from benchmarks.readme import GOALS, Points
from benchmarks.support.trial import still
from mnist_models import figures, mnist, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.evaluation import batches, count_errors
from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES, Digits, network_input
from mnist_models.recipes import RECIPES, Recipe
from mnist_models.training import fit

_MEASURED = 5  # times an epoch

_MILD = Handwriting(
    rotation=7.0, shear=0.1, scale=0.05, shift=1.0, elastic=0.3,
    thinner=0.3, thicker=0.3, marker=0.0, gamma=1.0, as_it_is=0.0, astray=0.0, corrupted=0.0,
    style=still().style,
)  # fmt: skip
# The quickest settings that were found; another network keeps its recipe's learning rate.
_SHORT: dict[str, dict[str, Any]] = {
    "baseline": {"epochs": 10, "learning_rate": 1.5e-3},
    "simple_cnn": {"epochs": 2, "learning_rate": 4e-3, "batch_size": 64},
    "deep_cnn": {"epochs": 2, "learning_rate": 5e-3, "batch_size": 64},
}
OURS: dict[str, Recipe] = {
    name: replace(
        RECIPES[name], handwriting=_MILD, warmup=0.25, drawings=0.0, non_digits=0.0,
        **_SHORT.get(name, {"epochs": 2}),
    )
    for name in ARCHITECTURES
}  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """A tutorial's network: its hidden layers, and how long it trains.

    It is trained as in the tutorial: Adam with Keras's defaults, on all 60,000
    training digits as they are.
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
    """The three networks of a tutorial, and the one of keras.io.

    Jason Brownlee, "Handwritten Digit Recognition using Convolutional Neural
    Networks in Python with Keras", 2016; François Chollet, "Simple MNIST
    convnet", keras.io 2015.
    """

    def dense(units: int) -> keras.Layer:
        return layers.Dense(units, activation="relu")

    def convolution(filters: int, kernel_size: int) -> tuple[keras.Layer, keras.Layer]:
        return layers.Conv2D(filters, kernel_size, activation="relu"), layers.MaxPooling2D()

    flat, dropout = layers.Flatten, layers.Dropout
    baseline = (flat(), dense(784))
    simple = (*convolution(32, 5), dropout(0.2), flat(), dense(128))
    larger = (*convolution(30, 5), *convolution(15, 3), dropout(0.2), flat(), dense(128), dense(50))
    convnet = (*convolution(32, 3), *convolution(64, 3), flat(), dropout(0.5))
    return {
        "tutorial: baseline": Peer(baseline, batch_size=200, epochs=10),
        "tutorial: simple CNN": Peer(simple, batch_size=200, epochs=10),
        "tutorial: larger CNN": Peer(larger, batch_size=200, epochs=10),
        "keras.io: convnet": Peer(convnet, batch_size=128, epochs=15),
    }


class Clock(keras.callbacks.Callback):
    """Records test errors against seconds of training; measuring them does not count.

    Attributes:
        points: seconds of training, and the test error then, 0-1.
    """

    def __init__(self, network: keras.Model, test: Digits) -> None:
        super().__init__()
        self.network, self.test = network, test
        self.points: Points = []
        self.measuring = 0.0
        self.started = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Measure several times an epoch."""
        if (batch + 1) % max(1, self.params["steps"] // _MEASURED) == 0:
            self.measure()

    def measure(self) -> None:
        """Record the present error."""
        paused = time.monotonic()
        seconds = paused - self.started - self.measuring
        self.points.append((round(seconds, 2), count_errors(self.network, self.test).error))
        self.measuring += time.monotonic() - paused


def run_peer(peer: Peer, train: Digits, test: Digits) -> Points:
    """Train a tutorial's network."""
    network = peer.network()
    clock = Clock(network, test)
    random = np.random.default_rng(0)
    for _ in range(peer.epochs):
        order = random.permutation(len(train.labels))
        shuffled = network_input(train.images[order]), train.labels[order]
        given = batches(shuffled, peer.batch_size)
        network.fit(given, shuffle=False, callbacks=[clock], verbose=0)
    clock.measure()
    return clock.points


def run_ours(name: str, recipe: Recipe, train: Digits, test: Digits) -> Points:
    """Train a network of ours, on the 55,000 digits that it always has."""
    network = ARCHITECTURES[name]()
    clock = Clock(network, test)
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "race"
        parts = mnist.split(train)
        fit(network, recipe, *parts, seed=0, checkpoint=checkpoint, observers=[clock])
    clock.measure()
    return clock.points


def race(train: Digits, test: Digits) -> dict[str, Points]:
    """Train one network after the other, each from a clean start."""
    record: dict[str, Points] = {}
    for name, peer in peers().items():
        keras.utils.set_random_seed(0)
        record[name] = run_peer(peer, train, test)
    for name, recipe in OURS.items():
        keras.backend.clear_session()
        keras.utils.set_random_seed(0)
        record[f"ours: {name}"] = run_ours(name, recipe, train, test)
    return record


def draw(record: dict[str, Points]) -> Figure:
    """The test error of each network over its seconds of training."""
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for name, points in record.items():
        seconds, errors = zip(*points, strict=True)
        line = "-" if name.startswith("ours") else ":"
        axes.plot(seconds, [100 * error for error in errors], line, label=name)
    for goal in GOALS:
        axes.axhline(100 * goal, color="0.8", linewidth=0.8, zorder=0)
    axes.set(xscale="log", yscale="log", xlabel="seconds of training", ylabel="test error, %")
    axes.legend(frameon=False, fontsize="small")
    return figure


def main(arguments: list[str] | None = None) -> None:
    """Run the race, print the table, write the figures and the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", metavar="PATH", help="MNIST in Keras's npz layout")
    places = "where race.json and race.png go; weights/ by default"
    parser.add_argument("--out", type=Path, default=weights.FOLDER, metavar="DIR", help=places)
    options = parser.parse_args(arguments)
    record = race(*mnist.load(options.data))
    print(readme.race(record))
    figures.write(options.out / "race.json", record)
    draw(record).savefig(options.out / "race.png", dpi=120)


if __name__ == "__main__":
    main()
