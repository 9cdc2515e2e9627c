"""What augmentation costs: its share of a training step, and how fast drawings are made.

python -m benchmarks.augmentation_cost    about two minutes

A training step is timed with the digits varied, and with the same batch left as it is. Both
alternate, and the median counts. Synthetic drawings and non-digits are counted a second of
processor time on one core; beside them stands `sketch_to_mnist`, which brings the drawings
into MNIST's format. Only the share of a step is written, to weights/augmentation.json.
"""

import time
from collections.abc import Callable
from itertools import islice
from statistics import median
from typing import Any

import keras
import numpy as np

from benchmarks import readme
from benchmarks.support import trial
from mnist_models import figures, mnist
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import RandomHandwriting
from mnist_models.augmentation.non_digits import non_digits
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES, Digits
from mnist_models.recipes import RECIPES
from mnist_models.writing.drawings import drawings, ink, written

_STEPS, _WARM_UP = 60, 3  # the first steps compile
_COUNT = 5_000


def main(arguments: list[str] | None = None) -> None:
    """Time both, print the figures, write those of the steps."""
    options = trial.parser(__doc__, "augmentation").parse_args(arguments)
    record = {name: measure(name) for name in ARCHITECTURES}
    print(readme.cost(record))
    figures.write(options.out, record)
    for name, rate in rates(mnist.load(options.data)[0]).items():
        print(f"{name}: {rate:,}")


def measure(name: str, steps: int = _STEPS) -> dict[str, float]:
    """Milliseconds of one network's training step, `with` and `without` its augmentation."""
    recipe, network = RECIPES[name], ARCHITECTURES[name]()
    images, labels = keras.Input(IMAGE_SHAPE), keras.Input((), dtype="int32")
    varied = RandomHandwriting(recipe.handwriting, 0)([images, labels])
    trainers = {
        "with": keras.Model([images, labels], network(varied)),
        "without": keras.Model([images, labels], network(images)),
    }
    for trainer in trainers.values():
        trainer.compile(keras.optimizers.AdamW(), "sparse_categorical_crossentropy")
    random = np.random.default_rng(0)
    batch = random.random((recipe.batch_size, *IMAGE_SHAPE), np.float32)
    answers = random.integers(0, NUM_CLASSES, recipe.batch_size).astype(np.int32)
    seconds: dict[str, list[float]] = {key: [] for key in trainers}
    for step in range(_WARM_UP + steps):
        for key, trainer in trainers.items():
            started = time.perf_counter()
            trainer.train_on_batch([batch, answers], answers)
            if step >= _WARM_UP:
                seconds[key].append(time.perf_counter() - started)
    return {key: round(1000 * median(values), 2) for key, values in seconds.items()}


def rates(digits: Digits, count: int = _COUNT) -> dict[str, int]:
    """Drawings a second of one core, by kind: the best of three runs of `count` each."""
    drawn = [ink(one.strokes, one.widths) for one in islice(written(0), count)]
    makers: dict[str, Callable[[], Any]] = {
        "drawings a second": lambda: drawings(count, seed=1),
        "non-digits a second": lambda: non_digits(digits, count, seed=1),
        "drawings into MNIST's format a second": lambda: [sketch_to_mnist(one) for one in drawn],
    }
    found = {}
    for name, make in makers.items():
        seconds = []
        for _ in range(3):
            started = time.process_time()
            make()
            seconds.append(time.process_time() - started)
        found[name] = round(count / min(seconds))
    return found


if __name__ == "__main__":
    main()
