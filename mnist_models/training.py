"""Fitting one network by its recipe, on any Keras backend, and what each epoch shows it."""

import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import keras
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models import runs
from mnist_models.augmentation.handwriting import Handwriting, RandomHandwriting, varied
from mnist_models.augmentation.non_digits import non_digits
from mnist_models.evaluation import batches
from mnist_models.mnist import IMAGE_SHAPE, NO_DIGIT, NUM_CLASSES, SIDE, Digits
from mnist_models.recipes import Recipe
from mnist_models.writing.drawings import drawings

# One record an epoch: the metrics that Keras reports, and "seconds".
LearningCurve = list[dict[str, float]]

_NO_STYLE = -1  # in place of a digit's label: a synthetic hand has a style of its own
_ENLARGED = 2  # pixels of the sheet for a pixel of a digit
_PLENTY = 40  # drawings for each that the sheet shows, since their digits are random


class Examples(NamedTuple):
    """What one epoch shows, in its order.

    Attributes:
        images: uint8 `(n, 28, 28)`, 0 paper to 255 ink.
        labels: int32 `(n,)`, 0 to 9 or `NO_DIGIT`.
        kinds: int32 `(n,)`, the labels of MNIST's digits, by which a style adds its
            strokes; -1 for synthetic drawings.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int32]
    kinds: NDArray[np.int32]

    @classmethod
    def of(cls, digits: Digits) -> Self:
        """Digits alone."""
        labels = digits.labels.astype(np.int32)
        return cls(digits.images, labels, labels)


class EpochData:
    """What each epoch of a training shows, `data[epoch]`; the same seed gives the same.

    MNIST's digits, synthetic drawings of digits, and non-digits. Drawings come in halves:
    each half is shown in two consecutive epochs. While an epoch trains, a thread makes the
    half that the next one needs. Leaving the context ends the thread.
    """

    def __init__(self, digits: Digits, recipe: Recipe, seed: int) -> None:
        """Show `digits` in every epoch, and as many drawings beside them as `recipe` says."""
        count = len(digits.labels)
        self._digits, self._seed = digits, seed
        self._counts = [round(share * count / 2) for share in (recipe.drawings, recipe.non_digits)]
        self.size = count + 2 * sum(self._counts)
        self._halves: dict[int, Future[Digits]] = {}
        self._maker = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        """Nothing is made before the first epoch is asked for."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop what is not yet made."""
        self._maker.shutdown(cancel_futures=True)

    def __getitem__(self, epoch: int) -> Examples:
        """What `epoch`, from 0, shows; the half that the next one needs is begun."""
        parts = [Examples.of(self._digits)]
        if any(self._counts):
            for number in (epoch, epoch + 1, epoch + 2):
                if number not in self._halves:
                    self._halves[number] = self._maker.submit(self._half, number)
            for number in (epoch, epoch + 1):
                half = Examples.of(self._halves[number].result())
                parts.append(half._replace(kinds=np.full_like(half.kinds, _NO_STYLE)))
            self._halves = {number: half for number, half in self._halves.items() if number > epoch}
        order = np.random.default_rng([self._seed, epoch]).permutation(self.size)
        return Examples(*(np.concatenate(part)[order] for part in zip(*parts, strict=True)))

    def _half(self, number: int) -> Digits:
        """Synthetic drawings of digits, and non-digits."""
        seeds = np.random.SeedSequence([self._seed, number]).generate_state(2).tolist()
        drawn = drawings(self._counts[0], seeds[0])
        others = non_digits(self._digits, self._counts[1], seeds[1])
        return Digits(
            np.concatenate([drawn.images, others]),
            np.concatenate([drawn.labels, np.full(len(others), NO_DIGIT, np.uint8)]),
        )


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
        seed: decides the order of the digits, their augmentation and the synthetic drawings.
        checkpoint: a folder where each epoch leaves the state of the run. If
            it holds one already, the run goes on from there. It stays at the end, until
            the weights are written.
        observers: callbacks that watch the training.

    Returns:
        Loss, accuracy and seconds of each epoch.
    """
    curve: LearningCurve = []
    with EpochData(train, recipe, seed) as data:
        for cycle, first in enumerate(range(0, recipe.epochs, recipe.cycle or recipe.epochs)):
            end = min(first + (recipe.cycle or recipe.epochs), recipe.epochs)
            trainer = _trainer(network, recipe, seed)
            steps = (end - first) * -(-data.size // recipe.batch_size)
            _compile(trainer, recipe, recipe.learning_rate / 2**cycle, steps)
            curve = runs.restore_checkpoint(trainer, checkpoint)
            if len(curve) == first:
                _reset(trainer.optimizer)
            for epoch in range(len(curve), end):
                curve.append(_epoch(trainer, data[epoch], validation, recipe, observers))
                runs.save_checkpoint(trainer, curve, checkpoint)
                print(_progress(curve, recipe.epochs), flush=True)
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
    examples: Examples,
    validation: Digits,
    recipe: Recipe,
    observers: Sequence[keras.callbacks.Callback],
) -> dict[str, float]:
    """Train for one epoch; returns Keras's metrics and the seconds."""
    started = time.monotonic()
    history = trainer.fit(
        _batches(examples, recipe.batch_size),
        shuffle=False,  # they are shuffled already
        validation_data=_batches(Examples.of(validation), recipe.batch_size),
        callbacks=list(observers),
        verbose=0,
    ).history
    metrics = {name: round(float(values[-1]), 5) for name, values in history.items()}
    return metrics | {"seconds": round(time.monotonic() - started, 2)}


def _batches(examples: Examples, batch_size: int) -> Any:
    """Inputs of the augmenting network, and the labels that it should find."""
    images, labels, kinds = examples
    return batches(((images[..., np.newaxis], kinds), labels), batch_size)


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


def augmentation_sheet(
    digits: Digits, handwriting: Handwriting, *, seed: int, columns: int = 24
) -> Image.Image:
    """What training shows of every kind.

    Args:
        digits: at least `columns` of each kind; the first ones are shown.
        handwriting: how far they may vary.
        seed: of all that is random.
        columns: digits a row.

    Returns:
        Dark ink on light paper, 56 pixels a digit. Three rows a kind: the digits, the
        same varied, and synthetic drawings; in the last row, non-digits.
    """
    shown = _of_each_kind(digits, columns)
    synthetic = _of_each_kind(drawings(_PLENTY * columns, seed), columns)
    rows = np.stack([shown.images, varied(shown, handwriting, seed), synthetic.images])
    # (row, kind · columns, y, x) → (kind · row, columns, y, x)
    by_kind = rows.reshape(3, NUM_CLASSES, columns, SIDE, SIDE).swapaxes(0, 1)
    last = non_digits(digits, columns, seed)[np.newaxis]
    tiles = np.concatenate([by_kind.reshape(-1, columns, SIDE, SIDE), last])
    pixels = tiles.swapaxes(1, 2).reshape(len(tiles) * SIDE, columns * SIDE)
    sheet = Image.fromarray(255 - pixels)
    return sheet.resize([side * _ENLARGED for side in sheet.size], Image.Resampling.NEAREST)


def _of_each_kind(digits: Digits, count: int) -> Digits:
    """The first `count` of each kind, kind by kind."""
    places = [np.flatnonzero(digits.labels == kind)[:count] for kind in range(NUM_CLASSES)]
    return digits.take(np.concatenate(places))
