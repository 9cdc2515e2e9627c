"""Screenshots, and drawings with something round or beside them."""

import numpy as np
from PIL import Image

from benchmarks.support.pictures.canvases import canvas, draw_on
from benchmarks.support.pictures.sheet import (
    BLACK,
    FONTS,
    WHITE,
    Maker,
    Random,
    Sheet,
    Subject,
    rectangle,
)

DARK = (24, 26, 30)


def _framed(at_edge: bool) -> Maker:
    """A frame of 1 to 40 pixels."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = canvas(random)
        width, height = sheet.image.size
        thick = float(random.choice([1, 1, 2, 3, 5, 10, 25, 40]))
        inset = 0.0 if at_edge else random.uniform(2, 0.06 * width)
        draw_on(sheet, subject, random, inside=(inset + thick) / min(width, height))
        colour = [BLACK, (120, 120, 120), (40, 70, 160)][random.integers(3)]
        edge = inset + thick / 2 - 0.5
        sheet.draw([rectangle((edge, edge, width - 1 - 2 * edge, height - 1 - 2 * edge))], thick,
                   colour)  # fmt: skip
        return sheet.image

    return make


def _window(subject: Subject, random: Random) -> Image.Image:
    """The screenshot of a canvas in a page, either of them dark or both light."""
    paper, ink, page = [(BLACK, WHITE, WHITE), (WHITE, BLACK, DARK), (DARK, WHITE, (245, 245, 248)),
                        (WHITE, BLACK, (214, 218, 224))][random.integers(4)]  # fmt: skip
    inner = canvas(random, paper)
    draw_on(inner, subject, random, ink)
    room = random.uniform(0.1, 0.6, 2)
    size = [int(length * (1 + more)) for length, more in zip(inner.image.size, room, strict=True)]
    outer = Sheet((size[0], size[1]), page)
    left, top = (int(random.uniform(0.2, 0.8) * (whole - part))
                 for whole, part in zip(size, inner.image.size, strict=True))  # fmt: skip
    outer.image.paste(inner.image, (left, top))
    if random.random() < 0.4 and top > 24:
        words = WHITE if sum(page) < 300 else BLACK
        outer.write("Draw a digit", (size[0] / 2, top / 2), 9, FONTS[0], words)
    return outer.image


def _phone(subject: Subject, random: Random) -> Image.Image:
    """A phone's screenshot of a light picture, with black bars above and below it."""
    width = int(random.integers(300, 500))
    inner = Sheet((width, int(width * random.uniform(0.8, 1.3))), (250, 250, 247))
    draw_on(inner, subject, random, [BLACK, (30, 60, 160)][random.integers(2)])
    outer = Sheet((width, int(width * random.uniform(1.8, 2.2))), BLACK)
    outer.image.paste(inner.image, (0, (outer.image.height - inner.image.height) // 2))
    if random.random() < 0.6:
        outer.write("9:41", (0.12 * width, 0.04 * width), 0.025 * width, FONTS[0], WHITE)
    return outer.image


def _captioned(subject: Subject, random: Random) -> Image.Image:
    sheet = canvas(random)
    width, height = sheet.image.size
    draw_on(sheet, subject, random, inside=0.09)
    text = ["drawing 1 - Paint", "Figure 3.", "scan_0042.png", "my number"][random.integers(4)]
    y = random.choice([0.04, 0.96]) * height
    sheet.write(text, (width / 2, y), random.uniform(0.02, 0.035) * height, FONTS[0], BLACK)
    return sheet.image


def _specked(subject: Subject, random: Random) -> Image.Image:
    sheet = canvas(random)
    draw_on(sheet, subject, random)
    for _ in range(random.integers(1, 6)):
        place = random.uniform(0.02, 0.98, 2) * sheet.image.size
        sheet.draw([place[None]], random.uniform(1, 4), BLACK)
    return sheet.image


def _dotted(subject: Subject, random: Random) -> Image.Image:
    """A note app's paper of dots."""
    paper = [WHITE, (252, 250, 240), DARK][random.integers(3)]
    sheet, dark = canvas(random, paper), paper == DARK
    step, size = random.uniform(0.03, 0.07) * sheet.image.width, sheet.image.size
    dots = [np.array([[x, y]]) for x in np.arange(step / 2, size[0], step)
            for y in np.arange(step / 2, size[1], step)]  # fmt: skip
    level = 75 if dark else 195
    sheet.draw(dots, random.uniform(1, 3), (level, level, level))
    draw_on(sheet, subject, random, WHITE if dark else BLACK,
           pen=random.uniform(0.02, 0.07) * min(size))  # fmt: skip
    return sheet.image


SCREENS: dict[str, Maker] = {
    "frame at the edge": _framed(at_edge=True),
    "frame further in": _framed(at_edge=False),
    "canvas in a page": _window,
    "phone's screenshot": _phone,
    "caption": _captioned,
    "specks": _specked,
    "paper of dots": _dotted,
}
