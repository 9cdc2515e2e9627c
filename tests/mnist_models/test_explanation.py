"""Evidence, maps, and how evidence is spread over the ink."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mnist_models.architectures import columns_of
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.explanation import Explainer, spread_over_ink
from mnist_models.mnist import network_input
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

# Any template with any pen, as images in MNIST's format.
drawings = st.builds(
    lambda name, pen: sketch_to_mnist(draw_with_pen(TEMPLATES[name], pen)),
    st.sampled_from(sorted(TEMPLATES)),
    st.floats(0.04, 0.24),
)
any_images = arrays(np.uint8, (28, 28), elements=st.sampled_from([0, 0, 0, 0, 30, 255]))


@pytest.fixture(scope="module")
def explainer(recognizer):
    return Explainer(recognizer.networks)


@settings(max_examples=40)
@given(image=drawings)
def test_the_evidence_sums_up_to_the_log_odds_less_those_of_paper(explainer, image):
    for why in explainer.explain(image):
        total = why.log_odds - why.paper_log_odds
        error = why.evidence.sum() - total
        assert abs(error) < 0.1 * np.abs(why.evidence).sum(), why.name


@settings(max_examples=20)
@given(image=any_images)
def test_there_is_no_evidence_where_there_is_no_ink(explainer, image):
    for why in explainer.explain(image):
        assert why.evidence.shape == (28, 28)
        assert why.evidence.dtype == np.float32
        assert not why.evidence[image == 0].any()


@settings(max_examples=20)
@given(image=drawings)
def test_the_explained_digit_is_the_recognizers_answer(explainer, recognizer, image):
    readings = zip(recognizer.read_image(image), recognizer.confidences, strict=True)
    for why, (reading, confidence) in zip(explainer.explain(image), readings, strict=True):
        order = np.argsort(reading.probabilities)
        assert (why.name, why.digit, why.rival) == (reading.name, order[-1], order[-2])
        odds = reading.probabilities[why.digit] / reading.probabilities[why.rival]
        # The explanation is of the network as it is, before its temperature.
        assert why.log_odds / confidence.temperature == pytest.approx(np.log(odds), abs=0.01)


def test_the_evidence_equals_the_exact_integral(explainer, recognizer):
    """The baseline by hand: each hidden unit switches at most once while the ink fades in."""
    image = sketch_to_mnist(draw_with_pen(TEMPLATES["7 crossed"], 0.1))
    why = explainer.explain(image)[0]
    network = recognizer.networks["baseline"]
    first, bias, second, _ = (weight.astype(np.float64) for weight in network.get_weights())
    ink = network_input(image[np.newaxis]).reshape(784).astype(np.float64)
    switch = np.clip(-bias / (ink @ first), 0, 1)
    active = np.where(ink @ first > 0, 1 - switch, switch)  # for this share of the integral
    gradient = first @ (active * (second[:, why.digit] - second[:, why.rival]))
    np.testing.assert_allclose(why.evidence, (ink * gradient).reshape(28, 28), atol=0.02)


def test_a_blank_image_has_no_evidence(explainer):
    for why in explainer.explain(np.zeros((28, 28), np.uint8)):
        assert not why.evidence.any()
        assert why.log_odds == pytest.approx(why.paper_log_odds, abs=1e-5)


def test_a_flat_hook_speaks_against_a_one_and_for_a_seven(explainer):
    image = sketch_to_mnist(draw_with_pen(TEMPLATES["1 flat-hooked"], 0.1))
    deep = explainer.explain(image)[-1]
    assert (deep.digit, deep.rival) == (1, 7)
    hook, stem = deep.evidence[:, :12].sum(), deep.evidence[:, 13:].sum()
    assert hook < 0 < stem


def test_every_convolution_shows_its_strongest_maps(explainer, recognizer):
    image = sketch_to_mnist(draw_with_pen(TEMPLATES["5"], 0.1))
    for why in explainer.explain(image):
        first, *_ = columns_of(recognizer.networks[why.name])
        shapes = [layer.output.shape[1:] for layer in first.layers
                  if isinstance(layer, keras.layers.ReLU)]  # fmt: skip
        assert len(why.maps) == len(shapes)
        for maps, (height, width, filters) in zip(why.maps, shapes, strict=True):
            single = height == width == 1
            assert maps.shape == ((1, 1, filters) if single else (8, height, width))
            assert maps.dtype == np.uint8
            assert maps.max() == 255
            peaks = maps.max(axis=(1, 2)).tolist()
            assert peaks == sorted(peaks, reverse=True)


def test_a_committee_is_explained_as_the_mean_of_its_columns(small_committee):
    committee = small_committee()
    image = sketch_to_mnist(draw_with_pen(TEMPLATES["5"], 0.1))
    (why,) = Explainer({"deep_cnn": committee}).explain(image)
    logits = [column.predict(network_input(image[None]), verbose=0)[0]
              for column in columns_of(committee)]  # fmt: skip
    mean = np.mean(logits, axis=0)[:10]
    assert [why.digit, why.rival] == np.argsort(-mean)[:2].tolist()
    assert why.log_odds == pytest.approx(mean[why.digit] - mean[why.rival], rel=1e-3)
    total = why.log_odds - why.paper_log_odds
    assert abs(why.evidence.sum() - total) < 0.1 * np.abs(why.evidence).sum()
    assert [maps.shape for maps in why.maps] == [(8, 7, 7)]


evidences = st.tuples(
    any_images, arrays(np.float32, (28, 28), elements=st.floats(-2, 2, width=32))
).map(lambda pair: (np.where(pair[0] > 0, pair[1], 0).astype(np.float32), pair[0]))


@given(evidences)
def test_spreading_keeps_the_sum_and_the_paper(pair):
    evidence, image = pair
    spread = spread_over_ink(evidence, image)
    assert spread.shape == (28, 28)
    assert spread.dtype == np.float32
    assert not spread[image == 0].any()
    np.testing.assert_allclose(spread.sum(), evidence.sum(), atol=1e-3)


@given(evidences)
def test_spreading_is_the_same_in_all_directions(pair):
    evidence, image = pair
    for turn in (np.fliplr, np.flipud, np.transpose):
        np.testing.assert_allclose(
            spread_over_ink(turn(evidence), turn(image)),
            turn(spread_over_ink(evidence, image)),
            atol=1e-5,
        )


def test_even_evidence_on_even_ink_stays_even():
    image = np.full((28, 28), 255, np.uint8)
    evidence = np.ones((28, 28), np.float32)
    np.testing.assert_allclose(spread_over_ink(evidence, image)[2:-2, 2:-2], 1, atol=1e-6)
