"""Photos and scans of a digit on paper or a board, in all kinds of light."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.support.sheet import (
    Box,
    Colour,
    Light,
    Maker,
    Points,
    Random,
    Sheet,
    Size,
    Subject,
    anywhere,
    colour_of,
    draw_pair,
    photographed,
    pick,
    placed,
    rectangle,
    turned,
    wobbly,
)

Colours = tuple[Colour, ...]
Range = tuple[float, float]

_BIROS: Colours = ((35, 45, 130), (30, 30, 38), (40, 70, 160), (150, 30, 40), (25, 90, 60))
_PENCILS: Colours = ((95, 95, 98), (115, 115, 118), (130, 130, 132))
_CHALKS: Colours = ((220, 222, 214), (235, 225, 160))
_MARKERS: Colours = (_BIROS[0], _BIROS[1], _BIROS[3])
_DESKS: Colours = ((60, 38, 24), (40, 40, 42), (20, 90, 60), (120, 118, 115), (190, 160, 120),
                   (205, 190, 165), (150, 110, 75))  # fmt: skip
_FRAMES: Colours = ((130, 85, 50), (165, 120, 75), (60, 62, 65), (185, 188, 190))
_SHADOW: dict[str, Range] = {"shadow": (0.35, 0.6), "softness": (0.004, 0.05)}
_THIN: Range = (1.2, 2.5)  # a pen, pixels


def _room(random: Random, /, **ranges: Range) -> Light:
    """The light of a room, in a phone's photo; other values come from the `ranges`."""
    light = Light(gradient=random.uniform(0, 0.35), noise=random.uniform(1, 5),
                  blur=random.uniform(0.4, 1.3), quality=int(random.integers(60, 93)))  # fmt: skip
    return light._replace(**{name: random.uniform(*limits) for name, limits in ranges.items()})


def _scan(random: Random) -> Light:
    """A flatbed scanner's light: even, almost without noise."""
    return Light(0, noise=random.choice([0.0, 0.7]), blur=0.5, quality=int(random.integers(75, 95)))


def _photo(sheet: Sheet, random: Random) -> Image.Image:
    return photographed(sheet.image, _room(random), random)


def _paper(random: Random, askew: float = 4.0) -> Sheet:
    """Empty paper of any tint, at an angle of at most `askew` degrees."""
    width = int(random.integers(640, 1100))
    tint = random.uniform(0.9, 1.0, 3)
    colour = colour_of(random.uniform(190, 245) * tint)
    height = int(width * random.choice([0.75, 1.0, 1.33]))
    return Sheet((width, height), colour, random.uniform(-askew, askew))


def _write(
    sheet: Sheet, subject: Subject, random: Random, box: Box, *,
    pen: float | None = None, colours: Colours = _BIROS,
) -> None:  # fmt: skip
    """Write the digit as large as fits the box, with a pen of a usual width by default."""
    pen = random.uniform(0.02, 0.06) * box[3] + 2 if pen is None else pen
    sheet.draw(placed(subject.strokes, box), pen, pick(colours, random))


def _square_on(sheet: Sheet, random: Random, low: float, high: float) -> Box:
    """A square somewhere, its side a share from `low` to `high` of the sheet's shorter one."""
    return anywhere(sheet.image.size, random.uniform(low, high) * min(sheet.image.size), random)


# Lines start and end beyond the sheet, so that they cross it at any angle.
def _horizontal(size: Size, y: float) -> Points:
    return np.array([[-size[0], y], [2 * size[0], y]])


def _vertical(size: Size, x: float) -> Points:
    return np.array([[x, -size[1]], [x, 2 * size[1]]])


def _rule(sheet: Sheet, random: Random, spacing: float, squared: bool) -> None:
    """Print lines or squares, `spacing` as a share of the sheet's longer side apart."""
    size = sheet.image.size
    step = spacing * max(size)
    start = random.uniform(0, step)
    lines = [_horizontal(size, y) for y in np.arange(start - 2 * size[1], 3 * size[1], step)]
    if squared:
        lines += [_vertical(size, x) for x in np.arange(start - 2 * size[0], 3 * size[0], step)]
    paper = np.array(sheet.image.getpixel((0, 0)))
    tint = pick([(0.72, 0.8, 0.92), (0.85, 0.86, 0.9), (0.8, 0.8, 0.8)], random)
    sheet.draw(lines, random.uniform(1, 2.2), colour_of(paper * tint))
    if not squared and random.random() < 0.3:
        sheet.draw([_vertical(size, 0.12 * size[0])], 2, (215, 130, 130))


def _on_paper(
    subject: Subject, random: Random, *,
    light: Callable[[Random], Light] = _room, colours: Colours = _BIROS,
    pen: Range | None = None, share: Range = (0.25, 0.6), lines: str = "",
) -> Image.Image:  # fmt: skip
    """One digit on paper that is blank (`lines=""`), `"ruled"` or `"squared"`."""
    sheet = _paper(random)
    if lines:
        spacing = random.uniform(0.03, 0.06) if lines == "squared" else random.uniform(0.06, 0.11)
        _rule(sheet, random, spacing, lines == "squared")
    width = random.uniform(*pen) if pen else None
    box = _square_on(sheet, random, *share)
    _write(sheet, subject, random, box, pen=width, colours=colours)
    return photographed(sheet.image, light(random), random)


def _one_rule(subject: Subject, random: Random) -> Image.Image:
    """One line from edge to edge, just below the digit."""
    sheet = _paper(random, askew=2)
    box = _square_on(sheet, random, 0.25, 0.6)
    _write(sheet, subject, random, box)
    y = box[1] + box[3] * random.uniform(1.03, 1.15)
    line, pen = _horizontal(sheet.image.size, y), random.uniform(1.5, 4)
    sheet.draw([line], pen, pick(_BIROS + _PENCILS, random))
    light = _scan if random.random() < 0.5 else _room
    return photographed(sheet.image, light(random), random)


def _underlined(subject: Subject, random: Random) -> Image.Image:
    sheet = _paper(random)
    box = _square_on(sheet, random, 0.25, 0.5)
    strokes, pen = placed(subject.strokes, box), random.uniform(0.02, 0.06) * box[3] + 2
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    reach, y = random.uniform(0.1, 0.5) * box[3], high[1] + random.uniform(0.06, 0.25) * box[3]
    line = wobbly(np.array([[low[0] - reach, y], [high[0] + reach, y]]), random, 1.5)
    sheet.draw([*strokes, line], pen, pick(_BIROS, random))
    return _photo(sheet, random)


def _surrounded(
    subject: Subject, random: Random, *,
    outline: Callable[[Box, Random], list[Points]], by_hand: bool,
) -> Image.Image:  # fmt: skip
    """A digit inside of lines that the same pen drew, or that are printed."""
    sheet = _paper(random)
    left, top, side, _ = box = _square_on(sheet, random, 0.35, 0.75)
    room = random.uniform(0.5, 0.75) * side
    dx, dy = random.uniform(0.8, 1.2, 2) * (side - room) / 2
    pen, colour = random.uniform(2.5, 7), pick(_BIROS, random)
    lines = outline(box, random)
    if by_hand:
        sheet.draw([wobbly(line, random, 0.008 * side) for line in lines], pen, colour)
    else:
        sheet.draw(lines, random.uniform(1, 3), pick(_PENCILS + _BIROS[:3], random))
    sheet.draw(placed(subject.strokes, (left + dx, top + dy, room, room)), pen, colour)
    return _photo(sheet, random)


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
    low, high = top + height - tooth, top + height
    lines = [np.array([[x, low], [x, high]]) for x in teeth]
    return [*lines, np.array([[teeth[0], high], [teeth[-1], high]])]


def _grid(box: Box, _random: Random) -> list[Points]:
    """The lines of a table, from edge to edge."""
    left, top, width, height = box
    reach = 3000  # beyond any sheet
    ys = [top + row * height for row in (-1, 0, 1, 2)]
    xs = [left + column * width for column in (-1, 0, 1, 2)]
    return [
        *(np.array([[-reach, y], [reach, y]]) for y in ys),
        *(np.array([[x, -reach], [x, reach]]) for x in xs),
    ]


def _headed(subject: Subject, random: Random) -> Image.Image:
    """A form with a printed line of words above the digit."""
    sheet = _paper(random, askew=0)
    width, height = sheet.image.size
    side = random.uniform(0.3, 0.5) * min(width, height)
    box = (random.uniform(0.05, 0.5) * width, 0.4 * height, side, side)
    size = random.uniform(0.014, 0.028) * width
    at = (0.45 * width, 0.16 * height)
    sheet.write("Name: ______   Date: ______", at, size, "DejaVu Sans", _BIROS[1])
    _write(sheet, subject, random, box)
    return _photo(sheet, random)


def _turned(subject: Subject, random: Random) -> Image.Image:
    return _on_paper(turned(subject, random), random)


def _note(subject: Subject, random: Random) -> Image.Image:
    """A note on a desk, which shows on three or four sides of it."""
    width = int(random.integers(700, 1100))
    size = (width, int(0.75 * width))
    desk = _wood(size, pick(_DESKS, random), random)
    left, top, right, bottom = random.uniform(0.06, 0.2, 4) * [*size, *size]
    if random.random() < 0.4:
        right = -20.0
    room = (left, top, size[0] - left - right, size[1] - top - bottom)
    corners = rectangle(room)[:4] + random.uniform(-0.025, 0.025, (4, 2)) * width
    desk.fill(corners, colour_of(random.integers(215, 250) - np.array([0, 3, 12])))
    side = random.uniform(0.25, 0.55) * min(room[2], room[3])
    place = np.array(room[:2]) + (np.array(room[2:]) - side) * random.uniform(0.12, 0.85, 2)
    x, y = np.minimum(place, np.array(size) - side - 12).tolist()
    _write(desk, subject, random, (x, y, side, side))
    return _photo(desk, random)


def _wood(size: Size, colour: Colour, random: Random) -> Sheet:
    """A desk of wood, its grain across."""
    sheet = Sheet(size, colour)
    pencil = ImageDraw.Draw(sheet.image)
    for y in np.arange(0, size[1], random.uniform(6, 30)):
        shade = colour_of(np.array(colour) * random.uniform(0.9, 1.1))
        line = wobbly(np.array([[0.0, y], [float(size[0]), y]]), random, 2)
        pencil.line(line.ravel().tolist(), shade, int(random.integers(1, 6)))
    return sheet


def _board(subject: Subject, random: Random, *, dark: bool) -> Image.Image:
    """A board in its frame."""
    width = int(random.integers(640, 1100))
    size = (width, int(width * random.choice([0.66, 0.75])))
    edge = random.uniform(0.02, 0.1) * width
    sheet = Sheet(size, pick(_FRAMES, random))
    left, top = edge * random.uniform(0.7, 1.3, 2)
    room = (left, top, size[0] - 2 * edge, size[1] - 2 * edge)
    sheet.fill(rectangle(room)[:4], (42, 60, 52) if dark else (228, 231, 234))
    if dark and random.random() < 0.5:
        _smudge(sheet.image, random)
    side = random.uniform(0.3, 0.7) * room[3]
    place = np.array(room[:2]) + (np.array(room[2:]) - side) * random.uniform(0.1, 0.9, 2)
    x, y = place.tolist()
    pen, colours = random.uniform(0.05, 0.1) * side, _CHALKS if dark else _MARKERS
    _write(sheet, subject, random, (x, y, side, side), pen=pen, colours=colours)
    return _photo(sheet, random)


def _smudge(image: Image.Image, random: Random) -> None:
    """Add the traces of a dry sponge."""
    cloud = Image.fromarray(random.normal(128, 60, (9, 12)).clip(0, 255).astype(np.uint8))
    soft = cloud.resize(image.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(9))
    dust = Image.fromarray((np.asarray(soft, np.float32) * 0.25).astype(np.uint8))
    image.paste((200, 200, 195), mask=dust)


def _white_border(subject: Subject, random: Random) -> Image.Image:
    """A photo as some programs print it, with a white border."""
    photo = _on_paper(subject, random).convert("RGB")
    edge = int(random.uniform(0.03, 0.08) * photo.width)
    page = Image.new("RGB", (photo.width + 2 * edge, photo.height + 2 * edge), "white")
    page.paste(photo, (edge, edge))
    return page


def _two(subject: Subject, random: Random) -> Image.Image:
    """A second digit beside the first, a quarter of a width to a width away."""
    sheet = _paper(random)
    width, height = sheet.image.size
    side = random.uniform(0.16, 0.3) * width
    gap = random.uniform(0.25, 1.2) * side
    corner = 0.06 * width, random.uniform(0.1, 0.5) * height
    pen, colour = random.uniform(0.02, 0.06) * side + 2, pick(_BIROS, random)
    draw_pair(sheet, subject, random, corner=corner, side=side, gap=gap, pen=pen, colour=colour)
    return _photo(sheet, random)


_RULED, _SQUARED = partial(_on_paper, lines="ruled"), partial(_on_paper, lines="squared")

ONE_DIGIT: dict[str, Maker] = {
    "paper": _on_paper,
    "strong gradient of light": partial(_on_paper, light=partial(_room, gradient=(0.6, 0.8))),
    "a lamp's spot": partial(_on_paper, light=partial(_room, spot=(0.5, 0.8))),
    "shadow": partial(_on_paper, light=partial(_room, **_SHADOW)),
    "shadow and gradient": partial(_on_paper, light=partial(_room, **_SHADOW, gradient=(0.4, 0.6))),
    "thin biro": partial(_on_paper, pen=_THIN),
    "broad marker": partial(_on_paper, pen=(25, 60), share=(0.5, 0.8)),
    "small on paper": partial(_on_paper, pen=(1.5, 3), share=(0.06, 0.12)),
    "ruled, biro": _RULED,
    "ruled, thin biro": partial(_RULED, pen=_THIN),
    "ruled, pencil": partial(_RULED, colours=_PENCILS),
    "ruled, small": partial(_RULED, pen=(1.5, 3), share=(0.1, 0.2)),
    "ruled, shadow": partial(_RULED, light=partial(_room, **_SHADOW)),
    "squared, biro": _SQUARED,
    "squared, pencil": partial(_SQUARED, colours=_PENCILS),
    "ruled scan, biro": partial(_RULED, light=_scan),
    "ruled scan, pencil": partial(_RULED, light=_scan, colours=_PENCILS),
    "ruled scan, small": partial(_RULED, light=_scan, pen=(1.5, 3), share=(0.1, 0.2)),
    "squared scan": partial(_SQUARED, light=_scan),
    "one rule below": _one_rule,
    "underline": _underlined,
    "circle": partial(_surrounded, outline=_circle, by_hand=True),
    "hand-drawn box": partial(_surrounded, outline=_square, by_hand=True),
    "box of a form": partial(_surrounded, outline=_square, by_hand=False),
    "row of boxes": partial(_surrounded, outline=_row, by_hand=False),
    "comb": partial(_surrounded, outline=_comb, by_hand=False),
    "table grid": partial(_surrounded, outline=_grid, by_hand=False),
    "heading": _headed,
    "turned, on paper": _turned,
    "note on a desk": _note,
    "blackboard in its frame": partial(_board, dark=True),
    "whiteboard in its frame": partial(_board, dark=False),
    "photo in a white border": _white_border,
}
TWO_DIGITS: dict[str, Maker] = {"two digits on paper": _two}
