"""Photos and scans of a digit on paper, in all kinds of light."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from benchmarks.support.pictures.camera import Light, photographed
from benchmarks.support.pictures.sheet import (
    Box,
    Colour,
    Maker,
    Points,
    Random,
    Sheet,
    Size,
    Subject,
    anywhere,
    colour_of,
    placed,
)

BIROS: tuple[Colour, ...] = (
    (35, 45, 130),
    (30, 30, 38),
    (40, 70, 160),
    (150, 30, 40),
    (25, 90, 60),
)
PENCILS: tuple[Colour, ...] = ((95, 95, 98), (115, 115, 118), (130, 130, 132))


def ordinary_light(random: Random) -> Light:
    """Of a room, by a phone."""
    return Light(random.uniform(0, 0.35), noise=random.uniform(1, 5), blur=random.uniform(0.4, 1.3),
                 quality=int(random.integers(60, 93)))  # fmt: skip


def blank_paper(random: Random, askew: float = 4.0) -> Sheet:
    """Paper of any tint, that lies askew by so many degrees at most."""
    width = int(random.integers(640, 1100))
    tint = random.uniform(0.9, 1.0, 3)
    colour = colour_of(random.uniform(190, 245) * tint)
    return Sheet((width, int(width * random.choice([0.75, 1.0, 1.33]))), colour,
                 random.uniform(-askew, askew))  # fmt: skip


def pick(colours: tuple[Colour, ...], random: Random) -> Colour:
    """One of the colours."""
    return colours[random.integers(len(colours))]


def write(sheet: Sheet, subject: Subject, random: Random, *, share: float | None = None,
          pen: float | None = None, colours: tuple[Colour, ...] = BIROS) -> Box:  # fmt: skip
    """Write the digit somewhere on the sheet; returns the box that it stands in."""
    share = random.uniform(0.25, 0.6) if share is None else share
    box = anywhere(sheet.image.size, share * min(sheet.image.size), random)
    write_in(sheet, subject, random, box, pen=pen, colours=colours)
    return box


def write_in(sheet: Sheet, subject: Subject, random: Random, box: Box, *,
             pen: float | None = None, colours: tuple[Colour, ...] = BIROS) -> None:  # fmt: skip
    """Write the digit as large as fits the box."""
    pen = random.uniform(0.02, 0.06) * box[3] + 2 if pen is None else pen
    sheet.draw(placed(subject.strokes, box), pen, pick(colours, random))


def level(size: Size, y: float) -> Points:
    """A line across the sheet, and beyond, however askew it lies."""
    return np.array([[-size[0], y], [2 * size[0], y]])


def _upright(size: Size, x: float) -> Points:
    return np.array([[x, -size[1]], [x, 2 * size[1]]])


def _rule(sheet: Sheet, random: Random, spacing: float, squared: bool = False) -> None:
    size = sheet.image.size
    step = spacing * max(size)
    start = random.uniform(0, step)
    lines = [level(size, y) for y in np.arange(start - 2 * size[1], 3 * size[1], step)]
    if squared:
        lines += [_upright(size, x) for x in np.arange(start - 2 * size[0], 3 * size[0], step)]
    paper = np.array(sheet.image.getpixel((0, 0)))
    colour = np.array([[0.72, 0.8, 0.92], [0.85, 0.86, 0.9], [0.8, 0.8, 0.8]])[random.integers(3)]
    sheet.draw(lines, random.uniform(1, 2.2), colour_of(paper * colour))
    if not squared and random.random() < 0.3:
        sheet.draw([_upright(size, 0.12 * size[0])], 2, (215, 130, 130))


def on_paper(light: Callable[[Random], Light] = ordinary_light, colours: tuple[Colour, ...] = BIROS,
             pen: tuple[float, float] | None = None, share: tuple[float, float] = (0.25, 0.6),
             lines: str = "") -> Maker:  # fmt: skip
    """Photos of one digit on paper that is `""`, `"ruled"` or `"squared"`."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = blank_paper(random)
        if lines:
            spacing = (
                random.uniform(0.03, 0.06) if lines == "squared" else random.uniform(0.06, 0.11)
            )
            _rule(sheet, random, spacing, lines == "squared")
        width = random.uniform(*pen) if pen else None
        write(sheet, subject, random, share=random.uniform(*share), pen=width, colours=colours)
        return photographed(sheet.image, light(random), random)

    return make


def _strong_gradient(random: Random) -> Light:
    return ordinary_light(random)._replace(gradient=random.uniform(0.6, 0.8))


def _spot(random: Random) -> Light:
    return ordinary_light(random)._replace(spot=random.uniform(0.5, 0.8))


def _shadow(random: Random) -> Light:
    return ordinary_light(random)._replace(shadow=random.uniform(0.35, 0.6),
                                           softness=random.uniform(0.004, 0.05))  # fmt: skip


def _strong(random: Random) -> Light:
    return _shadow(random)._replace(gradient=random.uniform(0.4, 0.6))


def scan(random: Random) -> Light:
    """A flatbed scanner's: even, almost without noise."""
    return Light(0, noise=random.choice([0.0, 0.7]), blur=0.5, quality=int(random.integers(75, 95)))


PAPER: dict[str, Maker] = {
    "paper": on_paper(),
    "strong gradient of light": on_paper(_strong_gradient),
    "a lamp's spot": on_paper(_spot),
    "shadow": on_paper(_shadow),
    "shadow and gradient": on_paper(_strong),
    "thin biro": on_paper(pen=(1.2, 2.5)),
    "broad marker": on_paper(pen=(25, 60), share=(0.5, 0.8)),
    "small on paper": on_paper(pen=(1.5, 3), share=(0.06, 0.12)),
    "ruled, biro": on_paper(lines="ruled"),
    "ruled, thin biro": on_paper(pen=(1.2, 2.5), lines="ruled"),
    "ruled, pencil": on_paper(colours=PENCILS, lines="ruled"),
    "ruled, small": on_paper(pen=(1.5, 3), share=(0.1, 0.2), lines="ruled"),
    "ruled, shadow": on_paper(_shadow, lines="ruled"),
    "squared, biro": on_paper(lines="squared"),
    "squared, pencil": on_paper(colours=PENCILS, lines="squared"),
    "ruled scan, biro": on_paper(scan, lines="ruled"),
    "ruled scan, pencil": on_paper(scan, colours=PENCILS, lines="ruled"),
    "ruled scan, small": on_paper(scan, pen=(1.5, 3), share=(0.1, 0.2), lines="ruled"),
    "squared scan": on_paper(scan, lines="squared"),
}
