import numpy as np
import pytest

from benchmarks import pictures as benchmark
from mnist_models.drawing.displays import join_segments
from mnist_models.drawing.image import ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES


@pytest.mark.parametrize("kind", ["seven segments", "ghost segments"])
def test_the_strongest_network_reads_a_display_or_declines(kind, recognizer):
    subjects = [benchmark.Subject(int(name[0]), TEMPLATES[name], ()) for name in sorted(TEMPLATES)]
    made = benchmark.make(kind, subjects, 0)
    pictures, labels = zip(*(next(made) for _ in range(20)), strict=True)
    images = np.stack([sketch_to_mnist(ink_from_image(picture)) for picture in pictures])
    digits = [readings[-1].digit for readings in recognizer.read_images(images)]
    assert sum(digit == label for digit, label in zip(digits, labels, strict=True)) >= 17
    assert sum(digit not in {label, None} for digit, label in zip(digits, labels, strict=True)) <= 1


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_what_a_pen_draws_is_no_display(name):
    ink = draw_with_pen(TEMPLATES[name], 0.1)
    assert join_segments(ink) is ink
