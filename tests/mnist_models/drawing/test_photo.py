"""Photos of digits: the sheet, the paper's brightness, the ink."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_models.drawing.image import ink_from_image
from mnist_models.drawing.photo import find_sheet, ink_contrast
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

NAMES = [*"012356", "4 closed", "7 crossed", "8 open", "9"]


def test_the_networks_read_a_digit_from_its_photo(scene, photograph, recognizer):
    random = np.random.default_rng(7)
    images = []
    for template in NAMES:
        ink = draw_with_pen(TEMPLATES[template], random.uniform(0.05, 0.14))
        images.append(sketch_to_mnist(ink_from_image(photograph(ink, scene, random))))
    answers = recognizer.probabilities(np.stack(images)).argmax(axis=-1)
    right = answers == [int(template[0]) for template in NAMES]
    assert right.sum() >= 0.95 * right.size, [
        (NAMES[place], *answers[:, place]) for place in np.flatnonzero(~right.all(axis=0))
    ]


def test_a_photo_of_blank_paper_is_blank(blank_scene, photograph):
    nothing = np.zeros((100, 100), np.uint8)
    photo = photograph(nothing, blank_scene, np.random.default_rng(1))
    assert not sketch_to_mnist(ink_from_image(photo)).any()


def test_a_photo_is_shrunk_before_it_is_worked_on(scenes, photograph):
    ink = draw_with_pen(TEMPLATES["3"], 0.1)
    scene = scenes["plain"]._replace(gradient=0.5)
    photo = photograph(ink, scene, np.random.default_rng(0), size=(1600, 1200))
    assert ink_from_image(photo).shape == (300, 400)


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


def test_there_is_no_sheet_without_an_edge_or_without_ink():
    light = np.linspace(250, 80, 640).astype(np.uint8)
    shaded = Image.fromarray(np.tile(light, (480, 1))).convert("RGB")
    ImageDraw.Draw(shaded).line([(300, 150), (360, 200), (300, 300)], (20, 20, 30), 8)
    assert find_sheet(shaded) is None
    assert find_sheet(Image.new("RGB", (30, 9))) is None
    assert find_sheet(picture((90, 60, 40), NOTE, (235, 232, 224), (235, 232, 224))) is None


INK = draw_with_pen(TEMPLATES["2"], 0.08) / 255


def in_uneven_light(paper, ink):
    """A digit in a colour, on paper of another, a quarter darker at the right than at the left."""
    colours = np.array(paper) + INK[..., None] * (np.array(ink) - paper)
    light = np.linspace(1, 0.75, INK.shape[1])[:, None]
    return Image.fromarray(np.rint(colours * light).astype(np.uint8))


@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        ((230, 230, 230), (40, 40, 60)),
        ((240, 240, 240), (250, 240, 90)),  # yellow, dark in blue alone
        ((40, 60, 50), (220, 220, 210)),
    ],
    ids=["ink", "a yellow marker", "chalk"],
)
def test_ink_stands_out_from_paper_in_uneven_light(paper, ink):
    contrast, even = ink_contrast(in_uneven_light(paper, ink), Image.new("1", (1, 1), 1))
    assert contrast.shape == even.shape == INK.shape
    assert even.all()
    assert contrast[INK == 0].mean() < 0.02
    assert contrast[INK == 1].min() > 0.3


def test_there_is_no_contrast_beside_the_paper():
    sheet = np.zeros(INK.shape, bool)
    sheet[:, :200] = True
    photo = in_uneven_light((230,) * 3, (20,) * 3)
    contrast, even = ink_contrast(photo, Image.fromarray(sheet))
    assert not contrast[:, 210:].any()
    assert not even[:, 210:].any()
