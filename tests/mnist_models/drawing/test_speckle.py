import numpy as np
import pytest
from PIL import Image, ImageOps

from mnist_models.drawing.image import ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.drawing.speckle import is_speckled
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

DIGIT = Image.fromarray(255 - draw_with_pen(TEMPLATES["4"], 0.1)).resize((150, 150))
DIGIT = ImageOps.expand(DIGIT, 25, "white")  # 200×200, black on white
EXPECTED = sketch_to_mnist(ink_from_image(DIGIT))


@pytest.mark.parametrize("share", [0.01, 0.05])
def test_salt_and_pepper_and_dithering_are_wiped_away(share):
    random = np.random.default_rng(0)
    noisy = np.where(random.random((200, 200)) < share, 0, np.asarray(DIGIT)).astype(np.uint8)
    grey = DIGIT.point(lambda level: 40 + level * 0.75).convert("1")
    assert is_speckled(noisy)
    for picture in (Image.fromarray(noisy), grey):
        found = sketch_to_mnist(ink_from_image(picture))
        assert np.abs(found.astype(int) - EXPECTED).mean() < 16
    assert not is_speckled(np.asarray(DIGIT))
