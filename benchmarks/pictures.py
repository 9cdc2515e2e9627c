"""How well pictures of every kind are read.

python -m benchmarks.pictures DIR    about twenty minutes on a core

DIR holds drawings as for drawings.py. They and fonts make a hundred pictures of each kind:
photos and scans, forms, boards, screenshots, plots, displays and odd formats. For each
network this counts the pictures that it reads wrongly and those that it declines. "No ink"
counts the pictures in which no digit was found, or several. A picture of several digits is
wrong if a network reads it as one.
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

from benchmarks import readme
from benchmarks.support import graphics, photos
from benchmarks.support.sheet import Maker, Subject
from mnist_models import figures, weights
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import Ink
from mnist_models.recognizer import Recognizer, read_upright
from mnist_models.strokes.unipen import UnipenError, read_unipen

SEVERAL: dict[str, Maker] = graphics.TWO_DIGITS | photos.TWO_DIGITS
KINDS: dict[str, Maker] = graphics.ONE_DIGIT | photos.ONE_DIGIT | SEVERAL
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
    result = {"seed": options.seed, "networks": record}
    figures.write(options.out, result)
    print(readme.pictures(result))


def recorded(folder: Path) -> list[Subject]:
    """The digits of a set of drawings, each with a random second one for pictures of two.

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
    """Endless pictures of a kind, each with its digit, or `None` if it shows several."""
    random = np.random.default_rng([seed, zlib.crc32(kind.encode())])
    while True:
        subject = subjects[int(random.integers(len(subjects)))]
        yield KINDS[kind](subject, random), None if kind in SEVERAL else subject.label


def evaluate(pictures: Pictures, recognizer: Recognizer) -> list[dict[str, int]]:
    """How many of the pictures each network reads wrongly or declines, in the networks' order."""
    read = read_upright(recognizer, [_ink(picture) for picture, _ in pictures])
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


def _ink(picture: Image.Image) -> Ink:
    """The ink in a picture; one empty pixel if the picture is refused."""
    try:
        return ink_from_image(picture)
    except SketchError:
        return np.zeros((1, 1), np.uint8)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("folder", type=Path, metavar="DIR", help="a set in UNIPEN's layout")
    add("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND",
        help="all by default")  # fmt: skip
    add("--count", type=int, default=COUNT, metavar="N", help=f"of each kind; {COUNT} by default")
    add("--seed", type=int, default=0, metavar="N", help="of all that varies; 0 by default")
    add("--weights", type=Path, default=weights.FOLDER, metavar="DIR", help="weights/ by default")
    add("--out", type=Path, default=weights.FOLDER / "pictures.json", metavar="FILE",
        help="where the figures go; weights/pictures.json by default")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
