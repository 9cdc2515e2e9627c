"""Fitting one network by its recipe, on any Keras backend."""

import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from mnist_models.augmentation import RandomHandwriting
from mnist_models.mnist import IMAGE_SHAPE, NUM_CLASSES, Digits, network_input
from mnist_models.recipes import Recipe

# One record an epoch: the metrics that Keras reports, and "seconds".
LearningCurve = list[dict[str, float]]

_BATCH_NORM_BATCHES = 100
_TEMPERATURE = 2.0  # of distillation


def fit(
    network: keras.Model,
    recipe: Recipe,
    train: Digits,
    validation: Digits,
    *,
    seed: int,
    checkpoint: Path,
    teacher: keras.Model | None = None,
    observers: Sequence[keras.callbacks.Callback] = (),
) -> LearningCurve:
    """Train `network` in place, with one progress bar an epoch.

    The weights that it ends with are an exponential moving average over the
    last steps (Polyak and Juditsky 1992), for which the statistics of batch
    norm are estimated anew.

    Args:
        network: an uncompiled network of `mnist_models.architectures`.
        recipe: its hyper-parameters.
        train: the digits to fit.
        validation: digits whose accuracy each epoch reports; they change nothing.
        seed: decides the order of the digits and their augmentation.
        checkpoint: a folder where each epoch leaves the state of the run. If
            it holds one already, the run goes on from there. Removed at the end.
        teacher: a trained network whose probabilities `network` learns too.
        observers: callbacks that watch the training.

    Returns:
        Loss, accuracy and seconds of each epoch.
    """
    steps = recipe.epochs * -(-len(train.labels) // recipe.batch_size)
    augment = RandomHandwriting(recipe.handwriting, seed)
    trainer = _trainer(network, augment, recipe, teacher)
    trainer.compile(
        optimizer=_optimizer(recipe, steps),
        loss=keras.losses.CategoricalCrossentropy(label_smoothing=recipe.label_smoothing),
        metrics=["accuracy"],
    )
    log = _EpochLog(checkpoint / "epochs.json")
    backup = keras.callbacks.BackupAndRestore(checkpoint / "state", double_checkpoint=True)
    trainer.fit(
        *_examples(train),
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        validation_data=_examples(validation),
        callbacks=[log, backup, _soften(augment, recipe), *observers],
    )
    _reestimate_batch_norm(trainer, network, train, recipe.batch_size, seed)
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


def _trainer(
    network: keras.Model, augment: RandomHandwriting, recipe: Recipe, teacher: keras.Model | None
) -> keras.Model:
    """The network behind a layer that varies the digits, beside its teacher if it has one."""
    images = keras.Input(IMAGE_SHAPE)
    labels = keras.Input((), dtype="int32")
    varied = augment([images, labels])
    probabilities = network(varied)
    if teacher is not None:
        teacher.trainable = False
        taught = teacher(varied, training=False)
        probabilities = _Distillation(recipe)([probabilities, taught])
    return keras.Model([images, labels], probabilities)


class _Distillation(keras.layers.Layer):
    """Adds to the loss how far a network is from its teacher; passes its probabilities on.

    Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network",
    2015. The loss of the labels has weight 1, so this one gets a weight that
    gives both their shares.
    """

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.weight = recipe.teacher_weight / (1 - recipe.teacher_weight)

    def call(self, inputs: Any) -> Any:
        own, taught = (_soft(probabilities) for probabilities in inputs)
        distance = keras.losses.kl_divergence(ops.stop_gradient(taught), own)
        self.add_loss(self.weight * _TEMPERATURE**2 * ops.mean(distance))
        return inputs[0]


def _soft(probabilities: Any) -> Any:
    return ops.softmax(ops.log(probabilities + 1e-7) / _TEMPERATURE)


def _soften(augment: RandomHandwriting, recipe: Recipe) -> keras.callbacks.Callback:
    """Lets the variation of digits go down in the last epochs, towards MNIST's own.

    He et al., "Data Augmentation Revisited", 2019.
    """
    last = max(1.0, recipe.softening * recipe.epochs)

    def begin(epoch: int, logs: Any = None) -> None:
        progress = max(0.0, epoch + 1 - recipe.epochs + last) / last
        augment.strength.assign(1.0 - (1.0 - recipe.softest) * progress)

    return keras.callbacks.LambdaCallback(on_epoch_begin=begin)


def _optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """AdamW under a linear warm-up and a cosine decay, with averaged weights."""
    warmup = int(recipe.warmup * steps)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=0.0,
        warmup_target=recipe.learning_rate,
        warmup_steps=warmup,
        decay_steps=steps - warmup,
        alpha=recipe.final_learning_rate,
    )
    return keras.optimizers.AdamW(
        schedule,
        weight_decay=recipe.weight_decay,
        use_ema=True,
        ema_momentum=1 - 1 / max(2.0, recipe.averaged * steps),
    )


def _examples(digits: Digits) -> tuple[list[np.ndarray], np.ndarray]:
    """Inputs of the augmenting network, and the probabilities it should give."""
    inputs = [network_input(digits.images), digits.labels.astype(np.int32)]
    return inputs, keras.utils.to_categorical(digits.labels, NUM_CLASSES)


def _reestimate_batch_norm(
    trainer: keras.Model, network: keras.Model, train: Digits, batch_size: int, seed: int
) -> None:
    """Average batch norm's statistics over fresh batches: those of training fit other weights."""
    norms = [
        layer for layer in network.layers if isinstance(layer, keras.layers.BatchNormalization)
    ]
    if not norms:
        return
    random = np.random.default_rng(seed)
    for step in range(_BATCH_NORM_BATCHES):
        for norm in norms:
            norm.momentum = step / (step + 1)  # makes the moving average a plain mean
        batch = train.take(random.choice(len(train.labels), batch_size))
        trainer(_examples(batch)[0], training=True)
