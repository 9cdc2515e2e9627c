"""What pictures of digits are made of: a sheet to draw on, and a camera that looks at it."""

import io
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from matplotlib import font_manager
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mnist_models.strokes.pen import scale_strokes

Colour = tuple[int, int, int]
Points = NDArray[np.float64]  # (n, 2): x, y in pixels
Random = np.random.Generator
Size = tuple[int, int]  # width, height, pixels
Box = tuple[float, float, float, float]  # left, top, width, height, pixels

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
FONTS = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "STIXGeneral")  # Matplotlib's own
_FINE = 3  # oversampling, for soft edges

_T = TypeVar("_T")


class Subject(NamedTuple):
    """A digit to make a picture of.

    Attributes:
        label: the digit.
        strokes: the pen's path while it was down, at any scale, y downwards.
        other: the strokes of a second digit, for pictures of two.
    """

    label: int
    strokes: Sequence[Points]
    other: Sequence[Points]


Maker = Callable[[Subject, Random], Image.Image]  # makes one picture of a kind


class Sheet:
    """Paper or a screen, on which everything is drawn at the same small angle."""

    def __init__(self, size: Size, colour: Colour, askew: float = 0.0) -> None:
        """Make an empty sheet.

        Args:
            size: width and height, pixels.
            colour: of the paper.
            askew: the angle of everything that is drawn, degrees.
        """
        self.image = Image.new("RGB", size, colour)
        self._rotation = rotation(np.deg2rad(askew))

    def draw(self, lines: Sequence[Points], pen: float, colour: Colour) -> None:
        """Draw lines from point to point with a round pen of `pen` pixels."""
        radius = _FINE * pen / 2
        mask = self._mask()
        pencil = ImageDraw.Draw(mask)
        for line in lines:
            points = self._on_mask(line)
            pencil.line(points.ravel().tolist(), 255, max(round(2 * radius), 1), joint="curve")
            for x, y in points[[0, -1]]:
                pencil.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
        self._paint(mask, colour)

    def fill(self, corners: Points, colour: Colour) -> None:
        """Fill the polygon between `corners`."""
        mask = self._mask()
        ImageDraw.Draw(mask).polygon(self._on_mask(corners).ravel().tolist(), 255)
        self._paint(mask, colour)

    def write(
        self, text: str, at: tuple[float, float], height: float, font: str, colour: Colour
    ) -> None:
        """Print text centred at `at`, with capitals `height` pixels high."""
        face = ImageFont.truetype(font_manager.findfont(font), round(1.37 * height))
        ImageDraw.Draw(self.image).text(at, text, colour, face, anchor="mm")

    def _mask(self) -> Image.Image:
        return Image.new("L", [_FINE * side for side in self.image.size])

    def _on_mask(self, points: Points) -> Points:
        """The points in the mask's pixels, turned by the sheet's angle about its middle."""
        middle = np.array(self.image.size) / 2
        turned: Points = (np.asarray(points, np.float64) - middle) @ self._rotation + middle
        return _FINE * turned

    def _paint(self, mask: Image.Image, colour: Colour) -> None:
        """Paint through a mask, but only the part that holds anything: most of it is empty."""
        if (box := mask.getbbox()) is None:
            return
        left, top = (near // _FINE for near in box[:2])
        right, bottom = (-(-far // _FINE) for far in box[2:])
        part = mask.crop((_FINE * left, _FINE * top, _FINE * right, _FINE * bottom))
        self.image.paste(colour, (left, top, right, bottom), part.reduce(_FINE))


def rotation(angle: float) -> Points:
    """The matrix that turns rows of points by `angle`, radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, sin], [-sin, cos]])


def turned(subject: Subject, random: Random) -> Subject:
    """The subject turned by 15 to 30 degrees, to either side."""
    matrix = rotation(np.deg2rad(random.choice([-1, 1]) * random.uniform(15, 30)))
    return subject._replace(strokes=[stroke @ matrix for stroke in subject.strokes])


def placed(strokes: Sequence[Points], box: Box) -> list[Points]:
    """Strokes scaled to fit `box` and centred in it."""
    left, top, *room = box
    scaled = scale_strokes(strokes, 1.0)
    extent = np.maximum(np.ptp(np.concatenate(scaled), axis=0), 1e-3)
    size = float((np.array(room) / extent).min())
    corner = np.array([left, top]) + (np.array(room) - size * extent) / 2
    return [size * stroke + corner for stroke in scaled]


def draw_pair(
    sheet: Sheet, subject: Subject, random: Random, *,
    corner: tuple[float, float], side: float, gap: float, pen: float, colour: Colour,
) -> None:  # fmt: skip
    """Draw the subject's two digits side by side, each 80 to 100 % of `side` pixels large."""
    left, top = corner
    for strokes, x in ((subject.strokes, left), (subject.other, left + side + gap)):
        size = random.uniform(0.8, 1) * side
        sheet.draw(placed(strokes, (x, top, size, size)), pen, colour)


def anywhere(size: Size, side: float, random: Random) -> Box:
    """A square of `side` pixels somewhere on a sheet, not quite at its edge."""
    left, top = (random.uniform(0.05, 0.95) * (length - side) for length in size)
    return left, top, side, side


def rectangle(box: Box) -> Points:
    """The closed outline of `box`: five points."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])


def wobbly(line: Points, random: Random, strength: float) -> Points:
    """The same line as a hand draws it, with a slow tremor of `strength` pixels."""
    knots = np.linspace(0, len(line) - 1, 16 * len(line))
    fine = np.stack([np.interp(knots, np.arange(len(line)), axis) for axis in line.T], axis=1)
    tremor = random.normal(0, 1, (len(fine) // 8 + 2, 2))
    places = np.linspace(0, len(tremor) - 1, len(fine))
    slow = np.stack([np.interp(places, np.arange(len(tremor)), axis) for axis in tremor.T], axis=1)
    return np.asarray(fine + strength * slow, np.float64)


def pick(options: Sequence[_T], random: Random) -> _T:
    """One of the options, all equally likely."""
    return options[int(random.integers(len(options)))]


def colour_of(levels: NDArray[np.generic]) -> Colour:
    """Three levels, 0-255, as a colour; fractions are cut off."""
    red, green, blue = (int(level) for level in levels)
    return red, green, blue


class Light(NamedTuple):
    """What light and camera do to a sheet."""

    gradient: float = 0.2  # how much darker the darkest corner is, 0-1
    spot: float = 0.0  # how much darker the sheet is outside a lamp's spot, 0-1
    shadow: float = 0.0  # how much darker the sheet is inside a shadow, 0-1
    softness: float = 0.02  # of the shadow's edge, as a share of the photo's side
    noise: float = 3.0  # standard deviation, levels
    blur: float = 0.8  # radius, pixels
    quality: float = 80  # of the JPEG, a whole number


def photographed(sheet: Image.Image, light: Light, random: Random) -> Image.Image:
    """A photo of a sheet, as a camera saves it: a JPEG."""
    width, height = sheet.size
    y, x = np.mgrid[:height, :width] / max(sheet.size)
    blurred = sheet.filter(ImageFilter.GaussianBlur(light.blur))
    levels = np.asarray(blurred, np.float32) * _brightness(x, y, light, random)[..., None]
    levels += random.normal(0, light.noise, levels.shape)
    return saved(Image.fromarray(levels.clip(0, 255).astype(np.uint8)), "JPEG", int(light.quality))


def _brightness(x: Points, y: Points, light: Light, random: Random) -> Points:
    """How much light falls on each place, 0-1."""
    angle = random.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    brightness = 1 - light.gradient * (along - along.min()) / np.ptp(along)
    lamp_x, lamp_y = random.uniform(0.2, 0.8, 2) * (x.max(), y.max())
    distance = np.hypot(x - lamp_x, y - lamp_y)
    brightness *= 1 - light.spot * (1 - np.exp(-((distance / 0.35) ** 2)))
    angle = random.uniform(0, 2 * np.pi)
    edge = (x - x.max() / 2) * np.cos(angle) + (y - y.max() / 2) * np.sin(angle)
    edge += random.uniform(-0.2, 0.2)
    inside = 1 / (1 + np.exp(-np.clip(edge / light.softness, -30, 30)))
    shaded: Points = brightness * (1 - light.shadow * inside)
    return shaded


def saved(image: Image.Image, kind: str = "PNG", quality: int = 90) -> Image.Image:
    """The image after it was saved in a format and opened again."""
    buffer = io.BytesIO()
    image.save(buffer, kind, quality=quality)
    return Image.open(buffer)
