"""Drawings as odd files and programs leave them."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from benchmarks.support.pictures.camera import saved
from benchmarks.support.pictures.canvases import canvas, draw_on, plain, with_pen
from benchmarks.support.pictures.sheet import Maker, Random, Subject, colour_of, placed


def _alpha_forgotten(subject: Subject, random: Random) -> Image.Image:
    image = plain(subject, random)
    image.putalpha(0)
    return saved(image)


def _inverted_cmyk(subject: Subject, random: Random) -> Image.Image:
    """What Pillow makes of a CMYK JPEG whose values are inverted, with no mark that says so."""
    return ImageChops.invert(saved(plain(subject, random).convert("CMYK"), "JPEG"))


def _dithered(subject: Subject, random: Random) -> Image.Image:
    """A grey photo in black and white pixels."""
    sheet = canvas(random, colour_of(np.full(3, random.integers(190, 246))))
    draw_on(sheet, subject, random, (40, 40, 40))
    noise = random.normal(0, 6, (*sheet.image.size[::-1], 1))
    levels = np.asarray(sheet.image, np.float32) + noise
    return Image.fromarray(levels.clip(0, 255).astype(np.uint8)).convert("1")


def _salt_and_pepper(subject: Subject, random: Random) -> Image.Image:
    levels = np.array(plain(subject, random).convert("L"))
    chance, share = random.random(levels.shape), random.uniform(0.005, 0.03)
    levels[chance < share / 2], levels[chance > 1 - share / 2] = 0, 255
    return Image.fromarray(levels)


def _tiny(subject: Subject, random: Random) -> Image.Image:
    """8 to 12 pixels high."""
    image = with_pen(0.1, 0.16)(subject, random)
    side = int(random.integers(8, 13))
    image = image.crop(ImageChops.invert(image).getbbox()) if random.random() < 0.5 else image
    width = max(1, round(side * image.width / image.height))
    return image.resize((width, side), Image.Resampling.BOX)


def _painted(subject: Subject, random: Random) -> Image.Image:
    """28×28 pixels, each of them black or white."""
    side = 28
    mask = Image.new("1", (side, side), 1)
    points = placed(subject.strokes, (4, 4, 19, 19))
    for line in points:
        ImageDraw.Draw(mask).line(line.ravel().tolist(), 0, int(random.integers(1, 4)))
    return mask.convert("L")


def _palette(subject: Subject, random: Random) -> Image.Image:
    """Few colours, mixed by dithering."""
    paper = colour_of(random.integers(220, 250, 3))
    sheet = canvas(random, paper)
    draw_on(sheet, subject, random, colour_of(random.integers(20, 120, 3)))
    return sheet.image.convert("P", palette=Image.Palette.WEB)


FORMATS: dict[str, Maker] = {
    "alpha forgotten": _alpha_forgotten,
    "CMYK inverted": _inverted_cmyk,
    "dithered": _dithered,
    "palette": _palette,
    "salt and pepper": _salt_and_pepper,
    "8 to 12 pixels": _tiny,
    "painted in 28 pixels": _painted,
}
