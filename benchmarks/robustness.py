"""What the networks still read when MNIST's test digits are corrupted.

python -m benchmarks.robustness    about eight minutes on two cores

Every network sees the same corrupted images as they are, without the page's
preprocessing. For comparison, this command also trains the simple CNN on MNIST
as it is, with no variation at all.
"""

from dataclasses import asdict, replace
from typing import Any

import keras

from benchmarks.support import trial
from benchmarks.support.mnist_c import CORRUPTIONS, corrupt
from benchmarks.tables import hard_inputs
from mnist_models import figures, mnist, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import count_errors
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES

_PLAIN, _EPOCHS = f"{trial.NETWORK}, no variation", 8


def main(arguments: list[str] | None = None) -> None:
    """Train the plain network, corrupt, count, print the table, write the figures."""
    options = trial.parse(arguments, __doc__, "robustness")
    train, test = mnist.load(options.data)
    networks = {name: weights.load(name) for name in ARCHITECTURES} | {_PLAIN: plain(train)}
    record: dict[str, Any] = {name: {} for name in networks}
    for kind in ["none", *CORRUPTIONS]:
        images = test.images if kind == "none" else corrupt(test.images, kind, trial.SEED)
        for name, network in networks.items():
            errors = count_errors(network, Digits(images, test.labels))
            record[name][kind] = asdict(errors)
    figures.write(options.out, {"seed": trial.SEED, "networks": record})
    print(hard_inputs.robustness(record))


def plain(train: Digits) -> keras.Model:
    """The simple CNN, trained on digits as they are."""
    alone = replace(RECIPES[trial.NETWORK], drawings=0.0, non_digits=0.0)
    recipe = replace(alone, epochs=_EPOCHS, handwriting=trial.still())
    return trial.train(recipe, *mnist.split(train))


if __name__ == "__main__":
    main()
