"""Fitting one network by its recipe, on any Keras backend."""

import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from mnist_models.augmentation.handwriting import RandomHandwriting
from mnist_models.mnist import IMAGE_SHAPE, Digits, network_input
from mnist_models.recipes import Recipe

# One record an epoch: the metrics that Keras reports, and "seconds".
LearningCurve = list[dict[str, float]]


def fit(
    network: keras.Model,
    recipe: Recipe,
    train: Digits,
    validation: Digits,
    *,
    seed: int,
    checkpoint: Path,
    observers: Sequence[keras.callbacks.Callback] = (),
) -> LearningCurve:
    """Train `network` in place, with one progress bar an epoch.

    Args:
        network: an uncompiled network of `mnist_models.architectures`.
        recipe: its hyper-parameters.
        train: the digits to fit, and what is to be told from them.
        validation: digits whose accuracy each epoch reports; they change nothing.
        seed: decides the order of the digits and their augmentation.
        checkpoint: a folder where each epoch leaves the state of the run. If
            it holds one already, the run goes on from there. Removed at the end.
        observers: callbacks that watch the training.

    Returns:
        Loss, accuracy and seconds of each epoch.
    """
    steps = recipe.epochs * -(-len(train.labels) // recipe.batch_size)
    trainer = _trainer(network, recipe, seed)
    trainer.compile(
        optimizer=_optimizer(recipe, steps),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    log = _EpochLog(checkpoint / "epochs.json")
    backup = keras.callbacks.BackupAndRestore(checkpoint / "state", double_checkpoint=True)
    trainer.fit(
        *_examples(train),
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        validation_data=_examples(validation),
        callbacks=[log, backup, *observers],
    )
    shutil.rmtree(checkpoint)
    return list(log.epochs.values())


class _EpochLog(keras.callbacks.Callback):
    """Keeps each epoch's metrics and seconds in a file, across interruptions."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.epochs: dict[str, dict[str, float]] = {}
        if path.exists():
            self.epochs = json.loads(path.read_text("utf-8"))

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self.started = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        metrics = {name: round(float(value), 5) for name, value in (logs or {}).items()}
        seconds = round(time.monotonic() - self.started, 2)
        self.epochs[str(epoch)] = metrics | {"seconds": seconds}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.epochs), "utf-8")


def _trainer(network: keras.Model, recipe: Recipe, seed: int) -> keras.Model:
    """The network behind a layer that varies the digits."""
    images, labels = keras.Input(IMAGE_SHAPE), keras.Input((), dtype="int32")
    varied = RandomHandwriting(recipe.handwriting, seed)([images, labels])
    return keras.Model([images, labels], network(varied))


def _optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """AdamW under a linear warm-up and a cosine decay."""
    warmup = int(recipe.warmup * steps)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0,
        warmup_target=recipe.learning_rate,
        warmup_steps=warmup,
        decay_steps=steps - warmup,
        alpha=recipe.final_learning_rate,
    )
    return keras.optimizers.AdamW(schedule, weight_decay=recipe.weight_decay)


def _examples(digits: Digits) -> tuple[list[np.ndarray], np.ndarray]:
    """Inputs of the augmenting network, and the labels that it should find."""
    labels = digits.labels.astype(np.int32)
    return [network_input(digits.images), labels], labels
