import numpy as np
import pytest
from PIL import Image, ImageDraw

from mnist_models.drawing.surroundings import without_surroundings


def drawn(draw, size=(300, 300)):
    image = Image.new("L", size, "white")  # Pillow draws in black where no colour is named
    draw(ImageDraw.Draw(image))
    return np.array(image) < 255


ONE = drawn(lambda pen: pen.line((150, 110, 150, 190), width=6))


@pytest.mark.parametrize("gap", [0, 2])
def test_a_box_round_a_digit_is_removed_though_its_lines_have_little_gaps(gap):
    box = drawn(lambda pen: pen.rectangle((80, 80, 220, 220), width=2))
    box[:, 150 : 150 + gap] = False
    np.testing.assert_array_equal(without_surroundings(box | ONE), ONE)


def test_the_bar_beside_a_seven_is_a_part_of_it():
    hook = drawn(lambda pen: pen.line((102, 60, 165, 65, 133, 152), width=4))
    bar = drawn(lambda pen: pen.line((111, 123, 137, 115), width=4))
    np.testing.assert_array_equal(without_surroundings(hook | bar), hook | bar)


def test_a_small_dot_in_a_printed_zero_leaves_the_zero_where_it_is():
    ring = drawn(lambda pen: pen.ellipse((130, 110, 160, 160), outline=0, width=4))
    dot = drawn(lambda pen: pen.ellipse((142, 132, 148, 138), fill=0))
    np.testing.assert_array_equal(without_surroundings(ring | dot), ring | dot)
