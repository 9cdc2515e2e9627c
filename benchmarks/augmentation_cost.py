"""What varying the digits costs: its share of a training step, for each network.

python -m benchmarks.augmentation_cost    about a minute

A step is taken with the digits varied and with the same batch varied already;
both take turns, and the median counts.
"""

import time
from statistics import median
from typing import Any

import keras
import numpy as np

from benchmarks.tables.learning import cost
from mnist_models import figures, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import RandomHandwriting
from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES
from mnist_models.recipes import RECIPES

_STEPS = 60


def measure(name: str, steps: int = _STEPS) -> dict[str, float]:
    """Milliseconds of a step of one network, with and without its augmentation."""
    recipe, network = RECIPES[name], ARCHITECTURES[name]()
    images, labels = keras.Input(IMAGE_SHAPE), keras.Input((), dtype="int32")
    varied = RandomHandwriting(recipe.handwriting, 0)([images, labels])
    trainers = {
        "with": keras.Model([images, labels], network(varied)),
        "without": keras.Model([images, labels], network(images)),
    }
    for trainer in trainers.values():
        trainer.compile(keras.optimizers.AdamW(), "sparse_categorical_crossentropy")
    batch = _batch(recipe.batch_size)
    seconds: dict[str, list[float]] = {key: [] for key in trainers}
    for step in range(steps + 3):  # the first ones compile
        for key, trainer in trainers.items():
            started = time.perf_counter()
            trainer.train_on_batch(*batch)
            if step >= 3:
                seconds[key].append(time.perf_counter() - started)
    return {key: round(1000 * median(values), 2) for key, values in seconds.items()}


def _batch(size: int) -> tuple[list[Any], Any]:
    random = np.random.default_rng(0)
    images = random.random((size, *IMAGE_SHAPE), np.float32)
    labels = random.integers(0, NUM_CLASSES, size)
    return [images, labels.astype(np.int32)], labels


if __name__ == "__main__":
    record = {name: measure(name) for name in ARCHITECTURES}
    print(cost(record))
    figures.write(weights.FOLDER / "augmentation.json", record)
