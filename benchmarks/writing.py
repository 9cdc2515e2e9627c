"""How many drawings made-up hands make a second, on one core.

python -m benchmarks.writing    some seconds

What bringing them into MNIST's format takes of it stands beside, since that is
the page's own function. Processor time, so that other work on the machine counts little.
"""

import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from benchmarks.support.trial import parse
from mnist_models import figures, mnist
from mnist_models.augmentation.non_digits import non_digits
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.writing.drawings import drawings, ink, written

_COUNT = 5_000


def main(arguments: list[str] | None = None) -> None:
    """Time each part, print and write the figures."""
    options = parse(arguments, __doc__, "writing")
    digits, _ = mnist.load(options.data)
    drawn = [ink(one.strokes, one.widths) for one in islice(written(0), _COUNT)]
    record = {
        "drawings a second": rate(lambda: drawings(_COUNT, seed=1)),
        "non-digits a second": rate(lambda: non_digits(digits, _COUNT, seed=1)),
        "into MNIST's format a second": rate(lambda: np.stack([sketch_to_mnist(i) for i in drawn])),
    }
    figures.write(options.out, record)
    for name, value in record.items():
        print(f"{name}: {value:,}")


def rate(make: Callable[[], Any]) -> int:
    """How many of `_COUNT` things `make` makes a second; the best of three."""
    seconds = []
    for _ in range(3):
        started = time.process_time()
        make()
        seconds.append(time.process_time() - started)
    return round(_COUNT / min(seconds))


if __name__ == "__main__":
    main()
