"""How well the networks read what real people drew.

python -m benchmarks.drawings DIR [DIR …]

Each DIR holds one set of drawings as UNIPEN does: `data/1a/` (isolated digits),
`include/`, and where there are some `data/1b/` (letters that no digit
resembles). Each digit is drawn once on a canvas of 400 pixels with a random
pen, size and place, then read twice: with the whole canvas shrunk to 28×28, as
most demos do, and in MNIST's exact format. Then it is drawn with pens from a
hairline to a marker. Letters are drawn as digits are, to see how many of them
are declined. Each set has figures of its own, under its folder's name; a
picture of the first set's confidence is written beside them.
"""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.support import confidence_figures
from benchmarks.support.confidence_figures import Outputs
from benchmarks.tables import networks as tables
from mnist_models import figures
from mnist_models.confidence import Confidence
from mnist_models.drawing.sketch import shrink_canvas, sketch_to_mnist
from mnist_models.evaluation import ErrorCount, confusion_matrix, interval
from mnist_models.mnist import NUM_CLASSES
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import (
    PEN_WIDTHS,
    draw_as_person,
    draw_with_pen,
)
from mnist_models.strokes.unipen import Drawing, UnipenError, read_unipen
from mnist_models.weights import FOLDER, WeightsError

PREPROCESSINGS = {"naive": shrink_canvas, "exact": sketch_to_mnist}
_MANY_DIGITS, _MANY_ERRORS = 30, 0.1  # who has more of both is reported as poorly read

TABLES = (tables.preprocessings, tables.pens, tables.kinds, tables.writers, tables.confidence)

Images = NDArray[np.uint8]


def main(arguments: list[str] | None = None) -> None:
    """Draw every digit, read it each way, print tables and write the figures."""
    options = parse(arguments)
    try:
        recognizer = Recognizer.load(options.weights)
        sets = {
            folder.resolve().name: evaluate_set(folder, recognizer, options.seed)
            for folder in options.folders
        }
    except (UnipenError, WeightsError) as error:
        sys.exit(str(error))
    for name, found in sets.items():
        print(f"\n{name}: {found['digits']:,} digits by {found['writers']} writers")
        print(*(table(found["networks"]) for table in TABLES), sep="\n\n")
    figures.write(options.out, {"seed": options.seed, "sets": sets})
    first = next(iter(sets.values()))["networks"]
    confidence_figures.picture(first).savefig(options.out.with_suffix(".png"), dpi=110)


def evaluate_set(folder: Path, recognizer: Recognizer, seed: int) -> dict[str, Any]:
    """Every network's figures on one set of drawings, ready for JSON.

    Raises:
        UnipenError: if the set cannot be read.
    """
    drawings = read_unipen(folder, "1a")
    images = render(drawings, seed) | render_pens(drawings)
    if (folder / "data" / "1b").is_dir():
        images["letters"] = render(read_unipen(folder, "1b"), seed)["exact"]
    outputs = {way: recognizer.outputs(stack)[0] for way, stack in images.items()}
    networks = {
        name: evaluate(drawings, {way: rows[row] for way, rows in outputs.items()}, confidence)
        for row, (name, confidence) in enumerate(
            zip(recognizer.names, recognizer.confidences, strict=True)
        )
    }
    writers = len({drawing.writer for drawing in drawings})
    return {"digits": len(drawings), "writers": writers, "networks": networks}


def render(drawings: list[Drawing], seed: int) -> dict[str, Images]:
    """Each drawing, preprocessed each way: way → uint8 `(n, 28, 28)`."""
    random = np.random.default_rng(seed)
    images: dict[str, list[Images]] = {way: [] for way in PREPROCESSINGS}
    for drawing in drawings:
        ink = draw_as_person(drawing.strokes, random)
        for way, to_mnist in PREPROCESSINGS.items():
            images[way].append(to_mnist(ink))
    return {way: np.stack(stack) for way, stack in images.items()}


def render_pens(drawings: list[Drawing]) -> dict[str, Images]:
    """Each drawing with each pen, in MNIST's exact format: `pen 4` → uint8 `(n, 28, 28)`."""
    return {
        f"pen {width}": np.stack(
            [sketch_to_mnist(draw_with_pen(drawing.strokes, width / 100)) for drawing in drawings]
        )
        for width in PEN_WIDTHS
    }


def evaluate(
    drawings: list[Drawing], outputs: dict[str, Outputs], confidence: Confidence
) -> dict[str, Any]:
    """One network's figures, ready for JSON: errors each way, by kind, by writer; confidence."""
    labels = np.array([int(drawing.label) for drawing in drawings])
    letters = outputs.pop("letters", None)
    answers = {way: rows[:, :NUM_CLASSES].argmax(axis=1) for way, rows in outputs.items()}
    errors = {
        way: count(ErrorCount(int((given != labels).sum()), len(labels)))
        for way, given in answers.items()
    }
    found = errors | {
        "confusion": confusion_matrix(answers["exact"], labels).tolist(),
        "poorly_read_writers": poorly_read(drawings, answers["exact"] != labels),
        "calibration": confidence_figures.calibration(outputs["exact"], labels, confidence),
    }
    if letters is not None:
        found["declining"] = confidence_figures.declining(
            outputs["exact"], labels, letters, confidence
        )
    return found


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
        if len(missed) > _MANY_DIGITS and sum(missed) > _MANY_ERRORS * len(missed)
    ]
    return sorted(poor, key=lambda row: -row["wrong"] / row["total"])


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add(
        "folders",
        nargs="+",
        type=Path,
        metavar="DIR",
        help="a set in UNIPEN's layout: holds data/ and include/",
    )
    add("--seed", type=int, default=0, metavar="N", help="of pen, size and place; 0 by default")
    add("--weights", type=Path, default=FOLDER, metavar="DIR", help="weights/ by default")
    add("--out", type=Path, default=Path("drawings.json"), metavar="FILE",
        help="where the figures go; drawings.json by default")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
