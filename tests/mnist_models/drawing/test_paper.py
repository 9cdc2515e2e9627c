import numpy as np
import pytest
from PIL import Image

from mnist_models.drawing.paper import ink_contrast
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

INK = draw_with_pen(TEMPLATES["2"], 0.08) / 255
EVERYWHERE = Image.new("1", (1, 1), 1)
# A quarter darker on the right than on the left.
LIGHT = np.linspace(1, 0.75, INK.shape[1])


def photo(paper, ink):
    """A digit in a colour, on paper of another, in uneven light."""
    colours = np.array(paper) + INK[..., None] * (np.array(ink) - paper)
    return Image.fromarray(np.rint(colours * LIGHT[:, None]).astype(np.uint8))


@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        ((230, 230, 230), (40, 40, 60)),
        ((240, 240, 240), (250, 240, 90)),  # yellow, dark in blue alone
        ((40, 60, 50), (220, 220, 210)),  # chalk
    ],
    ids=["ink", "a yellow marker", "chalk"],
)
def test_what_is_written_stands_out_from_paper_in_any_light(paper, ink):
    contrast, even = ink_contrast(photo(paper, ink), EVERYWHERE)
    assert contrast.shape == even.shape == INK.shape
    assert even.all()
    assert contrast[INK == 0].mean() < 0.02
    assert contrast[INK == 1].min() > 0.3


def test_what_lies_beside_the_paper_has_no_contrast():
    sheet = np.zeros(INK.shape, bool)
    sheet[:, :200] = True
    contrast, even = ink_contrast(photo((230,) * 3, (20,) * 3), Image.fromarray(sheet))
    assert not contrast[:, 210:].any()
    assert not even[:, 210:].any()
