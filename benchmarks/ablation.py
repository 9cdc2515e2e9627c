"""What each ingredient of the recipe brings: one network trained again without it.

python benchmarks/ablation.py    about 25 minutes on two cores

Judged on what recipes may be chosen by: the validation digits, the same
written with a broad pen, and drawings made of templates. Rows that the file
holds already are not trained again.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads
sys.path.insert(0, str(Path(__file__).parent.parent))

import keras
import numpy as np
from PIL import Image, ImageFilter

from mnist_models import mnist, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.augmentation.non_digits import with_non_digits
from mnist_models.augmentation.style import Style
from mnist_models.evaluation import ErrorCount, count_errors
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES, Recipe
from mnist_models.strokes.templates import hard_drawings
from mnist_models.training import fit

NETWORK, EPOCHS, SEED = "simple_cnn", 5, 0
_DEEP = RECIPES["deep_cnn"].handwriting
_HARD_SEED = 1  # other drawings than those a test may show


def variants() -> dict[str, Recipe]:
    """The recipe, and the recipe without each ingredient."""
    recipe = replace(RECIPES[NETWORK], epochs=EPOCHS)

    def without(**changes: Any) -> Recipe:
        return replace(recipe, handwriting=replace(recipe.handwriting, **changes))

    return {
        "everything": recipe,
        "no styles": without(style=still().style),
        "no pens": without(thinner=0.0, thicker=0.0, marker=0.0, gamma=1.0),
        "no bending": without(elastic=0.0),
        "no turning, shearing, scaling, shifting": without(
            rotation=0.0, shear=0.0, scale=0.0, shift=0.0
        ),
        "no variation at all": replace(recipe, handwriting=still()),
        "corruption too": without(astray=_DEEP.astray, corrupted=_DEEP.corrupted),
        "no non-digits": replace(recipe, non_digits=0.0),
    }


def still() -> Handwriting:
    """Handwriting that does not vary."""
    limits = dict.fromkeys(set(Handwriting.__dataclass_fields__) - {"gamma", "style"}, 0.0)
    return Handwriting(**limits, gamma=1.0, style=Style(*[0.0] * len(Style.__dataclass_fields__)))


def main(arguments: list[str] | None = None) -> None:
    """Train each variant, keep its figures and print the table."""
    options = parse(arguments, __doc__, "ablation")
    fitted, validation = mnist.split(mnist.load(options.data)[0])
    parts = {
        "validation": validation,
        "broad pen": with_broad_pen(validation),
        "hard drawings": hard_drawings(100, _HARD_SEED),
    }
    record = json.loads(options.out.read_text()) if options.out.exists() else {}
    for name, recipe in variants().items():
        if name in record:
            continue
        taught = with_non_digits(fitted, recipe.non_digits, SEED)
        network = train(recipe, taught, validation)
        counts = {part: count_errors(network, digits) for part, digits in parts.items()}
        record[name] = {part: vars(errors) for part, errors in counts.items()}
        options.out.write_text(json.dumps(record, indent=1) + "\n")
    print(table(record))


def train(recipe: Recipe, fitted: Digits, validation: Digits) -> keras.Model:
    """The network after training by `recipe`."""
    keras.utils.set_random_seed(SEED)
    network = ARCHITECTURES[NETWORK]()
    with tempfile.TemporaryDirectory() as folder:
        fit(
            network,
            recipe,
            fitted,
            validation,
            seed=SEED,
            checkpoint=Path(folder) / "run",
        )
    return network


def with_broad_pen(digits: Digits) -> Digits:
    """The same digits, every line two pixels broader."""
    broader = [
        np.asarray(Image.fromarray(image).filter(ImageFilter.MaxFilter(3)))
        for image in digits.images
    ]
    return Digits(np.stack(broader), digits.labels)


def table(record: dict[str, dict[str, dict[str, int]]]) -> str:
    """A Markdown table, a row a variant."""
    parts = list(next(iter(record.values())))
    lines = [f"| recipe | {' | '.join(parts)} |", f"| --- |{' ---: |' * len(parts)}"]
    for name, row in record.items():
        errors = [f"{ErrorCount(**row[part]).error:.2%}".replace("%", " %") for part in parts]
        lines.append(f"| {name} | {' | '.join(errors)} |")
    return "\n".join(lines)


def parse(arguments: list[str] | None, about: str | None, name: str) -> argparse.Namespace:
    """Read the command line of a benchmark on MNIST that writes weights/NAME.json."""
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    add = parser.add_argument
    add("--data", metavar="PATH", help="MNIST in Keras's npz layout; by default $MNIST_NPZ")
    add("--out", type=Path, default=weights.FOLDER / f"{name}.json", metavar="FILE",
        help=f"where the figures go; weights/{name}.json by default")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
