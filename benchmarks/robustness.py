"""What the networks still read when MNIST's test digits are corrupted.

python benchmarks/robustness.py    about eight minutes on two cores

Every network sees the same corrupted images as they are, without the page's
preparation. Beside them stands the simple CNN trained on MNIST as it is, with
no variation at all, here and now.
"""

import json
import os
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from statistics import mean
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads
sys.path.insert(0, str(Path(__file__).parent.parent))

import keras
from ablation import parse, still
from corruptions import CORRUPTIONS, corrupt

from mnist_models import mnist, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import ErrorCount, count_errors
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES
from mnist_models.training import fit

PLAIN, EPOCHS, SEED = "simple_cnn, no variation", 8, 0
# Kinds of which training shows something alike, if not the same.
SEEN = ("impulse noise", "motion blur", "shear", "scale", "rotate", "brightness", "translate",
        "stripe", "fog", "dotted line", "canny edges")  # fmt: skip


def main(arguments: list[str] | None = None) -> None:
    """Train the plain network, corrupt, count, print the table, write the figures."""
    options = parse(arguments, __doc__, "robustness")
    train, test = mnist.load(options.data)
    networks = {name: weights.load(name) for name in ARCHITECTURES} | {PLAIN: plain(train)}
    record: dict[str, Any] = {name: {} for name in networks}
    for kind in ["none", *CORRUPTIONS]:
        images = test.images if kind == "none" else corrupt(test.images, kind, SEED)
        for name, network in networks.items():
            errors = count_errors(network, Digits(images, test.labels))
            record[name][kind] = asdict(errors)
    options.out.write_text(json.dumps({"seed": SEED, "networks": record}, indent=1) + "\n")
    print(table(record))


def plain(train: Digits) -> keras.Model:
    """The simple CNN, trained on digits as they are."""
    keras.utils.set_random_seed(SEED)
    network = ARCHITECTURES["simple_cnn"]()
    recipe = replace(RECIPES["simple_cnn"], epochs=EPOCHS, handwriting=still())
    with tempfile.TemporaryDirectory() as folder:
        parts = mnist.split(train)
        fit(network, recipe, *parts, seed=SEED, checkpoint=Path(folder) / "run")
    return network


def table(record: dict[str, dict[str, Any]]) -> str:
    """A Markdown table, a row a kind, and the mean over the corruptions at its end."""
    lines = [f"| corruption | {' | '.join(record)} |", "| --- |" + " ---: |" * len(record)]
    kinds = list(next(iter(record.values())))
    for kind in kinds:
        errors = [ErrorCount(**figures[kind]).error for figures in record.values()]
        lines.append(f"| {kind} | " + " | ".join(f"{error:.2%}" for error in errors) + " |")
    for title, chosen in {
        "mean of all": kinds[1:],
        "mean of those that training shows nothing like": [k for k in kinds[1:] if k not in SEEN],
    }.items():
        cells = [
            f"{mean(ErrorCount(**figures[kind]).error for kind in chosen):.2%}"
            for figures in record.values()
        ]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines).replace("%", " %")


if __name__ == "__main__":
    main()
