"""The networks in one compiled call, declining, committees, and pictures that are turned."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import pytest
from PIL import Image

from mnist_models import mnist, weights
from mnist_models.architectures import ARCHITECTURES, columns_of
from mnist_models.confidence import Confidence, digit_probabilities, digit_score
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.recognizer import Recognizer, read_upright
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.drawings import HELD_OUT, written

STAR = draw_with_pen([np.array([[np.sin(k * 0.8 * np.pi), -np.cos(k * 0.8 * np.pi)]
                                for k in range(6)])], 0.1)  # fmt: skip


def some_images(count, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28)).astype(np.uint8)


@pytest.mark.parametrize("count", [0, 1, 7, 1001])
def test_one_call_gives_what_each_network_gives_alone(recognizer, count):
    images = some_images(count)
    outputs, probabilities = recognizer.outputs(images), recognizer.probabilities(images)
    assert outputs.probabilities.shape == (len(ARCHITECTURES), count, 11)
    assert outputs.probabilities.dtype == probabilities.dtype == np.float32
    assert outputs.milliseconds.shape == (len(ARCHITECTURES),)
    assert (outputs.milliseconds > 0).all() == (count > 0)
    for row, name in enumerate(recognizer.names if count else ()):
        alone = weights.load(name).predict(mnist.network_input(images), verbose=0)
        np.testing.assert_allclose(outputs.probabilities[row], alone, atol=1e-5)
        temperature = weights.read_report(name).confidence.temperature
        expected = digit_probabilities(alone, temperature)
        np.testing.assert_allclose(probabilities[row], expected, atol=1e-4)


def test_threads_that_call_at_once_get_their_own_answers(recognizer):
    questions = [some_images(1 + seed % 3, seed) for seed in range(60)]
    alone = [recognizer.probabilities(images) for images in questions]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(recognizer.probabilities, questions))
    for one, other in zip(alone, at_once, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


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


def test_a_star_is_declined_and_its_probabilities_are_kept(recognizer):
    reading = recognizer.read(STAR)[-1]
    assert reading.digit is None
    assert reading.confidence == 0
    assert reading.probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_a_network_declines_below_the_threshold_of_its_report(recognizer):
    drawn = [sketch_to_mnist(draw_with_pen(strokes, 0.1)) for strokes in TEMPLATES.values()]
    images = np.stack([*drawn, *some_images(20)])
    outputs = recognizer.outputs(images).probabilities
    for row, name in enumerate(recognizer.names):
        threshold = weights.read_report(name).confidence.threshold
        declined = [readings[row].digit is None for readings in recognizer.read_images(images)]
        assert declined == (digit_score(outputs[row]) < threshold).tolist()


def test_each_column_of_a_committee_has_a_digit_of_its_own(small_committee):
    committee, images = small_committee(), some_images(8)
    networks = {"one": ARCHITECTURES["baseline"](), "committee": committee}
    recognizer = Recognizer(networks, dict.fromkeys(networks, Confidence(1.0, 0.0)))
    inputs = mnist.network_input(images)
    expected = committee.predict(inputs, verbose=0)
    given = recognizer.outputs(images).probabilities[1]
    np.testing.assert_allclose(given, expected, atol=1e-5)
    digits = [
        column.predict(inputs, verbose=0)[:, :10].argmax(axis=1) for column in columns_of(committee)
    ]
    for index, (one, of_committee) in enumerate(recognizer.read_images(images)):
        assert one.members == ()
        assert of_committee.members == tuple(each[index] for each in digits)
    assert len({reading.members for _, reading in recognizer.read_images(images)}) > 1


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
    with pytest.raises(weights.WeightsError, match=r"there is no report baseline\.json"):
        Recognizer.load(tmp_path)


@pytest.fixture(scope="module")
def drawings():
    """300 digits of simulated hands, each with its label."""
    drawn = islice(written(0, HELD_OUT), 300)
    return [(draw_with_pen(each.strokes, 0.1), each.allograph.digit) for each in drawn]


def wrong(digits, drawings):
    """How many are taken for another digit, or declined."""
    return sum(digit != label for digit, (_, label) in zip(digits, drawings, strict=True))


def test_turning_corrects_a_fifth_of_the_errors_on_turned_digits_of_unseen_forms(
    recognizer, drawings
):
    before = after = 0
    for angle in (-26, 26):
        turned = [np.asarray(Image.fromarray(ink).rotate(angle)) for ink, _ in drawings]
        before += wrong([recognizer.read(ink)[-1].digit for ink in turned], drawings)
        pictures = read_upright(recognizer, turned)
        after += wrong([picture.readings[-1].digit for picture in pictures], drawings)
    assert 5 * after <= 4 * before


def test_upright_digits_are_not_turned(recognizer, drawings):
    inks = [ink for ink, _ in drawings]
    pictures = read_upright(recognizer, inks)
    kept = [picture.ink is ink for picture, ink in zip(pictures, inks, strict=True)]
    assert np.mean(kept) > 0.98
    before = [recognizer.read(ink)[-1].digit for ink in inks]
    after = [picture.readings[-1].digit for picture in pictures]
    assert wrong(after, drawings) <= wrong(before, drawings)


def test_the_readings_of_a_turned_picture_are_those_of_its_ink(recognizer, drawings):
    turned = [np.asarray(Image.fromarray(ink).rotate(26)) for ink, _ in drawings[:40]]
    for picture in read_upright(recognizer, turned):
        again = recognizer.read(picture.ink)
        for reading, same in zip(picture.readings, again, strict=True):
            assert reading.digit == same.digit
            np.testing.assert_allclose(reading.probabilities, same.probabilities, atol=1e-5)


def test_a_declined_picture_is_not_turned_until_it_passes(recognizer):
    inks = [STAR, np.zeros((9, 9), np.uint8)]
    for ink, picture in zip(inks, read_upright(recognizer, inks), strict=True):
        assert picture.ink is ink
        assert picture.readings[-1].digit is None
