"""How well the networks read MNIST's test digits when they are corrupted.

python -m benchmarks.robustness               about eight minutes on two cores
python -m benchmarks.robustness --pictures    a second; draws the pictures of the page's table

Every network gets the same corrupted images as they are, without the page's preprocessing.
For comparison, this command also trains the simple CNN on MNIST as it is, with no variation
at all.

The fifteen kinds of corruption are written after Mu and Gilmer, "MNIST-C: A Robustness
Benchmark for Computer Vision", 2019, with the strengths of that paper as far as it gives
them. Each function takes images, float64 `(n, 28, 28)` in 0-1, and a generator, and returns
images of the same shape; `corrupt` clips them to 0-1.
"""

import argparse
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from skimage.feature import canny

from benchmarks import readme
from benchmarks.support import trial
from mnist_models import figures, mnist, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.evaluation import count_errors
from mnist_models.mnist import SIDE, Digits
from mnist_models.recipes import RECIPES
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

PICTURES = Path(__file__).parent.parent / "web" / "compare" / "corruptions.png"
_PEN = 0.12  # of the pictures' digit, as a share of its longer side
_PLAIN, _EPOCHS = f"{trial.NETWORK}, no variation", 8

Images = NDArray[np.float64]
Random = np.random.Generator


def main(arguments: list[str] | None = None) -> None:
    """Measure and write the figures, or draw the pictures."""
    parser = trial.parser(__doc__, "robustness")
    parser.add_argument("--pictures", action="store_true", help=f"only draw {PICTURES.name}")
    options = parser.parse_args(arguments)
    if options.pictures:
        Image.fromarray(pictures()).save(PICTURES, optimize=True)
    else:
        measure(options)


def measure(options: argparse.Namespace) -> None:
    """Train the plain network, corrupt, count errors, print the table, write the figures."""
    train, test = mnist.load(options.data)
    networks = {name: weights.load(name) for name in ARCHITECTURES} | {_PLAIN: plain(train)}
    record: dict[str, Any] = {name: {} for name in networks}
    for kind in ["none", *CORRUPTIONS]:
        images = test.images if kind == "none" else corrupt(test.images, kind, trial.SEED)
        for name, network in networks.items():
            errors = count_errors(network, Digits(images, test.labels))
            record[name][kind] = asdict(errors)
    found = {"seed": trial.SEED, "networks": record}
    figures.write(options.out, found)
    print(readme.robustness(found))


def plain(train: Digits) -> keras.Model:
    """The simple CNN, trained on digits as they are."""
    alone = replace(RECIPES[trial.NETWORK], drawings=0.0, non_digits=0.0)
    recipe = replace(alone, epochs=_EPOCHS, handwriting=trial.still())
    return trial.train(recipe, *mnist.split(train))


def pictures() -> NDArray[np.uint8]:
    """A digit as it is and, below it, with each of `CORRUPTIONS`; uint8 `(16 * 28, 28)`."""
    digit = sketch_to_mnist(draw_with_pen(TEMPLATES["3"], _PEN))[None]
    return np.concatenate([digit[0], *(corrupt(digit, kind, seed=0)[0] for kind in CORRUPTIONS)])


def corrupt(images: NDArray[np.uint8], kind: str, seed: int) -> NDArray[np.uint8]:
    """Images, uint8 `(n, 28, 28)`, with one of `CORRUPTIONS`; the same shape and dtype."""
    corrupted = CORRUPTIONS[kind](images / 255.0, np.random.default_rng(seed))
    rounded: NDArray[np.uint8] = np.rint(255 * corrupted.clip(0, 1)).astype(np.uint8)
    return rounded


def shot_noise(images: Images, random: Random) -> Images:
    """Few photons: three for white."""
    return random.poisson(images * 3) / 3


def impulse_noise(images: Images, random: Random) -> Images:
    """Salt and pepper on 17 % of the pixels."""
    chance = random.random(images.shape)
    return np.where(chance < 0.085, 0.0, np.where(chance < 0.17, 1.0, images))


def glass_blur(images: Images, random: Random) -> Images:
    """Pixels replaced by neighbours, between two blurs."""
    soft = ndimage.gaussian_filter(images, (0, 0.7, 0.7))
    index = np.indices(images.shape)
    for axis in (1, 2):
        index[axis] += random.integers(-1, 2, images.shape)
    shuffled = soft[index[0], index[1].clip(0, SIDE - 1), index[2].clip(0, SIDE - 1)]
    return np.asarray(ndimage.gaussian_filter(shuffled, (0, 0.7, 0.7)))


def motion_blur(images: Images, random: Random) -> Images:
    """Smeared in a direction up to 45° from level, fading out."""
    angles = random.uniform(-np.pi / 4, np.pi / 4, len(images))
    steps = np.arange(10)
    weights = np.exp(-0.5 * (steps / 3) ** 2)
    moved = [
        weight * _resample(images, np.eye(2), np.stack([np.sin(angles), np.cos(angles)], 1) * step)
        for step, weight in zip(steps, weights, strict=True)
    ]
    return np.asarray(sum(moved) / weights.sum())


def shear(images: Images, random: Random) -> Images:
    """Slanted by 0.4 of the height, to either side."""
    return _to_either_side(
        images, random, np.array([[1, 0], [0.4, 1]]), np.array([[1, 0], [-0.4, 1]])
    )


def scale(images: Images, random: Random) -> Images:
    """Shrunk to 70 %."""
    del random
    return _resample(images, np.eye(2) / 0.7)


def rotate(images: Images, random: Random) -> Images:
    """Turned by 0.4 radians, to either side."""
    cos, sin = np.cos(0.4), np.sin(0.4)
    turn = np.array([[cos, -sin], [sin, cos]])
    return _to_either_side(images, random, turn, turn.T)


def brightness(images: Images, random: Random) -> Images:
    """Brighter by half of the range."""
    del random
    return images + 0.5


def translate(images: Images, random: Random) -> Images:
    """Shifted by three pixels along both axes."""
    return _resample(images, np.eye(2), 3.0 * random.choice([-1, 1], (len(images), 2)))


def stripe(images: Images, random: Random) -> Images:
    """Inverted in the outer quarters, left and right."""
    del random
    outer = np.abs(np.arange(SIDE) - 13.5) > 7
    return np.where(outer, 1 - images, images)


def fog(images: Images, random: Random) -> Images:
    """A cloud up to three times as bright as the ink."""
    tiles: list[Images] = []
    while len(tiles) < len(images):
        cloud = _cloud(random)
        corners = range(0, len(cloud) - SIDE + 1, SIDE)
        tiles += [cloud[y : y + SIDE, x : x + SIDE] for y in corners for x in corners]
    order = random.permutation(len(tiles))[: len(images)]
    return (images + 3 * np.stack(tiles)[order]) / 4


def spatter(images: Images, random: Random) -> Images:
    """Dull blots on the ink."""
    liquid = ndimage.gaussian_filter(random.normal(0.65, 0.3, images.shape), (0, 1, 1))
    blots = ndimage.gaussian_filter((liquid > 0.65).astype(float), (0, 1.5, 1.5))
    blots = np.where(blots < 0.8, 0, blots)
    spattered: Images = images * (1 - blots) + 0.25 * blots
    return spattered


def dotted_line(images: Images, random: Random) -> Images:
    """A dotted line from edge to edge."""
    ends = random.uniform(0, SIDE - 1, (len(images), 2, 1, 1))
    rows, columns = np.indices((SIDE, SIDE))
    middle = ends[:, 0] + (ends[:, 1] - ends[:, 0]) * columns / (SIDE - 1)
    dotted: Images = np.maximum(images, _line(rows - middle) * (columns // 2 % 2))
    return dotted


def zigzag(images: Images, random: Random) -> Images:
    """A zigzag line across, almost from edge to edge."""
    start = random.uniform(0, SIDE - 1, (len(images), 1, 1))
    fall = random.uniform(-5, 5, (len(images), 1, 1))
    rows, columns = np.indices((SIDE, SIDE))
    tooth = 4 * np.abs((columns / 8) % 1 - 0.5) * 2 - 2  # between -2 and 2
    middle = start + fall * columns / (SIDE - 1) + tooth
    across = (columns >= 2) & (columns < 26)
    crossed: Images = np.maximum(images, _line((rows - middle) / np.sqrt(2)) * across)
    return crossed


def canny_edges(images: Images, random: Random) -> Images:
    """Only the edges of the ink (Canny 1986)."""
    del random
    return np.stack([canny(image) for image in images]).astype(float)


def _cloud(random: Random) -> Images:
    """A fractal of 256×256 in 0–1, whose detail loses strength by 1.4 at each finer level."""
    cloud = np.zeros((256, 256))
    for level in range(8):
        side = 2**level + 1
        grid = random.uniform(0, 1.4**-level, (side, side))
        cloud += ndimage.zoom(grid, 256 / side, order=1)
    scaled: Images = (cloud - cloud.min()) / np.ptp(cloud)
    return scaled


def _line(distance: NDArray[np.float64]) -> Images:
    """A soft line of about three pixels; `distance` is from its middle, pixels."""
    line: Images = (1 + np.log(np.maximum(1 - np.abs(distance) / 2.3, 1e-9))).clip(0, 1)
    return line


def _to_either_side(images: Images, random: Random, one: Images, other: Images) -> Images:
    """Each image transformed by one of two matrices, at random."""
    first = random.random((len(images), 1, 1)) < 0.5
    return np.where(first, _resample(images, one), _resample(images, other))


def _resample(images: Images, matrix: Images, shift: Images | None = None) -> Images:
    """Each image sampled at `matrix` @ pixel, from the middle, plus its `shift`, `(n, 2)`."""
    middle = np.full(2, (SIDE - 1) / 2)
    shifts = np.zeros((len(images), 2)) if shift is None else shift
    return np.stack([
        ndimage.affine_transform(image, matrix, middle - matrix @ middle + each, order=1)
        for image, each in zip(images, shifts, strict=True)
    ])  # fmt: skip


CORRUPTIONS: dict[str, Callable[[Images, Random], Images]] = {
    function.__name__.replace("_", " "): function
    for function in (
        shot_noise, impulse_noise, glass_blur, motion_blur, shear, scale, rotate, brightness,
        translate, stripe, fog, spatter, dotted_line, zigzag, canny_edges,
    )
}  # fmt: skip


if __name__ == "__main__":
    main()
