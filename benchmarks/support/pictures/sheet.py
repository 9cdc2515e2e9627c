"""A sheet on which things are drawn."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib import font_manager
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from mnist_models.strokes.pen import scale_strokes

Colour = tuple[int, int, int]
Points = NDArray[np.float64]  # (n, 2): x, y in pixels
Random = np.random.Generator
Size = tuple[int, int]  # width, height, pixels
Box = tuple[float, float, float, float]  # left, top, width, height

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
FONTS = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "STIXGeneral")  # Matplotlib's own
_FINE = 3  # times finer, for soft edges


def colour_of(levels: NDArray[np.generic]) -> Colour:
    """Three levels as a colour."""
    red, green, blue = (int(level) for level in levels)
    return red, green, blue


class Subject(NamedTuple):
    """A digit to make a picture of.

    Attributes:
        label: what it is.
        strokes: the pen's path while it was down, at any scale, y downwards.
        other: the strokes of another digit, for pictures of two.
    """

    label: int
    strokes: Sequence[Points]
    other: Sequence[Points]


Maker = Callable[[Subject, Random], Image.Image]  # of one picture of a kind


def turned(subject: Subject, random: Random) -> Subject:
    """The subject turned by 15 to 30 degrees, to either side."""
    angle = np.deg2rad(random.choice([-1, 1]) * random.uniform(15, 30))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return subject._replace(strokes=[stroke @ turn for stroke in subject.strokes])


class Sheet:
    """Paper or a screen. What is drawn on it lies a little askew if `askew` says so."""

    def __init__(self, size: Size, colour: Colour, askew: float = 0.0) -> None:
        """Make an empty sheet.

        Args:
            size: width and height, pixels.
            colour: of the paper.
            askew: the angle of all that is drawn, degrees.
        """
        self.image = Image.new("RGB", size, colour)
        angle = np.deg2rad(askew)
        self._turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    def draw(self, lines: Sequence[Points], pen: float, colour: Colour) -> None:
        """Draw lines from point to point with a round pen of `pen` pixels."""
        radius = _FINE * pen / 2
        mask = Image.new("L", [_FINE * side for side in self.image.size])
        pencil = ImageDraw.Draw(mask)
        for line in lines:
            points = _FINE * self._placed(line)
            pencil.line(points.ravel().tolist(), 255, max(round(2 * radius), 1), joint="curve")
            for x, y in points[[0, -1]]:
                pencil.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
        self._paste(mask, colour)

    def fill(self, corners: Points, colour: Colour) -> None:
        """Fill the polygon between `corners`."""
        mask = Image.new("L", [_FINE * side for side in self.image.size])
        ImageDraw.Draw(mask).polygon((_FINE * self._placed(corners)).ravel().tolist(), 255)
        self._paste(mask, colour)

    def _paste(self, mask: Image.Image, colour: Colour) -> None:
        """Paint through a finer mask, where it is not empty: most of a sheet is."""
        if (box := mask.getbbox()) is None:
            return
        left, top, right, bottom = box
        left, top, right, bottom = (
            left // _FINE,
            top // _FINE,
            -(-right // _FINE),
            -(-bottom // _FINE),
        )
        part = mask.crop((_FINE * left, _FINE * top, _FINE * right, _FINE * bottom))
        self.image.paste(colour, (left, top, right, bottom), part.reduce(_FINE))

    def write(self, text: str, at: tuple[float, float], height: float, font: str,
              colour: Colour) -> None:  # fmt: skip
        """Print text whose middle is `at` and whose capitals are `height` pixels high."""
        face = ImageFont.truetype(font_manager.findfont(font), round(1.37 * height))
        ImageDraw.Draw(self.image).text(at, text, colour, face, anchor="mm")

    def _placed(self, points: Points) -> Points:
        middle = np.array(self.image.size) / 2
        placed: Points = (np.asarray(points, np.float64) - middle) @ self._turn + middle
        return placed


def placed(strokes: Sequence[Points], box: Box) -> list[Points]:
    """Strokes as large as fits `box` (left, top, width, height), in the middle of it."""
    left, top, *room = box
    scaled = scale_strokes(strokes, 1.0)
    extent = np.maximum(np.ptp(np.concatenate(scaled), axis=0), 1e-3)
    size = float((np.array(room) / extent).min())
    corner = np.array([left, top]) + (np.array(room) - size * extent) / 2
    return [size * stroke + corner for stroke in scaled]


def anywhere(size: Size, side: float, random: Random) -> Box:
    """A square of `side` pixels somewhere on a sheet, not quite at its edge."""
    left, top = (random.uniform(0.05, 0.95) * (length - side) for length in size)
    return left, top, side, side


def rectangle(box: Box) -> Points:
    """The closed line round `box` (left, top, width, height)."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])


def wobbly(line: Points, random: Random, strength: float) -> Points:
    """The same line as a hand draws it, with a slow tremor of so many pixels."""
    knots = np.linspace(0, len(line) - 1, 16 * len(line))
    fine = np.stack([np.interp(knots, np.arange(len(line)), axis) for axis in line.T], axis=1)
    tremor = random.normal(0, 1, (len(fine) // 8 + 2, 2))
    places = np.linspace(0, len(tremor) - 1, len(fine))
    slow = np.stack([np.interp(places, np.arange(len(tremor)), axis) for axis in tremor.T], axis=1)
    return np.asarray(fine + strength * slow, np.float64)
