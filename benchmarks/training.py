"""How soon networks learn: the tutorials' and ours, trained side by side on this machine.

python benchmarks/training.py    about ten minutes on two cores

Every network is judged on MNIST's test digits several times an epoch; the time
that takes is not counted. Ours run by recipes that are made for this race, as
short as the error allows that they are after; lengths and learning rates were
chosen on validation digits.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import keras
import matplotlib.pyplot as plt
from keras import layers
from matplotlib.figure import Figure

from mnist_models import mnist
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation import Handwriting
from mnist_models.evaluation import count_errors
from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES, Digits, network_input
from mnist_models.recipes import RECIPES, Recipe
from mnist_models.style import Style
from mnist_models.training import fit

GOALS = (0.02, 0.01, 0.005)  # test errors
_JUDGED = 5  # times an epoch

_PLAIN = Style(*[0.0] * len(Style.__dataclass_fields__))
_MILD = Handwriting(
    rotation=7.0, shear=0.1, scale=0.05, shift=1.0, elastic=0.3,
    thinner=0.3, thicker=0.3, marker=0.0, gamma=1.0, style=_PLAIN,
)  # fmt: skip


def _race(name: str, epochs: int, learning_rate: float) -> Recipe:
    return replace(
        RECIPES[name],
        epochs=epochs,
        learning_rate=learning_rate,
        handwriting=_MILD,
        teacher=None,
        warmup=0.25,
    )


@dataclass
class Entry:
    """A network in the race and what became of it."""

    name: str
    train: Callable[["Clock", Digits], keras.Model]
    points: list[tuple[float, float]] = field(default_factory=list)  # seconds, test error

    def seconds_to(self, goal: float) -> float | None:
        """When the test error was first at `goal` or below; `None` if it never was."""
        return next((seconds for seconds, error in self.points if error <= goal), None)


class Clock(keras.callbacks.Callback):
    """Notes test errors against the seconds of training, less those spent on judging."""

    def __init__(self, test: Digits, entry: Entry) -> None:
        super().__init__()
        self.test, self.entry = test, entry
        self.network: keras.Model | None = None  # what is judged
        self.judging = 0.0
        self.started = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Judge several times an epoch."""
        if (batch + 1) % max(1, self.params["steps"] // _JUDGED) == 0:
            self.judge()

    def judge(self) -> None:
        """Note the error of now."""
        paused = time.monotonic()
        seconds = paused - self.started - self.judging
        self.entry.points.append((round(seconds, 2), count_errors(self.network, self.test).error))
        self.judging += time.monotonic() - paused


def peer(batch_size: int, epochs: int, *stack: layers.Layer) -> Callable[..., keras.Model]:
    """A tutorial's network, with Adam as Keras sets it, on all 60,000 digits."""

    def train(clock: Clock, digits: Digits) -> keras.Model:
        answer = layers.Dense(NUM_CLASSES, "softmax")
        network = keras.Sequential([layers.Input(IMAGE_SHAPE), *stack, answer])
        network.compile("adam", "sparse_categorical_crossentropy")
        clock.network = network
        network.fit(
            network_input(digits.images),
            digits.labels,
            batch_size=batch_size,
            epochs=epochs,
            callbacks=[clock],
            verbose=0,
        )
        return network

    return train


def ours(name: str, recipe: Recipe) -> Callable[..., keras.Model]:
    """A network of ours by a short recipe, on the 55,000 digits that it always has."""

    def train(clock: Clock, digits: Digits) -> keras.Model:
        network = ARCHITECTURES[name]()
        clock.network = network
        fitted, validation = mnist.split(digits)
        with tempfile.TemporaryDirectory() as folder:
            fit(
                network,
                recipe,
                fitted,
                validation,
                seed=0,
                checkpoint=Path(folder) / "race",
                observers=[clock],
            )
        return network

    return train


def entries() -> list[Entry]:
    """The tutorial's three networks (Brownlee 2016), keras.io's convnet, and ours."""
    dense, conv, pool = layers.Dense, layers.Conv2D, layers.MaxPooling2D
    flatten, drop = layers.Flatten, layers.Dropout
    return [
        Entry("tutorial: baseline", peer(200, 10, flatten(), dense(784, "relu"))),
        Entry(
            "tutorial: simple CNN",
            peer(200, 10, conv(32, 5, activation="relu"), pool(), drop(0.2), flatten(),
                 dense(128, "relu")),
        ),
        Entry(
            "tutorial: larger CNN",
            peer(200, 10, conv(30, 5, activation="relu"), pool(), conv(15, 3, activation="relu"),
                 pool(), drop(0.2), flatten(), dense(128, "relu"), dense(50, "relu")),
        ),
        Entry(
            "keras.io: convnet",
            peer(128, 15, conv(32, 3, activation="relu"), pool(), conv(64, 3, activation="relu"),
                 pool(), flatten(), drop(0.5)),
        ),
        Entry("ours: baseline", ours("baseline", _race("baseline", 10, 1.5e-3))),
        Entry("ours: simple_cnn", ours("simple_cnn", _race("simple_cnn", 1, 5e-3))),
        Entry("ours: deep_cnn", ours("deep_cnn", _race("deep_cnn", 4, 5e-3))),
    ]  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Train one after the other, print the table, write the figures and the picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", metavar="PATH", help="MNIST in Keras's npz layout")
    places = "where training.json and training.png go; benchmarks/ by default"
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR", help=places)
    options = parser.parse_args(arguments)
    train, test = mnist.load(options.data)
    finished = [run(entry, train, test) for entry in entries()]
    print(table(finished))
    record = {entry.name: entry.points for entry in finished}
    (options.out / "training.json").write_text(json.dumps(record) + "\n")
    draw(finished).savefig(options.out / "training.png", dpi=120)


def run(entry: Entry, train: Digits, test: Digits) -> Entry:
    """Train one network from a clean start; judge it once more at its end."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(0)
    clock = Clock(test, entry)
    entry.train(clock, train)
    clock.judge()
    return entry


def table(finished: list[Entry]) -> str:
    """A Markdown table: seconds to each test error, and the one at the end."""
    goals = [f"s to {goal:.1%}".replace("%", " %") for goal in GOALS]
    lines = [f"| network | {' | '.join(goals)} | s in all | test error at the end |"]
    lines.append("| --- |" + " ---: |" * (len(GOALS) + 2))
    for entry in finished:
        reached = [entry.seconds_to(goal) for goal in GOALS]
        cells = ["–" if seconds is None else f"{seconds:.0f}" for seconds in reached]
        seconds, error = entry.points[-1]
        lines.append(
            f"| {entry.name} | {' | '.join(cells)} | {seconds:.0f} | {error:.2%} |".replace(
                "%", " %"
            )
        )
    return "\n".join(lines)


def draw(finished: list[Entry]) -> Figure:
    """The test error of each network over the seconds that it has trained."""
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    for entry in finished:
        seconds, errors = zip(*entry.points, strict=True)
        style = "-" if entry.name.startswith("ours") else ":"
        axes.plot(seconds, [100 * error for error in errors], style, label=entry.name)
    for goal in GOALS:
        axes.axhline(100 * goal, color="0.8", linewidth=0.8, zorder=0)
    axes.set(xscale="log", yscale="log", xlabel="seconds of training", ylabel="test error, %")
    axes.legend(frameon=False, fontsize="small")
    return figure


if __name__ == "__main__":
    main()
