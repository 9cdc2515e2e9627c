"""Photos in which paper or a board is a part of the picture."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.support.pictures.camera import photographed
from benchmarks.support.pictures.paper import BIROS, on_paper, ordinary_light, pick, write_in
from benchmarks.support.pictures.sheet import (
    Colour,
    Maker,
    Random,
    Sheet,
    Size,
    Subject,
    colour_of,
    rectangle,
    wobbly,
)

_DESKS: tuple[Colour, ...] = ((60, 38, 24), (40, 40, 42), (20, 90, 60), (120, 118, 115),
                              (190, 160, 120), (205, 190, 165), (150, 110, 75))  # fmt: skip


def _note(subject: Subject, random: Random) -> Image.Image:
    """A note that lies on a desk, on three or four sides of it."""
    width = int(random.integers(700, 1100))
    size = (width, int(0.75 * width))
    desk = _grained(size, pick(_DESKS, random), random)
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
    write_in(desk, subject, random, (*place.tolist(), side, side))
    return photographed(desk.image, ordinary_light(random), random)


def _grained(size: Size, colour: Colour, random: Random) -> Sheet:
    """A desk of wood, its grain across."""
    sheet = Sheet(size, colour)
    pencil = ImageDraw.Draw(sheet.image)
    for y in np.arange(0, size[1], random.uniform(6, 30)):
        shade = colour_of(np.array(colour) * random.uniform(0.9, 1.1))
        line = wobbly(np.array([[0.0, y], [float(size[0]), y]]), random, 2)
        pencil.line(line.ravel().tolist(), shade, int(random.integers(1, 6)))
    return sheet


def _board(dark: bool) -> Maker:
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
        write_in(sheet, subject, random, (*place.tolist(), side, side),
                  pen=random.uniform(0.05, 0.1) * side, colours=colours)  # fmt: skip
        return photographed(sheet.image, ordinary_light(random), random)

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
    photo = on_paper()(subject, random).convert("RGB")
    edge = int(random.uniform(0.03, 0.08) * photo.width)
    page = Image.new("RGB", (photo.width + 2 * edge, photo.height + 2 * edge), "white")
    page.paste(photo, (edge, edge))
    return page


DESKS: dict[str, Maker] = {
    "note on a desk": _note,
    "blackboard in its frame": _board(dark=True),
    "whiteboard in its frame": _board(dark=False),
    "photo in a white border": _white_border,
}
