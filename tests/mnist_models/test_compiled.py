from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mnist_models.architectures import ARCHITECTURES
from mnist_models.compiled import CompiledNetworks
from mnist_models.mnist import network_input


@pytest.fixture(scope="module")
def networks():
    return [build() for build in ARCHITECTURES.values()]


@pytest.fixture(scope="module")
def compiled(networks):
    return CompiledNetworks(networks)


def some_images(count, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28)).astype(np.uint8)


@pytest.mark.parametrize("count", [0, 1, 7, 1001])
def test_it_gives_what_keras_predicts(compiled, networks, count):
    images = some_images(count)
    outputs, milliseconds = compiled(images)
    assert outputs.shape == (len(networks), count, 11)
    assert outputs.dtype == np.float32
    assert milliseconds.shape == (len(networks),)
    assert (milliseconds > 0).all() == (count > 0)
    for given, network in zip(outputs, networks, strict=True):
        expected = network.predict(network_input(images), verbose=0) if count else given
        np.testing.assert_allclose(given, expected, atol=1e-5)


def test_threads_that_ask_at_once_get_their_own_answers(compiled):
    questions = [some_images(1 + seed % 3, seed) for seed in range(60)]
    alone = [compiled(images)[0] for images in questions]
    with ThreadPoolExecutor(8) as threads:
        at_once = list(threads.map(lambda images: compiled(images)[0], questions))
    for one, other in zip(alone, at_once, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
