"""The ten digits as pen strokes, in a unit square, y downwards."""

from math import cos, pi, sin


def arc(x, y, radius_x, radius_y, start, stop, steps=16):
    """Points on an ellipse; degrees, clockwise from the right."""
    angles = [(start + (stop - start) * step / steps) * pi / 180 for step in range(steps + 1)]
    return [(x + radius_x * cos(angle), y + radius_y * sin(angle)) for angle in angles]


DIGITS = {
    0: [arc(0.5, 0.5, 0.19, 0.3, -90, 270)],
    1: [[(0.5, 0.2), (0.5, 0.8)]],
    2: [[*arc(0.5, 0.37, 0.17, 0.17, -160, 30), (0.32, 0.8), (0.7, 0.8)]],
    3: [[*arc(0.48, 0.35, 0.17, 0.15, -150, 90), *arc(0.48, 0.65, 0.19, 0.15, -90, 150)]],
    4: [[(0.42, 0.2), (0.32, 0.55), (0.72, 0.55)], [(0.6, 0.25), (0.6, 0.8)]],
    5: [[(0.66, 0.2), (0.4, 0.2), (0.37, 0.46), *arc(0.48, 0.62, 0.18, 0.18, -110, 140)]],
    6: [[(0.6, 0.2), (0.4, 0.45), *arc(0.5, 0.64, 0.16, 0.16, 180, 540)]],
    7: [[(0.3, 0.22), (0.7, 0.22), (0.45, 0.8)]],
    8: [[*arc(0.5, 0.36, 0.14, 0.14, 90, -270), *arc(0.5, 0.65, 0.17, 0.15, -90, 270)]],
    9: [[*arc(0.5, 0.37, 0.16, 0.16, 0, -360), (0.64, 0.55), (0.58, 0.8)]],
}
