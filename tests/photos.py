"""Photos of a digit on paper, made up: paper, pen, lines, light, camera."""

import io
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter


class Scene(NamedTuple):
    """How a digit is written and photographed."""

    paper: tuple[int, int, int] = (235, 232, 224)
    pen: tuple[int, int, int] = (40, 40, 50)
    lines: tuple[int, int, int] | None = None
    squared: bool = False
    spacing: float = 0.08  # of the lines, as a share of the photo's width
    gradient: float = 0.0  # how much darker the darkest corner is
    shadow: float = 0.0  # how much darker beyond the edge of a shadow
    noise: float = 0.0  # levels
    blur: float = 0.0  # pixels
    turn: float = 0.0  # degrees
    quality: int = 90  # of the JPEG
    table: tuple[int, int, int] | None = None  # what lies beyond the paper's edge
    note: bool = False  # the table shows on all sides


def photograph(ink, scene, random, size=(640, 480)):
    """Photo of `ink`, uint8 (height, width), somewhere on the paper."""
    width, height = size
    digit = Image.fromarray(ink)
    side = int(random.uniform(0.4, 0.6 if scene.note else 0.8) * height)
    digit = digit.resize((side, side), Image.Resampling.BICUBIC)
    mask = Image.new("L", size)
    room = (0.2, 0.75) if scene.note else (0.0, 1.0)
    corner = [int(random.uniform(*room) * (length - side)) for length in size]
    mask.paste(digit, (corner[0], corner[1]))
    mask = np.asarray(mask.rotate(scene.turn, Image.Resampling.BICUBIC), float)[..., None] / 255
    colour = np.full((height, width, 3), scene.paper, float)
    y, x = np.mgrid[:height, :width] + 0.0
    if scene.lines:
        colour = _rule(colour, scene, x, y)
    colour = colour * (1 - mask) + np.array(scene.pen) * mask
    if scene.table:
        beyond = _soft(0.06 * width - x - 0.08 * y)
        if scene.note:
            inside = [
                x - 0.1 * width - 0.05 * y,
                0.9 * width - x - 0.05 * y,
                y - 0.08 * height - 0.04 * x,
                0.95 * height - y - 0.04 * x,
            ]
            beyond = _soft(-np.min(inside, axis=0))
        colour = colour * (1 - beyond) + np.array(scene.table) * beyond
    light = 1 - scene.gradient * (x / width + y / height)[..., None] / 2
    light *= 1 - scene.shadow * _soft((x - 0.55 * width + 0.3 * (y - height / 2)) / 6)
    photo = Image.fromarray(np.clip(colour * light, 0, 255).astype(np.uint8))
    photo = np.asarray(photo.filter(ImageFilter.GaussianBlur(scene.blur)), float)
    photo = photo + random.normal(0, scene.noise, photo.shape)
    buffer = io.BytesIO()
    Image.fromarray(np.clip(photo, 0, 255).astype(np.uint8)).save(
        buffer, "JPEG", quality=scene.quality
    )
    return Image.open(buffer)


def _rule(colour, scene, x, y):
    angle = np.deg2rad(scene.turn / 3)
    step = scene.spacing * x.shape[1]
    across = (y * np.cos(angle) + x * np.sin(angle)) % step
    down = (x * np.cos(angle) - y * np.sin(angle)) % step if scene.squared else across
    line = ((across < 1.6) | (down < 1.6))[..., None]
    return np.where(line, np.array(scene.lines, float), colour)


def _soft(distance):
    """0 on one side of an edge, 1 on the other, within a few pixels."""
    return (1 / (1 + np.exp(-np.clip(distance, -30, 30))))[..., None]


SCENES = {
    "plain": Scene(),
    "grey paper": Scene(paper=(170, 168, 160), noise=4),
    "dim": Scene(paper=(110, 104, 92), pen=(35, 32, 30), noise=6),
    "pencil": Scene(pen=(125, 125, 128), noise=4, gradient=0.3),
    "uneven light": Scene(gradient=0.6, noise=4),
    "shadow": Scene(shadow=0.4, noise=4),
    "shadow and gradient": Scene(shadow=0.45, gradient=0.4, noise=4),
    "ruled": Scene(lines=(150, 175, 215), noise=3, turn=3),
    "ruled, pencil": Scene(lines=(160, 180, 215), pen=(110, 110, 112), noise=3, gradient=0.3),
    "squared": Scene(lines=(165, 185, 210), squared=True, spacing=0.05, noise=3, turn=4),
    "squared, blue pen, shadow": Scene(
        lines=(165, 175, 185), squared=True, spacing=0.05, pen=(35, 55, 150), shadow=0.35, noise=3
    ),
    "red pen": Scene(pen=(205, 40, 45), noise=4, gradient=0.3),
    "green pen": Scene(pen=(60, 170, 90), noise=4, gradient=0.3),
    "orange pen": Scene(pen=(245, 160, 60), noise=4, gradient=0.3),
    "whiteboard": Scene(paper=(228, 232, 236), pen=(30, 60, 160), gradient=0.35, noise=2),
    "blackboard": Scene(paper=(45, 62, 52), pen=(215, 220, 212), gradient=0.4, noise=5),
    "blurred": Scene(blur=4, gradient=0.3, noise=2),
    "coarse JPEG": Scene(quality=25, gradient=0.4, noise=5),
    "turned": Scene(turn=10, gradient=0.3, noise=3),
    "on a table": Scene(table=(95, 65, 45), gradient=0.3, noise=3),
    "note on a table": Scene(table=(95, 65, 45), note=True, gradient=0.3, noise=3),
    "note on a light table": Scene(table=(190, 160, 120), note=True, noise=3),
}
