"""Printed digits, alone and in cells, boxes, plots and numbers."""

import numpy as np
from matplotlib import colormaps
from PIL import Image

from benchmarks.support.pictures.canvases import canvas
from benchmarks.support.pictures.sheet import (
    BLACK,
    FONTS,
    WHITE,
    Colour,
    Maker,
    Random,
    Sheet,
    Subject,
    rectangle,
)
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_as_person


def _print(sheet: Sheet, subject: Subject, random: Random, share: float,
           colour: Colour = BLACK) -> None:  # fmt: skip
    width, height = sheet.image.size
    at = (width / 2 * random.uniform(0.93, 1.07), height / 2 * random.uniform(0.93, 1.07))
    font = FONTS[random.integers(len(FONTS))]
    sheet.write(str(subject.label), at, share * height, font, colour)


def _font(subject: Subject, random: Random) -> Image.Image:
    sheet = canvas(random)
    _print(sheet, subject, random, random.uniform(0.3, 0.7))
    return sheet.image


def _sudoku_cell(subject: Subject, random: Random) -> Image.Image:
    """A cell cut out of a grid: lines at two or four edges, not always quite at them."""
    side = int(random.integers(60, 320))
    sheet = Sheet((side, side), WHITE)
    _print(sheet, subject, random, random.uniform(0.4, 0.62))
    lines = rectangle((0, 0, side - 1, side - 1))
    if random.random() < 0.4:
        lines = np.roll(lines[:4], random.integers(4), axis=0)[:3]
    if random.random() < 0.3:  # not cut quite at the line
        lines = lines * 0.94 + 0.03 * side
        if len(lines) == 3:
            lines[[0, 2]] += (lines[[0, 2]] - lines[1]) * 0.2
    sheet.draw([lines], float(random.choice([1, 2, 4, 6])), BLACK)
    return sheet.image


def _printed_box(subject: Subject, random: Random) -> Image.Image:
    side = int(random.integers(120, 400))
    sheet = Sheet((side, side), WHITE)
    _print(sheet, subject, random, random.uniform(0.3, 0.55))
    edge = random.uniform(0.05, 0.15) * side
    box = rectangle((edge, edge, side - 2 * edge, side - 2 * edge))
    sheet.draw([box], random.uniform(1, 7), BLACK)
    return sheet.image


def _plot(subject: Subject, random: Random) -> Image.Image:
    """28×28 pixels as plotting programs save them, with and without axes."""
    digit = sketch_to_mnist(draw_as_person(subject.strokes, random))
    colours = colormaps[["gray", "gray_r", "viridis"][random.integers(3)]]
    side = 28 * int(random.integers(5, 12))
    pixels = Image.fromarray((255 * colours(digit)[..., :3]).astype(np.uint8))
    pixels = pixels.resize((side, side), Image.Resampling.NEAREST)
    edge = int(0.15 * side)
    sheet = Sheet((side + 4 * edge, side + 2 * edge), WHITE)
    sheet.image.paste(pixels, (2 * edge, edge))
    if random.random() < 0.5:
        sheet.draw([rectangle((2 * edge, edge, side, side))], 1, BLACK)
        for tick in range(0, 28, 5):
            x, y = 2 * edge + (tick + 0.5) * side / 28, edge + (tick + 0.5) * side / 28
            ends = [[[x, edge + side], [x, edge + side + 4]], [[2 * edge - 4, y], [2 * edge, y]]]
            sheet.draw([np.array(line, np.float64) for line in ends], 1, BLACK)
            sheet.write(str(tick), (x, edge + side + 11), 7, FONTS[0], BLACK)
            sheet.write(str(tick), (2 * edge - 14, y), 7, FONTS[0], BLACK)
    return sheet.image


def _number(subject: Subject, random: Random) -> Image.Image:
    """A printed number of two to four digits."""
    sheet = Sheet((480, 240), WHITE)
    number = str(subject.label) + str(random.integers(10 ** random.integers(0, 3), 1000))
    sheet.write(
        number, (240, 120), random.uniform(0.2, 0.4) * 240, FONTS[random.integers(4)], BLACK
    )
    return sheet.image


PRINTED: dict[str, Maker] = {
    "plot": _plot,
    "font": _font,
    "sudoku cell": _sudoku_cell,
    "printed box": _printed_box,
}
NUMBERS: dict[str, Maker] = {"printed number": _number}
