"""Photos of a digit with something round, below or beside it, and of one that lies askew."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from benchmarks.support.pictures.camera import photographed
from benchmarks.support.pictures.paper import (
    BIROS,
    PENCILS,
    blank_paper,
    level,
    on_paper,
    ordinary_light,
    pick,
    scan,
    write,
    write_in,
)
from benchmarks.support.pictures.sheet import (
    Box,
    Maker,
    Points,
    Random,
    Subject,
    anywhere,
    placed,
    rectangle,
    turned,
    wobbly,
)


def _one_rule(subject: Subject, random: Random) -> Image.Image:
    """One line from edge to edge, just below the digit."""
    sheet = blank_paper(random, askew=2)
    _, top, _, height = write(sheet, subject, random)
    y = top + height * random.uniform(1.03, 1.15)
    sheet.draw([level(sheet.image.size, y)], random.uniform(1.5, 4), pick(BIROS + PENCILS, random))
    light = scan if random.random() < 0.5 else ordinary_light
    return photographed(sheet.image, light(random), random)


def _underlined(subject: Subject, random: Random) -> Image.Image:
    sheet = blank_paper(random)
    share = random.uniform(0.25, 0.5)
    box = anywhere(sheet.image.size, share * min(sheet.image.size), random)
    strokes, pen = placed(subject.strokes, box), random.uniform(0.02, 0.06) * box[3] + 2
    low, high = (end(np.concatenate(strokes), axis=0) for end in (np.min, np.max))
    reach, y = random.uniform(0.1, 0.5) * box[3], high[1] + random.uniform(0.06, 0.25) * box[3]
    line = wobbly(np.array([[low[0] - reach, y], [high[0] + reach, y]]), random, 1.5)
    sheet.draw([*strokes, line], pen, pick(BIROS, random))
    return photographed(sheet.image, ordinary_light(random), random)


def _surrounded(outline: Callable[[Box, Random], list[Points]], same_pen: bool) -> Maker:
    """Photos of a digit in something that is drawn by the same pen, or printed."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = blank_paper(random)
        left, top, side, _ = anywhere(sheet.image.size, random.uniform(0.35, 0.75)
                                      * min(sheet.image.size), random)  # fmt: skip
        room = random.uniform(0.5, 0.75) * side
        free = (side - room) / 2
        box = (left + free * random.uniform(0.8, 1.2), top + free * random.uniform(0.8, 1.2),
               room, room)  # fmt: skip
        pen, colour = random.uniform(2.5, 7), pick(BIROS, random)
        lines = outline((left, top, side, side), random)
        if same_pen:
            sheet.draw([wobbly(line, random, 0.008 * side) for line in lines], pen, colour)
        else:
            sheet.draw(lines, random.uniform(1, 3), pick((*PENCILS, *BIROS[:3]), random))
        sheet.draw(placed(subject.strokes, box), pen, colour)
        return photographed(sheet.image, ordinary_light(random), random)

    return make


def _circle(box: Box, random: Random) -> list[Points]:
    """Round or oval, and often not quite closed."""
    left, top, width, height = box
    angles = random.uniform(0, 6) + np.linspace(0, 2 * np.pi * random.uniform(0.95, 1.08), 60)
    radii = np.linspace(1, random.uniform(0.95, 1.05), 60)[:, None]
    around = np.stack([np.cos(angles) * random.uniform(0.85, 1), np.sin(angles)], axis=1) * radii
    return [np.array([left, top]) + (1 + around) / 2 * (width, height)]


def _square(box: Box, _random: Random) -> list[Points]:
    return [rectangle(box)]


def _row(box: Box, random: Random) -> list[Points]:
    """The cells of a form, of which one is filled in."""
    left, top, width, height = box
    before = int(random.integers(0, 3))
    return [rectangle((left + width * (cell - before), top, width, height)) for cell in range(3)]


def _comb(box: Box, random: Random) -> list[Points]:
    """A line with teeth."""
    left, top, width, height = box
    before, tooth = int(random.integers(0, 3)), random.uniform(0.25, 0.6) * height
    teeth = left + width * (np.arange(5) - before)
    ends = (top + height - tooth, top + height)
    lines = [np.array([[x, ends[0]], [x, ends[1]]]) for x in teeth]
    return [*lines, np.array([[teeth[0], ends[1]], [teeth[-1], ends[1]]])]


def _grid(box: Box, _random: Random) -> list[Points]:
    """The lines of a table, from edge to edge."""
    left, top, width, height = box
    reach = 3000
    levels = [
        np.array([[-reach, top + row * height], [reach, top + row * height]])
        for row in (-1, 0, 1, 2)
    ]
    uprights = [np.array([[left + column * width, -reach], [left + column * width, reach]])
                for column in (-1, 0, 1, 2)]  # fmt: skip
    return [*levels, *uprights]


def _headed(subject: Subject, random: Random) -> Image.Image:
    """A form with a printed line of words above the digit."""
    sheet = blank_paper(random, askew=0)
    width, height = sheet.image.size
    side = random.uniform(0.3, 0.5) * min(width, height)
    box = (random.uniform(0.05, 0.5) * width, 0.4 * height, side, side)
    sheet.write("Name: ______   Date: ______", (0.45 * width, 0.16 * height),
                random.uniform(0.014, 0.028) * width, "DejaVu Sans", BIROS[1])  # fmt: skip
    write_in(sheet, subject, random, box)
    return photographed(sheet.image, ordinary_light(random), random)


def _turned(subject: Subject, random: Random) -> Image.Image:
    return on_paper()(turned(subject, random), random)


def _two(subject: Subject, random: Random) -> Image.Image:
    """Another digit beside it, half a width to two widths away."""
    sheet = blank_paper(random)
    width, height = sheet.image.size
    side = random.uniform(0.16, 0.3) * width
    gap = random.uniform(0.25, 1.2) * side
    left, top = 0.06 * width, random.uniform(0.1, 0.5) * height
    pen, colour = random.uniform(0.02, 0.06) * side + 2, pick(BIROS, random)
    for strokes, x in ((subject.strokes, left), (subject.other, left + side + gap)):
        scale = random.uniform(0.8, 1)
        sheet.draw(placed(strokes, (x, top, scale * side, scale * side)), pen, colour)
    return photographed(sheet.image, ordinary_light(random), random)


SURROUNDINGS: dict[str, Maker] = {
    "one rule below": _one_rule,
    "underline": _underlined,
    "circle": _surrounded(_circle, same_pen=True),
    "hand-drawn box": _surrounded(_square, same_pen=True),
    "box of a form": _surrounded(_square, same_pen=False),
    "row of boxes": _surrounded(_row, same_pen=False),
    "comb": _surrounded(_comb, same_pen=False),
    "table grid": _surrounded(_grid, same_pen=False),
    "heading": _headed,
    "turned, on paper": _turned,
}
TWO_ON_PAPER: dict[str, Maker] = {"two digits on paper": _two}
