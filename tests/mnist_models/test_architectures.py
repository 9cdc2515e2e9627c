import keras
import numpy as np
import pytest

from mnist_models.architectures import ARCHITECTURES, column, columns_of, committee


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


def test_three_columns_have_kernels_of_their_own():
    network = committee([column(number) for number in range(3)])
    assert [one.layers[0].kernel_size[0] for one in columns_of(network)] == [3, 5, 7]


def test_a_network_that_is_no_committee_is_its_own_only_member():
    network = ARCHITECTURES["baseline"]()
    assert columns_of(network) == [network]


def test_a_committee_gives_the_softmax_of_the_mean_of_its_columns_logits():
    columns = [column(number) for number in range(3)]
    images = np.random.default_rng(0).random((4, 28, 28, 1), np.float32)
    logits = np.mean([np.asarray(one(images)) for one in columns], axis=0)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    expected = powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(committee(columns)(images), expected, atol=1e-5)


def test_three_columns_take_at_most_75_million_multiply_adds_and_2_million_parameters():
    network = committee([column(number) for number in range(3)])
    convolutions = [
        layer
        for one in columns_of(network)
        for layer in one.layers
        if isinstance(layer, keras.layers.Conv2D)
    ]
    multiply_adds = sum(
        int(np.prod(layer.kernel.shape) * np.prod(layer.output.shape[1:3]))
        for layer in convolutions
    )
    assert 70e6 < multiply_adds < 75e6
    assert network.count_params() < 2e6
