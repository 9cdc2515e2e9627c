"""Short trainings of one network, which several benchmarks compare, and their options."""

import argparse
import tempfile
from pathlib import Path

import keras

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import Handwriting, Style
from mnist_models.mnist import Digits
from mnist_models.recipes import Recipe
from mnist_models.training import fit

NETWORK, EPOCHS, SEED = "simple_cnn", 5, 0


def train(recipe: Recipe, fitted: Digits, validation: Digits) -> keras.Model:
    """The network `NETWORK`, trained by `recipe`."""
    keras.utils.set_random_seed(SEED)
    network = ARCHITECTURES[NETWORK]()
    with tempfile.TemporaryDirectory() as folder:
        fit(network, recipe, fitted, validation, seed=SEED, checkpoint=Path(folder) / "run")
    return network


def still() -> Handwriting:
    """Handwriting that does not vary."""
    limits = dict.fromkeys(set(Handwriting.__dataclass_fields__) - {"as_it_is", "style"}, 0.0)
    return Handwriting(
        **limits, as_it_is=1.0, style=Style(*[0.0] * len(Style.__dataclass_fields__))
    )


def parser(about: str | None, name: str) -> argparse.ArgumentParser:
    """The options of a benchmark on MNIST that writes weights/NAME.json.

    Args:
        about: the command's docstring, whose first line describes it.
        name: of the JSON file.
    """
    made = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    add = made.add_argument
    add("--data", metavar="PATH", help="MNIST in Keras's npz layout; by default $MNIST_NPZ")
    add("--out", type=Path, default=weights.FOLDER / f"{name}.json", metavar="FILE",
        help=f"where the figures go; weights/{name}.json by default")  # fmt: skip
    return made
