"""Fitting one network by its recipe, on any Keras backend."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from mnist_models import checkpoints
from mnist_models.augmentation.handwriting import RandomHandwriting
from mnist_models.evaluation import batches
from mnist_models.lessons import Lesson, Lessons
from mnist_models.mnist import IMAGE_SHAPE, Digits
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
    """Train `network` in place, with a line of text an epoch.

    Args:
        network: an uncompiled network of `mnist_models.architectures`.
        recipe: its hyper-parameters.
        train: the digits to fit; the recipe says what is shown beside them.
        validation: digits whose accuracy each epoch reports; they change nothing.
        seed: decides the order of the digits, their augmentation, and what is made up.
        checkpoint: a folder where each epoch leaves the state of the run. If
            it holds one already, the run goes on from there. Removed at the end.
        observers: callbacks that watch the training.

    Returns:
        Loss, accuracy and seconds of each epoch.
    """
    curve: LearningCurve = []
    with Lessons(train, recipe, seed) as lessons:
        for cycle, first in enumerate(range(0, recipe.epochs, recipe.cycle or recipe.epochs)):
            end = min(first + (recipe.cycle or recipe.epochs), recipe.epochs)
            trainer = _trainer(network, recipe, seed)
            steps = (end - first) * -(-lessons.size // recipe.batch_size)
            _compile(trainer, recipe, recipe.learning_rate / 2**cycle, steps)
            curve = checkpoints.restore(trainer, checkpoint)
            if len(curve) == first:
                _reset(trainer.optimizer)
            for epoch in range(len(curve), end):
                curve.append(_epoch(trainer, lessons[epoch], validation, recipe, observers))
                checkpoints.save(trainer, curve, checkpoint)
                print(_progress(curve, recipe.epochs), flush=True)
    checkpoints.remove(checkpoint)
    return curve


def _trainer(network: keras.Model, recipe: Recipe, seed: int) -> keras.Model:
    """The network behind a layer that varies what it is shown."""
    images = keras.Input(IMAGE_SHAPE, dtype="uint8")
    kinds = keras.Input((), dtype="int32")
    ink = keras.layers.Rescaling(1 / 255)(images)
    varied = RandomHandwriting(recipe.handwriting, seed)([ink, kinds])
    return keras.Model([images, kinds], network(varied))


def _compile(trainer: keras.Model, recipe: Recipe, peak: float, steps: int) -> None:
    """AdamW under a linear warm-up to `peak` and a cosine decay to zero, for one cycle.

    Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017.
    """
    warmup = int(recipe.warmup * steps)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0,
        warmup_target=peak,
        warmup_steps=warmup,
        decay_steps=steps - warmup,
    )
    trainer.compile(
        optimizer=keras.optimizers.AdamW(schedule, weight_decay=recipe.weight_decay),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    trainer.optimizer.build(trainer.trainable_variables)


def _reset(optimizer: keras.optimizers.Optimizer) -> None:
    """Forget the gradients of the cycle before."""
    for variable in optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable.value))


def _epoch(
    trainer: keras.Model,
    lesson: Lesson,
    validation: Digits,
    recipe: Recipe,
    observers: Sequence[keras.callbacks.Callback],
) -> dict[str, float]:
    """Show one lesson; returns Keras's metrics and the seconds."""
    started = time.monotonic()
    history = trainer.fit(
        _examples(lesson, recipe.batch_size),
        shuffle=False,  # the lesson is shuffled already
        validation_data=_examples(Lesson.of(validation), recipe.batch_size),
        callbacks=list(observers),
        verbose=0,
    ).history
    metrics = {name: round(float(values[-1]), 5) for name, values in history.items()}
    return metrics | {"seconds": round(time.monotonic() - started, 2)}


def _examples(lesson: Lesson, batch_size: int) -> Any:
    """Inputs of the augmenting network, and the labels that it should find."""
    return batches(((lesson.images[..., np.newaxis], lesson.kinds), lesson.labels), batch_size)


def _progress(curve: LearningCurve, epochs: int) -> str:
    """What the newest epoch gave, and how long the others will take."""
    newest: dict[str, Any] = curve[-1]
    minutes = (epochs - len(curve)) * sum(epoch["seconds"] for epoch in curve) / len(curve) / 60
    rest = f"; the rest takes about {minutes:.0f} min" if minutes >= 1 else ""
    return (
        f"Epoch {len(curve)}/{epochs}: {newest['seconds']:.0f} s, "
        f"wrong in training {1 - newest['accuracy']:.2%}, "
        f"of the validation digits {1 - newest['val_accuracy']:.2%}{rest}"
    )
