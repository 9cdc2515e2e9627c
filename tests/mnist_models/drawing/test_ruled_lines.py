import numpy as np
import pytest

from mnist_models.drawing.ruled_lines import remove_lines
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES


def ruled(slope=0.0, width=200):
    y, x = np.mgrid[:width, :width]
    return (y - np.rint(slope * (x - width // 2))) % 40 == 20


@pytest.mark.parametrize("slope", [0.0, 0.05, -0.1])
def test_lines_across_and_down_go_but_a_stroke_stays(slope):
    stroke = np.zeros((200, 200), bool)
    stroke[30:170, 83:93] = True
    for lines in (ruled(slope), ruled(slope).T):
        cleaned = remove_lines(lines | stroke)
        assert not cleaned[~stroke & ~lines].any()
        assert (cleaned & ~stroke).sum() < 0.05 * (lines & ~stroke).sum()
        assert cleaned[stroke].mean() > 0.95


def test_lines_of_two_slopes_go():
    y = np.arange(200)[:, None]
    lines = np.where(y < 100, ruled(0.0), ruled(0.05))
    assert remove_lines(lines).sum() < 0.15 * lines.sum()


def test_without_lines_nothing_is_removed():
    for template in TEMPLATES.values():
        ink = draw_with_pen(template, 0.1) > 128
        np.testing.assert_array_equal(remove_lines(ink), ink)
