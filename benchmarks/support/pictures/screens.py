"""Pictures by programs: drawings, screenshots, plots, printed digits, and odd formats."""

from collections.abc import Callable

import numpy as np
from matplotlib import colormaps
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.support.pictures.sheet import (
    BLACK,
    FONTS,
    WHITE,
    Colour,
    Random,
    Sheet,
    Subject,
    anywhere,
    colour_of,
    placed,
    rectangle,
    saved,
)
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_as_person

_Maker = Callable[[Subject, Random], Image.Image]
DARK = (24, 26, 30)
# Ink and paper whose colours differ while their brightness hardly does.
_CLOSE: tuple[tuple[Colour, Colour], ...] = (
    ((225, 30, 30), (20, 115, 40)), ((200, 50, 210), (40, 150, 60)), ((220, 20, 30), (10, 40, 230)),
    ((255, 250, 150), WHITE), ((60, 200, 215), (225, 170, 175)), ((240, 120, 30), (120, 150, 235)),
)  # fmt: skip


def _sheet(random: Random, colour: Colour = WHITE) -> Sheet:
    width = int(random.integers(200, 640))
    return Sheet((width, int(width * random.choice([0.75, 1.0, 1.0, 1.33]))), colour)


def _drawn(sheet: Sheet, subject: Subject, random: Random, colour: Colour = BLACK,
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


def _plain(subject: Subject, random: Random) -> Image.Image:
    ink, paper = [(BLACK, WHITE), (WHITE, BLACK), ((30, 60, 160), WHITE)][random.integers(3)]
    sheet = _sheet(random, paper)
    _drawn(sheet, subject, random, ink)
    return sheet.image


def _with_pen(low: float, high: float) -> _Maker:
    """Drawings with a pen of so many pixels, or shares of the sheet where less than 1."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = _sheet(random)
        pen = random.uniform(low, high)
        _drawn(sheet, subject, random, pen=pen if pen >= 1 else pen * min(sheet.image.size))
        return sheet.image

    return make


def _framed(at_edge: bool) -> _Maker:
    """A frame of 1 to 40 pixels."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = _sheet(random)
        width, height = sheet.image.size
        thick = float(random.choice([1, 1, 2, 3, 5, 10, 25, 40]))
        inset = 0.0 if at_edge else random.uniform(2, 0.06 * width)
        _drawn(sheet, subject, random, inside=(inset + thick) / min(width, height))
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
    inner = _sheet(random, paper)
    _drawn(inner, subject, random, ink)
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
    _drawn(inner, subject, random, [BLACK, (30, 60, 160)][random.integers(2)])
    outer = Sheet((width, int(width * random.uniform(1.8, 2.2))), BLACK)
    outer.image.paste(inner.image, (0, (outer.image.height - inner.image.height) // 2))
    if random.random() < 0.6:
        outer.write("9:41", (0.12 * width, 0.04 * width), 0.025 * width, FONTS[0], WHITE)
    return outer.image


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


def _print(sheet: Sheet, subject: Subject, random: Random, share: float,
           colour: Colour = BLACK) -> None:  # fmt: skip
    width, height = sheet.image.size
    at = (width / 2 * random.uniform(0.93, 1.07), height / 2 * random.uniform(0.93, 1.07))
    font = FONTS[random.integers(len(FONTS))]
    sheet.write(str(subject.label), at, share * height, font, colour)


def _font(subject: Subject, random: Random) -> Image.Image:
    sheet = _sheet(random)
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


def _coloured(subject: Subject, random: Random) -> Image.Image:
    ink, paper = _CLOSE[random.integers(len(_CLOSE))]
    sheet = _sheet(random, paper)
    _drawn(sheet, subject, random, ink)
    return sheet.image


def _shaded(subject: Subject, random: Random) -> Image.Image:
    """On a ground that a program shaded evenly from light to dark."""
    sheet = _sheet(random)
    width, height = sheet.image.size
    y, x = np.mgrid[:height, :width] / [[[height]], [[width]]]
    way = x if random.random() < 0.5 else (x + y) / 2
    ground = Image.fromarray((255 * (1 - random.uniform(0.3, 0.6) * way)).astype(np.uint8))
    _drawn(sheet, subject, random)
    return ImageChops.multiply(sheet.image, ground.convert("RGB"))


def _captioned(subject: Subject, random: Random) -> Image.Image:
    sheet = _sheet(random)
    width, height = sheet.image.size
    _drawn(sheet, subject, random, inside=0.09)
    text = ["drawing 1 - Paint", "Figure 3.", "scan_0042.png", "my number"][random.integers(4)]
    y = random.choice([0.04, 0.96]) * height
    sheet.write(text, (width / 2, y), random.uniform(0.02, 0.035) * height, FONTS[0], BLACK)
    return sheet.image


def _specked(subject: Subject, random: Random) -> Image.Image:
    sheet = _sheet(random)
    _drawn(sheet, subject, random)
    for _ in range(random.integers(1, 6)):
        place = random.uniform(0.02, 0.98, 2) * sheet.image.size
        sheet.draw([place[None]], random.uniform(1, 4), BLACK)
    return sheet.image


def _dotted(subject: Subject, random: Random) -> Image.Image:
    """A note app's paper of dots."""
    paper = [WHITE, (252, 250, 240), DARK][random.integers(3)]
    sheet, dark = _sheet(random, paper), paper == DARK
    step, size = random.uniform(0.03, 0.07) * sheet.image.width, sheet.image.size
    dots = [np.array([[x, y]]) for x in np.arange(step / 2, size[0], step)
            for y in np.arange(step / 2, size[1], step)]  # fmt: skip
    level = 75 if dark else 195
    sheet.draw(dots, random.uniform(1, 3), (level, level, level))
    _drawn(sheet, subject, random, WHITE if dark else BLACK,
           pen=random.uniform(0.02, 0.07) * min(size))  # fmt: skip
    return sheet.image


def _alpha_forgotten(subject: Subject, random: Random) -> Image.Image:
    image = _plain(subject, random)
    image.putalpha(0)
    return saved(image)


def _inverted_cmyk(subject: Subject, random: Random) -> Image.Image:
    """What Pillow makes of a CMYK JPEG whose values are inverted, with no mark that says so."""
    return ImageChops.invert(saved(_plain(subject, random).convert("CMYK"), "JPEG"))


def _dithered(subject: Subject, random: Random) -> Image.Image:
    """A grey photo in black and white pixels."""
    sheet = _sheet(random, colour_of(np.full(3, random.integers(190, 246))))
    _drawn(sheet, subject, random, (40, 40, 40))
    noise = random.normal(0, 6, (*sheet.image.size[::-1], 1))
    levels = np.asarray(sheet.image, np.float32) + noise
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8)).convert("1")


def _salt_and_pepper(subject: Subject, random: Random) -> Image.Image:
    levels = np.array(_plain(subject, random).convert("L"))
    chance, share = random.random(levels.shape), random.uniform(0.005, 0.03)
    levels[chance < share / 2], levels[chance > 1 - share / 2] = 0, 255
    return Image.fromarray(levels)


def _tiny(subject: Subject, random: Random) -> Image.Image:
    """8 to 12 pixels high."""
    image = _with_pen(0.1, 0.16)(subject, random)
    side = int(random.integers(8, 13))
    width = max(8, round(side * image.width / image.height))
    image = image.crop(ImageChops.invert(image).getbbox()) if random.random() < 0.5 else image
    return image.resize((width, side), Image.Resampling.BOX)


def _painted(subject: Subject, random: Random) -> Image.Image:
    """28×28 pixels, each of them black or white."""
    side = 28
    mask = Image.new("1", (side, side), 1)
    points = placed(subject.strokes, (4, 4, 19, 19))
    for line in points:
        ImageDraw.Draw(mask).line(line.ravel().tolist(), 0, int(random.integers(1, 4)))
    return mask.convert("L")


def _turned(subject: Subject, random: Random) -> Image.Image:
    angle = np.deg2rad(random.choice([-1, 1]) * random.uniform(15, 30))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return _plain(subject._replace(strokes=[line @ turn for line in subject.strokes]), random)


def _outline(subject: Subject, random: Random) -> Image.Image:
    """The edge of a broad stroke alone."""
    ink = ImageChops.invert(_with_pen(0.1, 0.16)(subject, random).convert("L"))
    wide = ink.filter(ImageFilter.MaxFilter(int(random.choice([3, 5]))))
    return ImageChops.invert(ImageChops.difference(wide, ink))


def _palette(subject: Subject, random: Random) -> Image.Image:
    """Few colours, mixed by dithering."""
    paper = colour_of(random.integers(220, 250, 3))
    sheet = _sheet(random, paper)
    _drawn(sheet, subject, random, colour_of(random.integers(20, 120, 3)))
    return sheet.image.convert("P", palette=Image.Palette.WEB)


# The segments of a display from the top clockwise, and the one in the middle.
_SEGMENTS = (
    "abcdef",
    "bc",
    "abged",
    "abgcd",
    "fgbc",
    "afgcd",
    "afgedc",
    "abc",
    "abcdefg",
    "abcdfg",
)
_PLACES = {"a": (0, 0, 1, 0), "b": (1, 0, 1, 1), "c": (1, 1, 1, 2), "d": (0, 2, 1, 2),
           "e": (0, 1, 0, 2), "f": (0, 0, 0, 1), "g": (0, 1, 1, 1)}  # fmt: skip


def _display(ghosts: bool) -> _Maker:
    """Seven segments, sloping or upright; those that are off may be seen faintly."""

    def make(subject: Subject, random: Random) -> Image.Image:
        paper, ink = [(WHITE, BLACK), ((20, 26, 20), (60, 230, 90)), ((30, 8, 8), (240, 40, 30)),
                      ((165, 175, 160), (40, 44, 40))][random.integers(4)]  # fmt: skip
        sheet = _sheet(random, paper)
        height = random.uniform(0.35, 0.7) * sheet.image.height
        gap, slope = random.uniform(0.06, 0.1), random.choice([0, 0, 0.1])
        left, top, _, _ = anywhere(sheet.image.size, height, random)
        mixed = np.array(ink) * 0.18 + np.array(paper) * 0.82
        for name, (x0, y0, x1, y1) in _PLACES.items():
            lit = name in _SEGMENTS[subject.label]
            if not (lit or ghosts):
                continue
            ends = np.array([[x0, y0], [x1, y1]], np.float64)
            ends += (ends[::-1] - ends) * gap
            ends = ends @ np.array([[0.5, 0], [0, 0.5]]) * height
            ends[:, 0] += slope * (height - ends[:, 1])
            colour = ink if lit else colour_of(mixed)
            _segment(
                sheet, ends + np.array([left, top]), random.uniform(0.1, 0.12) * height, colour
            )
        return sheet.image

    return make


def _segment(sheet: Sheet, ends: np.ndarray, thick: float, colour: Colour) -> None:
    """A bar with pointed ends."""
    along = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    across = np.array([-along[1], along[0]]) * thick / 2
    start, stop = ends[0] + along * thick / 2, ends[1] - along * thick / 2
    corners = [ends[0], start + across, stop + across, ends[1], stop - across, start - across]
    sheet.fill(np.array(corners), colour)


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


def _number(subject: Subject, random: Random) -> Image.Image:
    """A printed number of two to four digits."""
    sheet = Sheet((480, 240), WHITE)
    number = str(subject.label) + str(random.integers(10 ** random.integers(0, 3), 1000))
    sheet.write(
        number, (240, 120), random.uniform(0.2, 0.4) * 240, FONTS[random.integers(4)], BLACK
    )
    return sheet.image


SCREENS: dict[str, _Maker] = {
    "drawing": _plain,
    "pen of 1 to 3 pixels": _with_pen(1, 3),
    "very broad pen": _with_pen(0.12, 0.2),
    "outline": _outline,
    "frame at the edge": _framed(at_edge=True),
    "frame further in": _framed(at_edge=False),
    "canvas in a page": _window,
    "phone's screenshot": _phone,
    "plot": _plot,
    "font": _font,
    "sudoku cell": _sudoku_cell,
    "printed box": _printed_box,
    "colours": _coloured,
    "shaded ground": _shaded,
    "caption": _captioned,
    "specks": _specked,
    "paper of dots": _dotted,
    "alpha forgotten": _alpha_forgotten,
    "CMYK inverted": _inverted_cmyk,
    "dithered": _dithered,
    "palette": _palette,
    "salt and pepper": _salt_and_pepper,
    "8 to 12 pixels": _tiny,
    "painted in 28 pixels": _painted,
    "turned": _turned,
    "seven segments": _display(ghosts=False),
    "ghost segments": _display(ghosts=True),
}
TWO_ON_SCREEN: dict[str, _Maker] = {"two digits drawn": _two, "printed number": _number}
