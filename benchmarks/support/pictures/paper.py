"""Photos of handwriting: on paper, in forms, on desks and on boards."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.support.pictures.sheet import (
    Colour,
    Light,
    Points,
    Random,
    Sheet,
    Size,
    Subject,
    anywhere,
    colour_of,
    photographed,
    placed,
    rectangle,
    wobbly,
)

_Box = tuple[float, float, float, float]  # left, top, width, height
_Maker = Callable[[Subject, Random], Image.Image]
BIROS: tuple[Colour, ...] = (
    (35, 45, 130),
    (30, 30, 38),
    (40, 70, 160),
    (150, 30, 40),
    (25, 90, 60),
)
PENCILS: tuple[Colour, ...] = ((95, 95, 98), (115, 115, 118), (130, 130, 132))


def _light(random: Random) -> Light:
    return Light(random.uniform(0, 0.35), noise=random.uniform(1, 5), blur=random.uniform(0.4, 1.3),
                 quality=int(random.integers(60, 93)))  # fmt: skip


def _paper(random: Random, askew: float = 4.0) -> Sheet:
    width = int(random.integers(640, 1100))
    tint = random.uniform(0.9, 1.0, 3)
    colour = colour_of(random.uniform(190, 245) * tint)
    return Sheet((width, int(width * random.choice([0.75, 1.0, 1.33]))), colour,
                 random.uniform(-askew, askew))  # fmt: skip


def _pick(colours: tuple[Colour, ...], random: Random) -> Colour:
    return colours[random.integers(len(colours))]


def _write(sheet: Sheet, subject: Subject, random: Random, *, share: float | None = None,
           pen: float | None = None, colours: tuple[Colour, ...] = BIROS) -> _Box:  # fmt: skip
    """Write the digit somewhere on the sheet; returns the box that it stands in."""
    share = random.uniform(0.25, 0.6) if share is None else share
    box = anywhere(sheet.image.size, share * min(sheet.image.size), random)
    _write_in(sheet, subject, random, box, pen=pen, colours=colours)
    return box


def _write_in(sheet: Sheet, subject: Subject, random: Random, box: _Box, *,
              pen: float | None = None, colours: tuple[Colour, ...] = BIROS) -> None:  # fmt: skip
    pen = random.uniform(0.02, 0.06) * box[3] + 2 if pen is None else pen
    sheet.draw(placed(subject.strokes, box), pen, _pick(colours, random))


def _level(size: Size, y: float) -> Points:
    return np.array([[-size[0], y], [2 * size[0], y]])


def _upright(size: Size, x: float) -> Points:
    return np.array([[x, -size[1]], [x, 2 * size[1]]])


def _rule(sheet: Sheet, random: Random, spacing: float, squared: bool = False) -> None:
    size = sheet.image.size
    step = spacing * max(size)
    start = random.uniform(0, step)
    lines = [_level(size, y) for y in np.arange(start - 2 * size[1], 3 * size[1], step)]
    if squared:
        lines += [_upright(size, x) for x in np.arange(start - 2 * size[0], 3 * size[0], step)]
    paper = np.array(sheet.image.getpixel((0, 0)))
    colour = np.array([[0.72, 0.8, 0.92], [0.85, 0.86, 0.9], [0.8, 0.8, 0.8]])[random.integers(3)]
    sheet.draw(lines, random.uniform(1, 2.2), colour_of(paper * colour))
    if not squared and random.random() < 0.3:
        sheet.draw([_upright(size, 0.12 * size[0])], 2, (215, 130, 130))


def _on_paper(light: Callable[[Random], Light] = _light, colours: tuple[Colour, ...] = BIROS,
              pen: tuple[float, float] | None = None, share: tuple[float, float] = (0.25, 0.6),
              lines: str = "") -> _Maker:  # fmt: skip
    """Photos of one digit on paper that is `""`, `"ruled"` or `"squared"`."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = _paper(random)
        if lines:
            spacing = (
                random.uniform(0.03, 0.06) if lines == "squared" else random.uniform(0.06, 0.11)
            )
            _rule(sheet, random, spacing, lines == "squared")
        width = random.uniform(*pen) if pen else None
        _write(sheet, subject, random, share=random.uniform(*share), pen=width, colours=colours)
        return photographed(sheet.image, light(random), random)

    return make


def _strong_gradient(random: Random) -> Light:
    return _light(random)._replace(gradient=random.uniform(0.6, 0.8))


def _spot(random: Random) -> Light:
    return _light(random)._replace(spot=random.uniform(0.5, 0.8))


def _shadow(random: Random) -> Light:
    return _light(random)._replace(shadow=random.uniform(0.35, 0.6),
                                   softness=random.uniform(0.004, 0.05))  # fmt: skip


def _strong(random: Random) -> Light:
    return _shadow(random)._replace(gradient=random.uniform(0.4, 0.6))


def _scan(random: Random) -> Light:
    """A flatbed scanner's: even, almost without noise."""
    return Light(0, noise=random.choice([0.0, 0.7]), blur=0.5, quality=int(random.integers(75, 95)))


def _one_rule(subject: Subject, random: Random) -> Image.Image:
    """One line from edge to edge, just below the digit."""
    sheet = _paper(random, askew=2)
    _, top, _, height = _write(sheet, subject, random)
    y = top + height * random.uniform(1.03, 1.15)
    sheet.draw(
        [_level(sheet.image.size, y)], random.uniform(1.5, 4), _pick(BIROS + PENCILS, random)
    )
    return photographed(sheet.image, _scan(random) if random.random() < 0.5 else _light(random),
                        random)  # fmt: skip


def _underlined(subject: Subject, random: Random) -> Image.Image:
    sheet = _paper(random)
    share = random.uniform(0.25, 0.5)
    box = anywhere(sheet.image.size, share * min(sheet.image.size), random)
    strokes, pen = placed(subject.strokes, box), random.uniform(0.02, 0.06) * box[3] + 2
    low, high = (end(np.concatenate(strokes), axis=0) for end in (np.min, np.max))
    reach, y = random.uniform(0.1, 0.5) * box[3], high[1] + random.uniform(0.06, 0.25) * box[3]
    line = wobbly(np.array([[low[0] - reach, y], [high[0] + reach, y]]), random, 1.5)
    sheet.draw([*strokes, line], pen, _pick(BIROS, random))
    return photographed(sheet.image, _light(random), random)


def _surrounded(outline: Callable[[_Box, Random], list[Points]], same_pen: bool) -> _Maker:
    """Photos of a digit in something that is drawn by the same pen, or printed."""

    def make(subject: Subject, random: Random) -> Image.Image:
        sheet = _paper(random)
        left, top, side, _ = anywhere(sheet.image.size, random.uniform(0.35, 0.75)
                                      * min(sheet.image.size), random)  # fmt: skip
        room = random.uniform(0.5, 0.75) * side
        free = (side - room) / 2
        box = (left + free * random.uniform(0.8, 1.2), top + free * random.uniform(0.8, 1.2),
               room, room)  # fmt: skip
        pen, colour = random.uniform(2.5, 7), _pick(BIROS, random)
        lines = outline((left, top, side, side), random)
        if same_pen:
            sheet.draw([wobbly(line, random, 0.008 * side) for line in lines], pen, colour)
        else:
            sheet.draw(lines, random.uniform(1, 3), _pick((*PENCILS, *BIROS[:3]), random))
        sheet.draw(placed(subject.strokes, box), pen, colour)
        return photographed(sheet.image, _light(random), random)

    return make


def _circle(box: _Box, random: Random) -> list[Points]:
    """Round or oval, and often not quite closed."""
    left, top, width, height = box
    angles = random.uniform(0, 6) + np.linspace(0, 2 * np.pi * random.uniform(0.95, 1.08), 60)
    radii = np.linspace(1, random.uniform(0.95, 1.05), 60)[:, None]
    around = np.stack([np.cos(angles) * random.uniform(0.85, 1), np.sin(angles)], axis=1) * radii
    return [np.array([left, top]) + (1 + around) / 2 * (width, height)]


def _square(box: _Box, _random: Random) -> list[Points]:
    return [rectangle(box)]


def _row(box: _Box, random: Random) -> list[Points]:
    """The cells of a form, of which one is filled in."""
    left, top, width, height = box
    before = int(random.integers(0, 3))
    return [rectangle((left + width * (cell - before), top, width, height)) for cell in range(3)]


def _comb(box: _Box, random: Random) -> list[Points]:
    """A line with teeth."""
    left, top, width, height = box
    before, tooth = int(random.integers(0, 3)), random.uniform(0.25, 0.6) * height
    teeth = left + width * (np.arange(5) - before)
    ends = (top + height - tooth, top + height)
    lines = [np.array([[x, ends[0]], [x, ends[1]]]) for x in teeth]
    return [*lines, np.array([[teeth[0], ends[1]], [teeth[-1], ends[1]]])]


def _grid(box: _Box, _random: Random) -> list[Points]:
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


_DESKS: tuple[Colour, ...] = ((60, 38, 24), (40, 40, 42), (20, 90, 60), (120, 118, 115),
                              (190, 160, 120), (205, 190, 165), (150, 110, 75))  # fmt: skip


def _note(subject: Subject, random: Random) -> Image.Image:
    """A note that lies on a desk, on three or four sides of it."""
    width = int(random.integers(700, 1100))
    size = (width, int(0.75 * width))
    desk = _grained(size, _pick(_DESKS, random), random)
    share = random.uniform(0.06, 0.2, 4)
    left, top, right, bottom = share * [*size, *size]
    if random.random() < 0.4:
        right = -20.0
    room = (left, top, size[0] - left - right, size[1] - top - bottom)
    corners = rectangle(room)[:4] + random.uniform(-0.025, 0.025, (4, 2)) * width
    desk.fill(corners, colour_of(random.integers(215, 250) - np.array([0, 3, 12])))
    side = random.uniform(0.25, 0.55) * min(room[2], room[3])
    free = np.array(room[2:]) - side
    place = np.array(room[:2]) + free * random.uniform(0.12, 0.85, 2)
    place = np.minimum(place, np.array(size) - side - 12)
    _write_in(desk, subject, random, (*place.tolist(), side, side))
    return photographed(desk.image, _light(random), random)


def _grained(size: Size, colour: Colour, random: Random) -> Sheet:
    """A desk of wood, its grain across."""
    sheet = Sheet(size, colour)
    pencil = ImageDraw.Draw(sheet.image)
    for y in np.arange(0, size[1], random.uniform(6, 30)):
        shade = colour_of(np.array(colour) * random.uniform(0.9, 1.1))
        line = wobbly(np.array([[0.0, y], [float(size[0]), y]]), random, 2)
        pencil.line(line.ravel().tolist(), shade, int(random.integers(1, 6)))
    return sheet


def _board(dark: bool) -> _Maker:
    """A board in its frame."""

    def make(subject: Subject, random: Random) -> Image.Image:
        width = int(random.integers(640, 1100))
        size = (width, int(width * random.choice([0.66, 0.75])))
        frames = ((130, 85, 50), (165, 120, 75), (60, 62, 65), (185, 188, 190))
        edge = random.uniform(0.02, 0.1) * width
        sheet = Sheet(size, frames[random.integers(4)])
        left, top = edge * random.uniform(0.7, 1.3, 2)
        room = (left, top, size[0] - 2 * edge, size[1] - 2 * edge)
        sheet.fill(rectangle(room)[:4], (42, 60, 52) if dark else (228, 231, 234))
        if dark and random.random() < 0.5:
            sheet.image = _smudged(sheet.image, random)
        side = random.uniform(0.3, 0.7) * room[3]
        place = np.array(room[:2]) + (np.array(room[2:]) - side) * random.uniform(0.1, 0.9, 2)
        colours = ((220, 222, 214), (235, 225, 160)) if dark else (BIROS[0], BIROS[1], BIROS[3])
        _write_in(sheet, subject, random, (*place.tolist(), side, side),
                  pen=random.uniform(0.05, 0.1) * side, colours=colours)  # fmt: skip
        return photographed(sheet.image, _light(random), random)

    return make


def _smudged(image: Image.Image, random: Random) -> Image.Image:
    """With the traces of a dry sponge."""
    cloud = Image.fromarray(random.normal(128, 60, (9, 12)).clip(0, 255).astype(np.uint8))
    soft = cloud.resize(image.size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(9))
    dust = Image.fromarray((np.asarray(soft, np.float32) * 0.25).astype(np.uint8))
    smudged = image.copy()
    smudged.paste((200, 200, 195), mask=dust)
    return smudged


def _white_border(subject: Subject, random: Random) -> Image.Image:
    """A photo as some programs print it, with a white border."""
    photo = _on_paper()(subject, random).convert("RGB")
    edge = int(random.uniform(0.03, 0.08) * photo.width)
    page = Image.new("RGB", (photo.width + 2 * edge, photo.height + 2 * edge), "white")
    page.paste(photo, (edge, edge))
    return page


def _headed(subject: Subject, random: Random) -> Image.Image:
    """A form with a printed line of words above the digit."""
    sheet = _paper(random, askew=0)
    width, height = sheet.image.size
    side = random.uniform(0.3, 0.5) * min(width, height)
    box = (random.uniform(0.05, 0.5) * width, 0.4 * height, side, side)
    sheet.write("Name: ______   Date: ______", (0.45 * width, 0.16 * height),
                random.uniform(0.014, 0.028) * width, "DejaVu Sans", BIROS[1])  # fmt: skip
    _write_in(sheet, subject, random, box)
    return photographed(sheet.image, _light(random), random)


def _turned(subject: Subject, random: Random) -> Image.Image:
    angle = np.deg2rad(random.choice([-1, 1]) * random.uniform(15, 30))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = subject._replace(strokes=[stroke @ turn for stroke in subject.strokes])
    return _on_paper()(turned, random)


def _two(subject: Subject, random: Random) -> Image.Image:
    """Another digit beside it, half a width to two widths away."""
    sheet = _paper(random)
    width, height = sheet.image.size
    side = random.uniform(0.16, 0.3) * width
    gap = random.uniform(0.25, 1.2) * side
    left, top = 0.06 * width, random.uniform(0.1, 0.5) * height
    pen, colour = random.uniform(0.02, 0.06) * side + 2, _pick(BIROS, random)
    for strokes, x in ((subject.strokes, left), (subject.other, left + side + gap)):
        scale = random.uniform(0.8, 1)
        sheet.draw(placed(strokes, (x, top, scale * side, scale * side)), pen, colour)
    return photographed(sheet.image, _light(random), random)


PAPER: dict[str, _Maker] = {
    "paper": _on_paper(),
    "strong gradient of light": _on_paper(_strong_gradient),
    "a lamp's spot": _on_paper(_spot),
    "shadow": _on_paper(_shadow),
    "shadow and gradient": _on_paper(_strong),
    "thin biro": _on_paper(pen=(1.2, 2.5)),
    "broad marker": _on_paper(pen=(25, 60), share=(0.5, 0.8)),
    "small on paper": _on_paper(pen=(1.5, 3), share=(0.06, 0.12)),
    "ruled, biro": _on_paper(lines="ruled"),
    "ruled, thin biro": _on_paper(pen=(1.2, 2.5), lines="ruled"),
    "ruled, pencil": _on_paper(colours=PENCILS, lines="ruled"),
    "ruled, small": _on_paper(pen=(1.5, 3), share=(0.1, 0.2), lines="ruled"),
    "ruled, shadow": _on_paper(_shadow, lines="ruled"),
    "squared, biro": _on_paper(lines="squared"),
    "squared, pencil": _on_paper(colours=PENCILS, lines="squared"),
    "ruled scan, biro": _on_paper(_scan, lines="ruled"),
    "ruled scan, pencil": _on_paper(_scan, colours=PENCILS, lines="ruled"),
    "ruled scan, small": _on_paper(_scan, pen=(1.5, 3), share=(0.1, 0.2), lines="ruled"),
    "squared scan": _on_paper(_scan, lines="squared"),
    "one rule below": _one_rule,
    "underline": _underlined,
    "circle": _surrounded(_circle, same_pen=True),
    "hand-drawn box": _surrounded(_square, same_pen=True),
    "box of a form": _surrounded(_square, same_pen=False),
    "row of boxes": _surrounded(_row, same_pen=False),
    "comb": _surrounded(_comb, same_pen=False),
    "table grid": _surrounded(_grid, same_pen=False),
    "note on a desk": _note,
    "blackboard in its frame": _board(dark=True),
    "whiteboard in its frame": _board(dark=False),
    "photo in a white border": _white_border,
    "heading": _headed,
    "turned, on paper": _turned,
}
TWO_ON_PAPER: dict[str, _Maker] = {"two digits on paper": _two}
