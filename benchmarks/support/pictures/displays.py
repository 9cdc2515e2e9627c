"""Displays of seven segments."""

import numpy as np
from PIL import Image

from benchmarks.support.pictures.canvases import canvas
from benchmarks.support.pictures.sheet import (
    BLACK,
    WHITE,
    Colour,
    Maker,
    Random,
    Sheet,
    Subject,
    anywhere,
    colour_of,
)

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


def _display(ghosts: bool) -> Maker:
    """Seven segments, sloping or upright; those that are off may be seen faintly."""

    def make(subject: Subject, random: Random) -> Image.Image:
        paper, ink = [(WHITE, BLACK), ((20, 26, 20), (60, 230, 90)), ((30, 8, 8), (240, 40, 30)),
                      ((165, 175, 160), (40, 44, 40))][random.integers(4)]  # fmt: skip
        sheet = canvas(random, paper)
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


DISPLAYS: dict[str, Maker] = {
    "seven segments": _display(ghosts=False),
    "ghost segments": _display(ghosts=True),
}
