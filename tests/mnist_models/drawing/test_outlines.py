import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from mnist_models.drawing.outlines import fill_outline
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES


def outline(ink):
    """The edge of what is drawn, alone."""
    wide = Image.fromarray(ink).filter(ImageFilter.MaxFilter(3))
    return np.asarray(ImageChops.difference(wide, Image.fromarray(ink)))


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_outline_of_a_digit_is_filled(name):
    ink = np.pad(draw_with_pen(TEMPLATES[name], 0.14), 20)
    filled = fill_outline(outline(ink))
    assert ((filled >= 128) != (ink >= 128)).mean() < 0.03


@pytest.mark.parametrize("name", sorted(TEMPLATES))
@pytest.mark.parametrize("pen", [0.01, 0.05, 0.14])
def test_no_loop_that_a_pen_draws_is_filled(name, pen):
    ink = np.pad(draw_with_pen(TEMPLATES[name], pen), 20)
    assert fill_outline(ink) is ink


def test_a_blank_sheet_stays_blank():
    blank = np.zeros((50, 300), np.uint8)
    assert fill_outline(blank) is blank
