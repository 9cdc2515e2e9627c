"""Drawings made with a program."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from benchmarks.support.pictures.sheet import (
    BLACK,
    WHITE,
    Colour,
    Maker,
    Random,
    Sheet,
    Subject,
    placed,
    turned,
)

# Ink and paper whose colours differ while their brightness hardly does.
_CLOSE: tuple[tuple[Colour, Colour], ...] = (
    ((225, 30, 30), (20, 115, 40)), ((200, 50, 210), (40, 150, 60)), ((220, 20, 30), (10, 40, 230)),
    ((255, 250, 150), WHITE), ((60, 200, 215), (225, 170, 175)), ((240, 120, 30), (120, 150, 235)),
)  # fmt: skip


def canvas(random: Random, colour: Colour = WHITE) -> Sheet:
    """An empty canvas of any size."""
    width = int(random.integers(200, 640))
    return Sheet((width, int(width * random.choice([0.75, 1.0, 1.0, 1.33]))), colour)


def draw_on(sheet: Sheet, subject: Subject, random: Random, colour: Colour = BLACK,
            *, pen: float | None = None, inside: float = 0.05) -> None:  # fmt: skip
    """Draw the digit on the sheet, so far from its edges as `inside` says."""
    size = sheet.image.size
    share = random.uniform(0.4, 0.75) * (1 - 2 * inside)
    side = share * min(size)
    left, top = (random.uniform(inside + 0.04, 0.96 - inside) * 1.0 for _ in size)
    box = (min(left * size[0], size[0] * (0.96 - inside) - side),
           min(top * size[1], size[1] * (0.96 - inside) - side), side, side)  # fmt: skip
    pen = random.uniform(0.05, 0.13) * side if pen is None else pen
    sheet.draw(placed(subject.strokes, box), pen, colour)


def plain(subject: Subject, random: Random) -> Image.Image:
    """A drawing, dark on light or light on dark."""
    ink, paper = [(BLACK, WHITE), (WHITE, BLACK), ((30, 60, 160), WHITE)][random.integers(3)]
    sheet = canvas(random, paper)
    draw_on(sheet, subject, random, ink)
    return sheet.image


def with_pen(low: float, high: float) -> Maker:
    """Drawings with a pen of so many pixels, or shares of the sheet where less than 1."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = canvas(random)
        pen = random.uniform(low, high)
        draw_on(sheet, subject, random, pen=pen if pen >= 1 else pen * min(sheet.image.size))
        return sheet.image

    return make


def _outline(subject: Subject, random: Random) -> Image.Image:
    """The edge of a broad stroke alone."""
    ink = ImageChops.invert(with_pen(0.1, 0.16)(subject, random).convert("L"))
    wide = ink.filter(ImageFilter.MaxFilter(int(random.choice([3, 5]))))
    return ImageChops.invert(ImageChops.difference(wide, ink))


def _coloured(subject: Subject, random: Random) -> Image.Image:
    ink, paper = _CLOSE[random.integers(len(_CLOSE))]
    sheet = canvas(random, paper)
    draw_on(sheet, subject, random, ink)
    return sheet.image


def _shaded(subject: Subject, random: Random) -> Image.Image:
    """On a ground that a program shaded evenly from light to dark."""
    sheet = canvas(random)
    width, height = sheet.image.size
    y, x = np.mgrid[:height, :width] / [[[height]], [[width]]]
    way = x if random.random() < 0.5 else (x + y) / 2
    ground = Image.fromarray((255 * (1 - random.uniform(0.3, 0.6) * way)).astype(np.uint8))
    draw_on(sheet, subject, random)
    return ImageChops.multiply(sheet.image, ground.convert("RGB"))


def _turned(subject: Subject, random: Random) -> Image.Image:
    return plain(turned(subject, random), random)


def _two(subject: Subject, random: Random) -> Image.Image:
    sheet = Sheet((560, 320), WHITE)
    side = random.uniform(0.3, 0.55) * 320
    pen = random.uniform(0.05, 0.13) * side
    gap = random.uniform(0.15, 0.8) * side
    top = random.uniform(0.1, 0.4) * 320
    for strokes, left in ((subject.strokes, 20), (subject.other, 20 + side + gap)):
        scale = random.uniform(0.8, 1)
        sheet.draw(placed(strokes, (left, top, scale * side, scale * side)), pen, BLACK)
    return sheet.image


CANVASES: dict[str, Maker] = {
    "drawing": plain,
    "pen of 1 to 3 pixels": with_pen(1, 3),
    "very broad pen": with_pen(0.12, 0.2),
    "outline": _outline,
    "colours": _coloured,
    "shaded ground": _shaded,
    "turned": _turned,
}
TWO_ON_CANVAS: dict[str, Maker] = {"two digits drawn": _two}
