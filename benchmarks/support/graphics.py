"""Pictures that a program makes: drawings, screenshots, print, plots, displays, odd formats."""

from functools import partial

import numpy as np
from matplotlib import colormaps
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks.support.sheet import (
    BLACK,
    FONTS,
    WHITE,
    Colour,
    Maker,
    Points,
    Random,
    Sheet,
    Subject,
    anywhere,
    colour_of,
    draw_pair,
    pick,
    placed,
    rectangle,
    saved,
    turned,
)
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_as_person

_DARK, _BLUE = (24, 26, 30), (30, 60, 160)

Colours = tuple[tuple[Colour, Colour], ...]  # pairs of ink and paper

_USUAL: Colours = ((BLACK, WHITE), (WHITE, BLACK), (_BLUE, WHITE))
# Different colours of almost the same brightness.
_CLOSE: Colours = (
    ((225, 30, 30), (20, 115, 40)), ((200, 50, 210), (40, 150, 60)), ((220, 20, 30), (10, 40, 230)),
    ((255, 250, 150), WHITE), ((60, 200, 215), (225, 170, 175)), ((240, 120, 30), (120, 150, 235)),
)  # fmt: skip

# The lit segments of each digit on a display: a at the top, then clockwise; g in the middle.
_LIT = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")
_SEGMENTS = {"a": (0, 0, 1, 0), "b": (1, 0, 1, 1), "c": (1, 1, 1, 2), "d": (0, 2, 1, 2),
             "e": (0, 1, 0, 2), "f": (0, 0, 0, 1), "g": (0, 1, 1, 1)}  # fmt: skip


def _canvas(random: Random, colour: Colour = WHITE) -> Sheet:
    """An empty canvas of any size."""
    width = int(random.integers(200, 640))
    return Sheet((width, int(width * random.choice([0.75, 1.0, 1.0, 1.33]))), colour)


def _draw_on(
    sheet: Sheet, subject: Subject, random: Random, colour: Colour = BLACK,
    *, pen: float | None = None, margin: float = 0.05,
) -> None:  # fmt: skip
    """Draw the digit somewhere, at least a share `margin` of the sheet away from its edges."""
    size = np.array(sheet.image.size)
    side = random.uniform(0.4, 0.75) * (1 - 2 * margin) * min(sheet.image.size)
    corner = random.uniform(margin + 0.04, 0.96 - margin, 2) * size
    left, top = np.minimum(corner, size * (0.96 - margin) - side).tolist()
    pen = random.uniform(0.05, 0.13) * side if pen is None else pen
    sheet.draw(placed(subject.strokes, (left, top, side, side)), pen, colour)


def _drawing(subject: Subject, random: Random, colours: Colours = _USUAL) -> Image.Image:
    """A plain drawing in one of the pairs of ink and paper."""
    ink, paper = pick(colours, random)
    sheet = _canvas(random, paper)
    _draw_on(sheet, subject, random, ink)
    return sheet.image


def _with_pen(subject: Subject, random: Random, *, low: float, high: float) -> Image.Image:
    """A pen from `low` to `high` pixels; below 1, shares of the sheet."""
    sheet = _canvas(random)
    pen = random.uniform(low, high)
    _draw_on(sheet, subject, random, pen=pen if pen >= 1 else pen * min(sheet.image.size))
    return sheet.image


def _outline(subject: Subject, random: Random) -> Image.Image:
    """Only the edge of a broad stroke."""
    drawn = _with_pen(subject, random, low=0.1, high=0.16)
    ink = ImageChops.invert(drawn.convert("L"))
    wide = ink.filter(ImageFilter.MaxFilter(int(random.choice([3, 5]))))
    return ImageChops.invert(ImageChops.difference(wide, ink))


def _shaded(subject: Subject, random: Random) -> Image.Image:
    """On a ground with an even gradient from light to dark."""
    sheet = _canvas(random)
    width, height = sheet.image.size
    y, x = np.mgrid[:height, :width] / [[[height]], [[width]]]
    along = x if random.random() < 0.5 else (x + y) / 2
    ground = Image.fromarray((255 * (1 - random.uniform(0.3, 0.6) * along)).astype(np.uint8))
    _draw_on(sheet, subject, random)
    return ImageChops.multiply(sheet.image, ground.convert("RGB"))


def _turned(subject: Subject, random: Random) -> Image.Image:
    return _drawing(turned(subject, random), random)


def _framed(subject: Subject, random: Random, *, at_edge: bool) -> Image.Image:
    """A frame of 1 to 40 pixels."""
    sheet = _canvas(random)
    width, height = sheet.image.size
    thick = float(random.choice([1, 1, 2, 3, 5, 10, 25, 40]))
    inset = 0.0 if at_edge else random.uniform(2, 0.06 * width)
    _draw_on(sheet, subject, random, margin=(inset + thick) / min(width, height))
    edge = inset + thick / 2 - 0.5
    frame = rectangle((edge, edge, width - 1 - 2 * edge, height - 1 - 2 * edge))
    sheet.draw([frame], thick, pick([BLACK, (120, 120, 120), (40, 70, 160)], random))
    return sheet.image


def _window(subject: Subject, random: Random) -> Image.Image:
    """The screenshot of a canvas in a page; one of them dark, or both light."""
    paper, ink, page = pick(
        [(BLACK, WHITE, WHITE), (WHITE, BLACK, _DARK), (_DARK, WHITE, (245, 245, 248)),
         (WHITE, BLACK, (214, 218, 224))], random,
    )  # fmt: skip
    inner = _canvas(random, paper)
    _draw_on(inner, subject, random, ink)
    more = random.uniform(0.1, 0.6, 2)
    width, height = (int(side * (1 + m)) for side, m in zip(inner.image.size, more, strict=True))
    outer = Sheet((width, height), page)
    left = int(random.uniform(0.2, 0.8) * (width - inner.image.width))
    top = int(random.uniform(0.2, 0.8) * (height - inner.image.height))
    outer.image.paste(inner.image, (left, top))
    if random.random() < 0.4 and top > 24:
        words = WHITE if sum(page) < 300 else BLACK
        outer.write("Draw a digit", (width / 2, top / 2), 9, FONTS[0], words)
    return outer.image


def _phone(subject: Subject, random: Random) -> Image.Image:
    """A phone's screenshot of a light picture between black bars."""
    width = int(random.integers(300, 500))
    inner = Sheet((width, int(width * random.uniform(0.8, 1.3))), (250, 250, 247))
    _draw_on(inner, subject, random, pick([BLACK, _BLUE], random))
    outer = Sheet((width, int(width * random.uniform(1.8, 2.2))), BLACK)
    outer.image.paste(inner.image, (0, (outer.image.height - inner.image.height) // 2))
    if random.random() < 0.6:
        outer.write("9:41", (0.12 * width, 0.04 * width), 0.025 * width, FONTS[0], WHITE)
    return outer.image


def _captioned(subject: Subject, random: Random) -> Image.Image:
    sheet = _canvas(random)
    width, height = sheet.image.size
    _draw_on(sheet, subject, random, margin=0.09)
    text = pick(["drawing 1 - Paint", "Figure 3.", "scan_0042.png", "my number"], random)
    y = random.choice([0.04, 0.96]) * height
    sheet.write(text, (width / 2, y), random.uniform(0.02, 0.035) * height, FONTS[0], BLACK)
    return sheet.image


def _specked(subject: Subject, random: Random) -> Image.Image:
    sheet = _canvas(random)
    _draw_on(sheet, subject, random)
    for _ in range(random.integers(1, 6)):
        place = random.uniform(0.02, 0.98, 2) * sheet.image.size
        sheet.draw([place[None]], random.uniform(1, 4), BLACK)
    return sheet.image


def _dotted(subject: Subject, random: Random) -> Image.Image:
    """The dotted paper of a note app."""
    paper = pick([WHITE, (252, 250, 240), _DARK], random)
    sheet, dark = _canvas(random, paper), paper == _DARK
    step, (width, height) = random.uniform(0.03, 0.07) * sheet.image.width, sheet.image.size
    columns, rows = np.arange(step / 2, width, step), np.arange(step / 2, height, step)
    dots = [np.array([[x, y]]) for x in columns for y in rows]
    grey = (75, 75, 75) if dark else (195, 195, 195)
    sheet.draw(dots, random.uniform(1, 3), grey)
    pen = random.uniform(0.02, 0.07) * min(width, height)
    _draw_on(sheet, subject, random, WHITE if dark else BLACK, pen=pen)
    return sheet.image


def _print(sheet: Sheet, subject: Subject, random: Random, share: float) -> None:
    """Print the digit near the middle, its height a share of the sheet's."""
    width, height = sheet.image.size
    at = (width / 2 * random.uniform(0.93, 1.07), height / 2 * random.uniform(0.93, 1.07))
    sheet.write(str(subject.label), at, share * height, pick(FONTS, random), BLACK)


def _font(subject: Subject, random: Random) -> Image.Image:
    sheet = _canvas(random)
    _print(sheet, subject, random, random.uniform(0.3, 0.7))
    return sheet.image


def _sudoku_cell(subject: Subject, random: Random) -> Image.Image:
    """A cell cut out of a grid, with lines at two or four of its edges or close to them."""
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
    colours = colormaps[pick(["gray", "gray_r", "viridis"], random)]
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


def _display(subject: Subject, random: Random, *, ghosts: bool) -> Image.Image:
    """Seven segments, sloping or upright; with `ghosts`, the unlit ones show faintly."""
    paper, ink = pick(
        [(WHITE, BLACK), ((20, 26, 20), (60, 230, 90)), ((30, 8, 8), (240, 40, 30)),
         ((165, 175, 160), (40, 44, 40))], random,
    )  # fmt: skip
    sheet = _canvas(random, paper)
    height = random.uniform(0.35, 0.7) * sheet.image.height
    gap, slope = random.uniform(0.06, 0.1), random.choice([0, 0, 0.1])
    left, top, _, _ = anywhere(sheet.image.size, height, random)
    faint = colour_of(np.array(ink) * 0.18 + np.array(paper) * 0.82)
    for name, (x0, y0, x1, y1) in _SEGMENTS.items():
        lit = name in _LIT[subject.label]
        if not (lit or ghosts):
            continue
        ends = np.array([[x0, y0], [x1, y1]], np.float64)
        ends += (ends[::-1] - ends) * gap
        ends *= height / 2
        ends[:, 0] += slope * (height - ends[:, 1])
        bar = _bar(ends + np.array([left, top]), random.uniform(0.1, 0.12) * height)
        sheet.fill(bar, ink if lit else faint)
    return sheet.image


def _bar(ends: Points, thick: float) -> Points:
    """The corners of a bar with pointed ends."""
    along = (ends[1] - ends[0]) / np.hypot(*(ends[1] - ends[0]))
    across = np.array([-along[1], along[0]]) * thick / 2
    start, stop = ends[0] + along * thick / 2, ends[1] - along * thick / 2
    return np.array(
        [ends[0], start + across, stop + across, ends[1], stop - across, start - across]
    )


def _alpha_forgotten(subject: Subject, random: Random) -> Image.Image:
    """A drawing whose alpha channel is 0 everywhere."""
    image = _drawing(subject, random)
    image.putalpha(0)
    return saved(image)


def _inverted_cmyk(subject: Subject, random: Random) -> Image.Image:
    """A CMYK JPEG with inverted values but without the marker for them, as Pillow reads it."""
    return ImageChops.invert(saved(_drawing(subject, random).convert("CMYK"), "JPEG"))


def _dithered(subject: Subject, random: Random) -> Image.Image:
    """A grey photo in black and white pixels."""
    sheet = _canvas(random, colour_of(np.full(3, random.integers(190, 246))))
    _draw_on(sheet, subject, random, (40, 40, 40))
    noise = random.normal(0, 6, (*sheet.image.size[::-1], 1))
    levels = np.asarray(sheet.image, np.float32) + noise
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8)).convert("1")


def _palette(subject: Subject, random: Random) -> Image.Image:
    """Few colours, mixed by dithering."""
    sheet = _canvas(random, colour_of(random.integers(220, 250, 3)))
    _draw_on(sheet, subject, random, colour_of(random.integers(20, 120, 3)))
    return sheet.image.convert("P", palette=Image.Palette.WEB)


def _salt_and_pepper(subject: Subject, random: Random) -> Image.Image:
    levels = np.array(_drawing(subject, random).convert("L"))
    chance, share = random.random(levels.shape), random.uniform(0.005, 0.03)
    levels[chance < share / 2], levels[chance > 1 - share / 2] = 0, 255
    return Image.fromarray(levels)


def _tiny(subject: Subject, random: Random) -> Image.Image:
    """8 to 12 pixels high."""
    image = _with_pen(subject, random, low=0.1, high=0.16)
    side = int(random.integers(8, 13))
    image = image.crop(ImageChops.invert(image).getbbox()) if random.random() < 0.5 else image
    width = max(1, round(side * image.width / image.height))
    return image.resize((width, side), Image.Resampling.BOX)


def _painted(subject: Subject, random: Random) -> Image.Image:
    """28×28 pixels, each of them black or white."""
    mask = Image.new("1", (28, 28), 1)
    for line in placed(subject.strokes, (4, 4, 19, 19)):
        ImageDraw.Draw(mask).line(line.ravel().tolist(), 0, int(random.integers(1, 4)))
    return mask.convert("L")


def _two(subject: Subject, random: Random) -> Image.Image:
    sheet = Sheet((560, 320), WHITE)
    side = random.uniform(0.3, 0.55) * 320
    pen, gap = random.uniform(0.05, 0.13) * side, random.uniform(0.15, 0.8) * side
    top = random.uniform(0.1, 0.4) * 320
    draw_pair(sheet, subject, random, corner=(20, top), side=side, gap=gap, pen=pen, colour=BLACK)
    return sheet.image


def _number(subject: Subject, random: Random) -> Image.Image:
    """A printed number of two to four digits."""
    sheet = Sheet((480, 240), WHITE)
    number = str(subject.label) + str(random.integers(10 ** random.integers(0, 3), 1000))
    height = random.uniform(0.2, 0.4) * 240
    sheet.write(number, (240, 120), height, pick(FONTS, random), BLACK)
    return sheet.image


ONE_DIGIT: dict[str, Maker] = {
    "drawing": _drawing,
    "pen of 1 to 3 pixels": partial(_with_pen, low=1, high=3),
    "very broad pen": partial(_with_pen, low=0.12, high=0.2),
    "outline": _outline,
    "colours": partial(_drawing, colours=_CLOSE),
    "shaded ground": _shaded,
    "turned": _turned,
    "frame at the edge": partial(_framed, at_edge=True),
    "frame further in": partial(_framed, at_edge=False),
    "canvas in a page": _window,
    "phone's screenshot": _phone,
    "caption": _captioned,
    "specks": _specked,
    "paper of dots": _dotted,
    "plot": _plot,
    "font": _font,
    "sudoku cell": _sudoku_cell,
    "printed box": _printed_box,
    "seven segments": partial(_display, ghosts=False),
    "ghost segments": partial(_display, ghosts=True),
    "alpha forgotten": _alpha_forgotten,
    "CMYK inverted": _inverted_cmyk,
    "dithered": _dithered,
    "palette": _palette,
    "salt and pepper": _salt_and_pepper,
    "8 to 12 pixels": _tiny,
    "painted in 28 pixels": _painted,
}
TWO_DIGITS: dict[str, Maker] = {"two digits drawn": _two, "printed number": _number}
