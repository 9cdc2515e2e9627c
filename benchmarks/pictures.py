"""How well pictures of every kind are read.

python -m benchmarks.pictures DIR    about twenty minutes on a core

DIR holds drawings as for drawings.py. A hundred pictures of each kind are made of
them and of fonts: photos and scans, forms, boards, screenshots, plots, displays and
odd formats. Of each network it is counted how many it reads wrongly, and how many it
declines; "no ink" is where nothing was found to read, or several digits. A picture of
several digits is wrong if a network reads it as one.
"""

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.support.pictures.kinds import KINDS, SEVERAL
from benchmarks.support.pictures.sheet import Subject
from benchmarks.tables import hard_inputs
from mnist_models import figures, weights
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import Ink
from mnist_models.recognizer import Recognizer, read_upright
from mnist_models.strokes.unipen import UnipenError, read_unipen

COUNT = 100

Pictures = list[tuple[Image.Image, int | None]]


def main(arguments: list[str] | None = None) -> None:
    """Make the pictures, read them, print the table and write the figures."""
    options = parse(arguments)
    try:
        subjects = recorded(options.folder)
        recognizer = Recognizer.load(options.weights)
    except (UnipenError, weights.WeightsError) as error:
        sys.exit(str(error))
    record: dict[str, Any] = {name: {} for name in recognizer.names}
    for kind in options.kinds:
        pictures = list(islice(make(kind, subjects, options.seed), options.count))
        for name, counts in zip(record, evaluate(pictures, recognizer), strict=True):
            record[name][kind] = counts
    found = {"seed": options.seed, "networks": record}
    figures.write(options.out, found)
    print(hard_inputs.pictures(found))


def recorded(folder: Path) -> list[Subject]:
    """The digits of a set of drawings, each with another that may stand beside it.

    Raises:
        UnipenError: if the set cannot be read.
    """
    drawings = read_unipen(folder, "1a")
    others = np.random.default_rng(0).permutation(len(drawings))
    return [
        Subject(int(drawing.label), drawing.strokes, drawings[other].strokes)
        for drawing, other in zip(drawings, others, strict=True)
    ]


def make(
    kind: str, subjects: Sequence[Subject], seed: int
) -> Iterator[tuple[Image.Image, int | None]]:
    """Pictures of a kind without end, with what they show; `None` for several digits."""
    random = np.random.default_rng([seed, zlib.crc32(kind.encode())])
    while True:
        subject = subjects[int(random.integers(len(subjects)))]
        yield KINDS[kind](subject, random), None if kind in SEVERAL else subject.label


def evaluate(pictures: Pictures, recognizer: Recognizer) -> list[dict[str, int]]:
    """How many of the pictures each network reads wrongly or declines."""
    read = read_upright(recognizer, [found(picture) for picture, _ in pictures])
    blank = np.array([not each.image.any() for each in read])
    readings = zip(*(each.readings for each in read), strict=True)
    labels = [label for _, label in pictures]
    counts = []
    for network in readings:
        digits = [reading.digit for reading in network]
        declined = np.array([digit is None for digit in digits])
        wrong = [digit != label for digit, label in zip(digits, labels, strict=True)] & ~declined
        counts.append(
            {
                "pictures": len(labels),
                "wrong": int(wrong.sum()),
                "declined": int((declined & ~blank).sum()),
                "no ink": int(blank.sum()),
            }
        )
    return counts


def found(picture: Image.Image) -> Ink:
    """The ink in a picture; none where it is refused."""
    try:
        return ink_from_image(picture)
    except SketchError:
        return np.zeros((1, 1), np.uint8)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("folder", type=Path, metavar="DIR", help="a set in UNIPEN's layout")
    add(
        "--kinds",
        nargs="+",
        choices=KINDS,
        default=list(KINDS),
        metavar="KIND",
        help="all by default",
    )
    add("--count", type=int, default=COUNT, metavar="N", help=f"of each kind; {COUNT} by default")
    add("--seed", type=int, default=0, metavar="N", help="of all that varies; 0 by default")
    add("--weights", type=Path, default=weights.FOLDER, metavar="DIR", help="weights/ by default")
    add("--out", type=Path, default=weights.FOLDER / "pictures.json", metavar="FILE",
        help="where the figures go; weights/pictures.json by default")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
