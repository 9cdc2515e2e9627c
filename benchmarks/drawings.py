"""How well the networks read what real people drew.

python benchmarks/drawings.py DIR

DIR holds UNIPEN: `data/1a/` (isolated digits) and `include/`. Each digit is
drawn once on a canvas of 400 pixels with a random pen, size and place, then
read twice: with the whole canvas shrunk to 28×28, as most demos do, and in
MNIST's exact format.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads
sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np
from numpy.typing import NDArray

from mnist_models.evaluation import ErrorCount, interval
from mnist_models.recognizer import Recognizer
from mnist_models.sketch import shrink_canvas, sketch_to_mnist
from mnist_models.strokes import Drawing, draw_as_person, read_unipen
from mnist_models.unipen import UnipenError
from mnist_models.weights import FOLDER, WeightsError

RECIPES = {"naive": shrink_canvas, "exact": sketch_to_mnist}


def main(arguments: list[str] | None = None) -> None:
    """Draw every digit, read it both ways, print a table and write the figures."""
    options = parse(arguments)
    try:
        drawings = read_unipen(options.folder)
        recognizer = Recognizer.load(options.weights)
    except (UnipenError, WeightsError) as error:
        sys.exit(str(error))
    images = render(drawings, options.seed)
    labels = np.array([int(drawing.label) for drawing in drawings])
    answers = {recipe: recognizer.probabilities(images[recipe]).argmax(-1) for recipe in RECIPES}
    errors = {
        name: {
            recipe: ErrorCount(int((answers[recipe][row] != labels).sum()), len(labels))
            for recipe in RECIPES
        }
        for row, name in enumerate(recognizer.names)
    }
    writers = len({drawing.writer for drawing in drawings})
    print(f"{len(drawings):,} digits by {writers} writers, seed {options.seed}\n\n{table(errors)}")
    options.out.write_text(json.dumps(record(errors, writers, options.seed), indent=2) + "\n")


def render(drawings: list[Drawing], seed: int) -> dict[str, NDArray[np.uint8]]:
    """Each drawing by each recipe: recipe → uint8 `(n, 28, 28)`."""
    random = np.random.default_rng(seed)
    images: dict[str, list[NDArray[np.uint8]]] = {recipe: [] for recipe in RECIPES}
    for drawing in drawings:
        ink = draw_as_person(drawing.strokes, random)
        for recipe, to_mnist in RECIPES.items():
            images[recipe].append(to_mnist(ink))
    return {recipe: np.stack(stack) for recipe, stack in images.items()}


def table(errors: dict[str, dict[str, ErrorCount]]) -> str:
    """A Markdown table, a row a network."""
    rows = [
        "| network | whole canvas shrunk (95 % interval) | MNIST's exact recipe (95 % interval) |",
        "| --- | ---: | ---: |",
    ]
    rows += [f"| {name} | {e['naive']} | {e['exact']} |" for name, e in errors.items()]
    return "\n".join(rows)


def record(errors: dict[str, dict[str, ErrorCount]], writers: int, seed: int) -> dict[str, object]:
    """The same figures for a file."""
    return {
        "writers": writers,
        "seed": seed,
        "networks": {
            name: {
                recipe: asdict(count)
                | {"error": count.error, "interval": interval(count.wrong, count.total)}
                for recipe, count in by_recipe.items()
            }
            for name, by_recipe in errors.items()
        },
    }


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("folder", metavar="DIR", help="UNIPEN: holds data/ and include/")
    add("--seed", type=int, default=0, metavar="N", help="of pen, size and place; 0 by default")
    add("--weights", type=Path, default=FOLDER, metavar="DIR", help="weights/ by default")
    add("--out", type=Path, default=Path("drawings.json"), metavar="FILE",
        help="where the figures go; drawings.json by default")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
