"""How well the networks read what real people drew.

python benchmarks/drawings.py DIR

DIR holds UNIPEN: `data/1a/` (isolated digits), `data/1b/` (letters that no
digit resembles) and `include/`. Each digit is drawn once on a canvas of 400
pixels with a random pen, size and place, then read twice: with the whole canvas
shrunk to 28×28, as most demos do, and in MNIST's exact format. Then it is drawn
with pens from a hairline to a marker. Letters are drawn as digits are, to see
how many of them are declined. Beside the figures a picture of them is left.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads
sys.path.insert(0, str(Path(__file__).parent.parent))

import judging
import numpy as np
from numpy.typing import NDArray

from mnist_models.confidence import Confidence
from mnist_models.drawing.sketch import shrink_canvas, sketch_to_mnist
from mnist_models.evaluation import ErrorCount, confusion_matrix, interval
from mnist_models.mnist import NUM_CLASSES
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import Drawing, draw_as_person, draw_with_pen, read_unipen
from mnist_models.strokes.unipen import UnipenError
from mnist_models.weights import FOLDER, WeightsError

RECIPES = {"naive": shrink_canvas, "exact": sketch_to_mnist}
PENS = (4, 8, 16, 24)  # percent of the digit's longer side
_ENOUGH, _BLIND = 30, 0.1  # a writer of more digits than this with more errors is reported

Images = NDArray[np.uint8]


def main(arguments: list[str] | None = None) -> None:
    """Draw every digit, read it each way, print tables and write the figures."""
    options = parse(arguments)
    try:
        drawings, letters = (read_unipen(options.folder, section) for section in ("1a", "1b"))
        recognizer = Recognizer.load(options.weights)
    except (UnipenError, WeightsError) as error:
        sys.exit(str(error))
    images = render(drawings, options.seed) | render_pens(drawings)
    images["letters"] = render(letters, options.seed)["exact"]
    outputs = {way: recognizer.outputs(stack)[0] for way, stack in images.items()}
    networks = {
        name: judge(drawings, {way: rows[row] for way, rows in outputs.items()}, confidence)
        for row, (name, confidence) in enumerate(
            zip(recognizer.names, recognizer.confidences, strict=True)
        )
    }
    writers = len({drawing.writer for drawing in drawings})
    print(
        f"{len(drawings):,} digits by {writers} writers, seed {options.seed}\n\n{table(networks)}"
        f"\n\n{judging.table(networks)}"
    )
    record = {"writers": writers, "seed": options.seed, "networks": networks}
    options.out.write_text(json.dumps(record, indent=1) + "\n")
    judging.draw(networks).savefig(options.out.with_suffix(".png"), dpi=110)


def render(drawings: list[Drawing], seed: int) -> dict[str, Images]:
    """Each drawing by each recipe: recipe → uint8 `(n, 28, 28)`."""
    random = np.random.default_rng(seed)
    images: dict[str, list[Images]] = {recipe: [] for recipe in RECIPES}
    for drawing in drawings:
        ink = draw_as_person(drawing.strokes, random)
        for recipe, to_mnist in RECIPES.items():
            images[recipe].append(to_mnist(ink))
    return {recipe: np.stack(stack) for recipe, stack in images.items()}


def render_pens(drawings: list[Drawing]) -> dict[str, Images]:
    """Each drawing with each pen, in MNIST's exact format: `pen 4` → uint8 `(n, 28, 28)`."""
    return {
        f"pen {pen}": np.stack(
            [sketch_to_mnist(draw_with_pen(drawing.strokes, pen / 100)) for drawing in drawings]
        )
        for pen in PENS
    }


def judge(
    drawings: list[Drawing], outputs: dict[str, judging.Outputs], confidence: Confidence
) -> dict[str, Any]:
    """One network's figures, ready for JSON: errors each way, by kind, by writer; confidence."""
    labels = np.array([int(drawing.label) for drawing in drawings])
    letters = outputs.pop("letters")
    answers = {way: rows[:, :NUM_CLASSES].argmax(axis=1) for way, rows in outputs.items()}
    errors = {
        way: count(ErrorCount(int((given != labels).sum()), len(labels)))
        for way, given in answers.items()
    }
    return errors | {
        "confusion": confusion_matrix(answers["exact"], labels).tolist(),
        "poorly_read_writers": poorly_read(drawings, answers["exact"] != labels),
        "calibration": judging.calibration(outputs["exact"], labels, confidence),
        "declining": judging.declining(outputs["exact"], labels, letters, confidence),
    }


def count(errors: ErrorCount) -> dict[str, Any]:
    """The count with its error and 95 % interval."""
    return asdict(errors) | {
        "error": errors.error,
        "interval": interval(errors.wrong, errors.total),
    }


def poorly_read(drawings: list[Drawing], wrong: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Writers of more than 30 digits of which more than 10 % are read wrongly, worst first."""
    by_writer: dict[str, list[bool]] = {}
    for drawing, missed in zip(drawings, wrong, strict=True):
        by_writer.setdefault(f"{drawing.donor}/{drawing.writer}", []).append(bool(missed))
    poor = [
        {"writer": writer, "wrong": sum(missed), "total": len(missed)}
        for writer, missed in by_writer.items()
        if len(missed) > _ENOUGH and sum(missed) > _BLIND * len(missed)
    ]
    return sorted(poor, key=lambda row: -row["wrong"] / row["total"])


def table(networks: dict[str, dict[str, Any]]) -> str:
    """Three Markdown tables: each way of reading, kinds of digits, poorly read writers."""
    ways = [*RECIPES, *(f"pen {pen}" for pen in PENS)]
    kinds = [str(digit) for digit in range(NUM_CLASSES)]
    lines = [*header("network", [*ways[:2], *(f"{way} %" for way in ways[2:])])]
    for name, figures in networks.items():
        counts = [ErrorCount(figures[way]["wrong"], figures[way]["total"]) for way in ways]
        lines.append(row(name, [*map(str, counts[:2]), *(f"{c.error:.2%}" for c in counts[2:])]))
    lines += ["", *header("error on", kinds)]
    for name, figures in networks.items():
        matrix = np.array(figures["confusion"])
        shares = 1 - matrix.diagonal() / np.maximum(1, matrix.sum(axis=1))
        lines.append(row(name, [f"{share:.1%}" for share in shares]))
    lines += ["", *header("network", ["writer", "wrong", "of"])]
    for name, figures in networks.items():
        lines += [row(name, poor.values()) for poor in figures["poorly_read_writers"]]
    return "\n".join(lines)


def header(first: str, rest: list[str]) -> list[str]:
    """The head of a Markdown table."""
    return [row(first, rest), row("---", ["---:"] * len(rest))]


def row(first: str, rest: Iterable[object]) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join([first, *map(str, rest)]) + " |"


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
