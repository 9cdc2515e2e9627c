"""Draw the pictures of the page's corruption table: a digit of our own, corrupted in every way.

python -m benchmarks.corruptions    a second; writes web/compare/corruptions.png
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.support.mnist_c import CORRUPTIONS, corrupt
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

PICTURES = Path(__file__).parent.parent / "web" / "compare" / "corruptions.png"
_PEN = 0.12  # of the digit
_SEED = 0


def main() -> None:
    """Draw them and write them."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    Image.fromarray(pictures()).save(PICTURES, optimize=True)


def pictures() -> NDArray[np.uint8]:
    """The digit as it is and, below it, with each of `CORRUPTIONS`; uint8 `(16 * 28, 28)`."""
    digit = sketch_to_mnist(draw_with_pen(TEMPLATES["3"], _PEN))[None]
    return np.concatenate([digit[0], *(corrupt(digit, kind, _SEED)[0] for kind in CORRUPTIONS)])


if __name__ == "__main__":
    main()
