"""Choose the drawings to try on the page: synthetic digits on which the networks disagree.

python -m benchmarks.examples    some minutes; writes web/draw/examples.json

Run it again after each training, since new networks disagree on other drawings.
"""

import argparse
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mnist_models.drawing.sketch import Ink, sketch_to_mnist
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import CANVAS, PEN, Stroke, draw, scale_strokes
from mnist_models.writing.drawings import written

EXAMPLES = Path(__file__).parent.parent / "web" / "draw" / "examples.json"
COUNT = 8
_TRIED = 3000
_BATCH = 100
_SEED = 2026
_POINTS = 24  # of a stroke
_SIZE = 0.62  # of the canvas
# A browser draws slightly differently, and its drawings must be read the same.
_VARIANTS = [(pen, size) for pen in (0.9, 1.0, 1.1) for size in (0.94, 1.0, 1.06)]


class Example(NamedTuple):
    """A digit on which the networks disagree."""

    digit: int
    strokes: list[Stroke]  # in shares of the canvas
    answers: tuple[int | None, ...]  # by network


def main() -> None:
    """Choose the drawings and write them."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    chosen = choose(disputed(Recognizer.load()), COUNT)
    lines = []
    for digit, strokes, answers in chosen:
        title = f"{'An' if digit == 8 else 'A'} {digit}"
        lines.append(json.dumps({"title": title, "pen": 1, "strokes": rounded(strokes)}))
        print(digit, *answers)
    EXAMPLES.write_text("[\n " + ",\n ".join(lines) + "\n]\n", "utf-8")


def disputed(recognizer: Recognizer) -> Iterator[Example]:
    """Synthetic digits on which the networks disagree, with the same answers in all variants."""
    digits = islice(written(_SEED), _TRIED)
    while batch := list(islice(digits, _BATCH)):
        drawn = [(each.allograph.digit, placed(each.strokes)) for each in batch]
        answers = read(recognizer, [on_canvas(strokes) for _, strokes in drawn])
        for (digit, strokes), first in zip(drawn, answers, strict=True):
            if len(set(first)) > 1:
                variants = [on_canvas(strokes, *variant) for variant in _VARIANTS]
                if set(read(recognizer, variants)) == {first}:
                    yield Example(digit, strokes, first)


def choose(examples: Iterator[Example], count: int) -> list[Example]:
    """One of each digit if there is one, preferably one that the last network reads rightly."""
    found = sorted(examples, key=lambda each: each.answers[-1] != each.digit)
    firsts = {each.digit: each for each in reversed(found)}
    others = [each for each in found if firsts[each.digit] is not each]
    return sorted([*firsts.values(), *others][:count], key=lambda each: each.digit)


def placed(strokes: tuple[Stroke, ...]) -> list[Stroke]:
    """Strokes with few points, in the middle of a canvas of side 1."""
    few = [stroke[np.linspace(0, len(stroke) - 1, _POINTS).astype(int)] for stroke in strokes]
    scaled = scale_strokes(few, _SIZE)
    middle = np.ptp(np.concatenate(scaled), axis=0) / 2
    return [(stroke - middle + 0.5).round(3) for stroke in scaled]


def on_canvas(strokes: list[Stroke], pen: float = 1.0, size: float = 1.0) -> Ink:
    """The ink of the page's pen, or of another pen and size; uint8 `(400, 400)`."""
    return draw([((stroke - 0.5) * size + 0.5) * CANVAS for stroke in strokes], pen * PEN)


def read(recognizer: Recognizer, inks: list[Ink]) -> list[tuple[int | None, ...]]:
    """The networks' answers to each drawing."""
    readings = recognizer.read_images(np.stack([sketch_to_mnist(ink) for ink in inks]))
    return [tuple(reading.digit for reading in each) for each in readings]


def rounded(strokes: list[Stroke]) -> list[list[list[float]]]:
    """Strokes for JSON, to three decimals, without repeated points."""
    return [
        [point for number, point in enumerate(points) if not number or point != points[number - 1]]
        for points in (stroke.round(3).tolist() for stroke in strokes)
    ]


if __name__ == "__main__":
    main()
