"""A camera that looks at a sheet, and the files that pictures come out of."""

import io
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.support.pictures.sheet import Points, Random


class Light(NamedTuple):
    """What light and camera add to a sheet."""

    gradient: float = 0.2  # how much darker the darkest corner is
    spot: float = 0.0  # how much darker it is away from a lamp's spot
    shadow: float = 0.0  # how much darker beyond the edge of a shadow
    softness: float = 0.02  # of the shadow's edge, as a share of the photo's side
    noise: float = 3.0  # levels
    blur: float = 0.8  # pixels
    quality: int = 80  # of the JPEG


def photographed(sheet: Image.Image, light: Light, random: Random) -> Image.Image:
    """A photo of a sheet, as the JPEG that a camera leaves."""
    width, height = sheet.size
    y, x = np.mgrid[:height, :width] / max(sheet.size)
    blurred = sheet.filter(ImageFilter.GaussianBlur(light.blur))
    levels = np.asarray(blurred, np.float32) * _brightness(x, y, light, random)[..., None]
    levels += random.normal(0, light.noise, levels.shape)
    return saved(Image.fromarray(levels.clip(0, 255).astype(np.uint8)), "JPEG", light.quality)


def _brightness(x: Points, y: Points, light: Light, random: Random) -> Points:
    """How much light falls on each place, 0–1."""
    angle = random.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    brightness = 1 - light.gradient * (along - along.min()) / np.ptp(along)
    lamp_x, lamp_y = random.uniform(0.2, 0.8, 2) * (x.max(), y.max())
    distance = np.hypot(x - lamp_x, y - lamp_y)
    brightness *= 1 - light.spot * (1 - np.exp(-((distance / 0.35) ** 2)))
    angle = random.uniform(0, 2 * np.pi)
    edge = (x - x.max() / 2) * np.cos(angle) + (y - y.max() / 2) * np.sin(angle)
    edge += random.uniform(-0.2, 0.2)
    soft = 1 / (1 + np.exp(-np.clip(edge / light.softness, -30, 30)))
    shaded: Points = brightness * (1 - light.shadow * soft)
    return shaded


def saved(image: Image.Image, kind: str = "PNG", quality: int = 90) -> Image.Image:
    """The image as it comes out of a file of that kind."""
    buffer = io.BytesIO()
    image.save(buffer, kind, quality=quality)
    return Image.open(buffer)
