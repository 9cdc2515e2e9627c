import keras
import numpy as np
import pytest

from mnist_models.architectures import ARCHITECTURES


def test_the_networks_that_ship_stand_in_rising_strength():
    assert list(ARCHITECTURES)[:3] == ["baseline", "simple_cnn", "deep_cnn"]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("baseline", 636_811), ("simple_cnn", 317_611), ("deep_cnn", 509_811)],
)
def test_each_network_has_its_known_number_of_parameters(name, parameters):
    assert ARCHITECTURES[name]().count_params() == parameters


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_each_network_is_uncompiled_and_gives_probabilities(name):
    network = ARCHITECTURES[name]()
    assert network.name == name
    assert not network.compiled
    images = np.random.default_rng(0).random((4, 28, 28, 1), np.float32)
    probabilities = np.asarray(network(images))
    assert probabilities.shape == (4, 11)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def layers_of(name, kind):
    return [layer for layer in ARCHITECTURES[name]().layers if isinstance(layer, kind)]


def test_the_baseline_has_one_hidden_layer_of_at_most_1000_units():
    hidden, _ = layers_of("baseline", keras.layers.Dense)
    assert hidden.units <= 1000
    assert not layers_of("baseline", keras.layers.Conv2D)


def test_the_simple_cnn_has_two_convolutions_with_pooling_and_one_hidden_layer():
    assert len(layers_of("simple_cnn", keras.layers.Conv2D)) == 2
    assert len(layers_of("simple_cnn", keras.layers.MaxPooling2D)) == 2
    assert len(layers_of("simple_cnn", keras.layers.Dense)) == 2


def test_the_deep_cnn_takes_about_24_million_multiply_adds():
    multiply_adds = 0
    for layer in layers_of("deep_cnn", keras.layers.Conv2D):
        multiply_adds += int(np.prod(layer.kernel.shape) * np.prod(layer.output.shape[1:3]))
    assert 23e6 < multiply_adds < 25e6
