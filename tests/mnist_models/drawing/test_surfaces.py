import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_models.drawing.surfaces import find_sheet, has_four_corners


def picture(ground, corners, sheet, pen=(40, 40, 120)):
    image = Image.new("RGB", (640, 480), ground)
    draw = ImageDraw.Draw(image)
    draw.polygon(corners, sheet)
    draw.line([(300, 150), (360, 200), (300, 300)], pen, 8)
    return image


NOTE = [(120, 70), (500, 90), (520, 400), (100, 380)]
SHEETS = {
    "a note on a desk": picture((90, 60, 40), NOTE, (235, 232, 224)),
    "a note on a light table": picture((190, 160, 120), NOTE, (235, 232, 224)),
    "a blackboard": picture((130, 85, 50), [(30, 30), (610, 30), (610, 450), (30, 450)],
                            (42, 60, 52), (220, 220, 210)),
    "a picture between bars": picture("black", [(0, 100), (640, 100), (640, 380), (0, 380)],
                                      "white"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_is_found_without_its_edge(name):
    sheet = find_sheet(SHEETS[name])
    colours = np.asarray(SHEETS[name].resize(sheet.shape[::-1], Image.Resampling.BOX), int)
    expected = np.abs(colours - colours[0, 0]).max(axis=2) > 20
    assert not (sheet & ~expected).any()
    assert sheet.sum() > 0.8 * expected.sum()


def test_a_sheet_is_found_though_a_stroke_reaches_its_edge():
    window = picture("black", [(120, 80), (520, 80), (520, 400), (120, 400)], "white")
    ImageDraw.Draw(window).line([(300, 300), (400, 398)], (40, 40, 120), 16)
    sheet = find_sheet(window)
    assert sheet is not None
    assert sheet.mean() == pytest.approx(400 * 320 / (640 * 480), abs=0.05)


def test_without_an_edge_there_is_no_sheet():
    light = np.linspace(250, 80, 640).astype(np.uint8)
    shaded = Image.fromarray(np.tile(light, (480, 1))).convert("RGB")
    ImageDraw.Draw(shaded).line([(300, 150), (360, 200), (300, 300)], (20, 20, 30), 8)
    assert find_sheet(shaded) is None
    assert find_sheet(Image.new("RGB", (30, 9))) is None


def test_a_sheet_without_ink_is_none():
    assert find_sheet(picture((90, 60, 40), NOTE, (235, 232, 224), (235, 232, 224))) is None


def test_a_rectangle_has_four_corners_and_an_ellipse_has_none():
    for draw, expected in (("rectangle", True), ("ellipse", False)):
        image = Image.new("1", (100, 80))
        getattr(ImageDraw.Draw(image), draw)((10, 10, 90, 60), fill=1)
        assert has_four_corners(np.asarray(image)) == expected
