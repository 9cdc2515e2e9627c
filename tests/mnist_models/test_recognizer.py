import shutil

import numpy as np
import pytest

from mnist_models import mnist, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.confidence import digit_probabilities, digit_score
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import draw, draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

TEMPLATE_IMAGES = {
    name: sketch_to_mnist(draw_with_pen(strokes, 0.1)) for name, strokes in TEMPLATES.items()
}


def some_images(count):
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28)).astype(np.uint8)


@pytest.mark.parametrize("count", [0, 1, 3, 1001])
def test_probabilities_have_a_row_a_network_and_sum_to_1(recognizer, count):
    probabilities = recognizer.probabilities(some_images(count))
    assert probabilities.shape == (len(ARCHITECTURES), count, 10)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1, rtol=1e-4)


def test_one_call_gives_what_each_network_gives_alone(recognizer):
    images = some_images(20)
    together = recognizer.probabilities(images)
    for row, name in zip(together, recognizer.names, strict=True):
        alone = weights.load(name).predict(mnist.network_input(images), verbose=0)
        temperature = weights.read_report(name).confidence.temperature
        np.testing.assert_allclose(row, digit_probabilities(alone, temperature), atol=1e-4)


def test_a_drawing_is_read_by_each_network(recognizer):
    ink = np.zeros((400, 400), np.uint8)
    ink[80:300, 190:220] = 255  # a one
    readings = recognizer.read(ink)
    assert [reading.name for reading in readings] == list(ARCHITECTURES)
    expected = recognizer.probabilities(sketch_to_mnist(ink)[None])[:, 0]
    for reading, row in zip(readings, expected, strict=True):
        assert reading.digit == 1
        assert reading.confidence == reading.probabilities.max()
        np.testing.assert_allclose(reading.probabilities, row, atol=1e-6)


def test_a_blank_drawing_has_no_digit(recognizer):
    for reading in recognizer.read(np.zeros((400, 400), np.uint8)):
        assert reading.digit is None
        assert reading.confidence == 0


def test_what_is_no_digit_is_declined_with_its_nearest_guess_kept(recognizer):
    star = np.array([[0.5 + 0.4 * np.sin(k * 0.8 * np.pi), 0.5 - 0.4 * np.cos(k * 0.8 * np.pi)]
                     for k in range(6)])  # fmt: skip
    reading = recognizer.read(draw([star * 400], 24))[-1]
    assert reading.digit is None
    assert reading.confidence == 0
    assert reading.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_it_declines_below_the_threshold_of_the_report(recognizer):
    images = np.stack([TEMPLATE_IMAGES[name] for name in sorted(TEMPLATE_IMAGES)])
    outputs = recognizer.outputs(images)[0]
    for row, name in enumerate(recognizer.names):
        threshold = weights.read_report(name).confidence.threshold
        declined = [reading[row].digit is None for reading in recognizer.read_images(images)]
        assert declined == (digit_score(outputs[row]) < threshold).tolist()


@pytest.mark.parametrize("load", [Recognizer.load, Recognizer.load_available])
def test_missing_weights_are_refused(load, tmp_path):
    with pytest.raises(weights.WeightsError, match=r"there is no report baseline\.json"):
        load(tmp_path)


def test_networks_are_loaded_without_those_that_are_missing_or_damaged(tmp_path, recognizer):
    shutil.copytree(weights.FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "baseline.json").unlink()
    with (tmp_path / "simple_cnn.weights.h5").open("r+b") as file:
        file.truncate(1000)
    available, faults = Recognizer.load_available(tmp_path)
    assert available.names == ("deep_cnn",)
    assert "there is no report baseline.json" in str(faults["baseline"])
    assert "simple_cnn.weights.h5 differs from its report" in str(faults["simple_cnn"])
    np.testing.assert_allclose(
        available.probabilities(some_images(3))[0],
        recognizer.probabilities(some_images(3))[2],
        atol=1e-6,
    )
