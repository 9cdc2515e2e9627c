"""The networks' file: what it holds, and what it refuses."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from mnist_models.mnist import IMAGE_SHAPE
from web.browser.layers import LayerError, layers_of
from web.browser.networks import packed
from web.browser.rules import RULES

ROOT = Path(__file__).parents[3]
BROWSER = ROOT / "web" / "browser"


def test_the_file_is_small_and_says_what_it_holds(recognizer):
    file = packed(recognizer, RULES)
    assert len(file) < 2_500_000
    head, _, numbers = gzip.decompress(file).partition(b"\n")
    description = json.loads(head)
    assert description["rules"] == RULES
    assert [each["name"] for each in description["networks"]] == list(recognizer.names)
    layers = [layer for each in description["networks"] for layer in each["layers"]]
    convolutions = [layer for layer in layers if layer["kind"] == "convolution"]
    vectors = sum(8 * layer["outputs"] for layer in convolutions)
    weights = sum(
        2 * layer["size"] ** 2 * layer["channels"] * layer["outputs"] for layer in convolutions
    )
    assert len(numbers) == vectors + weights


@pytest.mark.parametrize(
    "layer",
    [
        keras.layers.Conv2D(4, 3, dilation_rate=2),
        keras.layers.Conv2D(4, (3, 5)),
        keras.layers.Conv2D(4, 3, activation="tanh"),
        keras.layers.MaxPooling2D(padding="same"),
        keras.layers.AveragePooling2D(2),
        keras.layers.Dense(4),
        keras.layers.BatchNormalization(),
        keras.layers.ReLU(),
    ],
)
def test_a_layer_that_the_browser_does_not_know_is_named(layer):
    answer = [keras.layers.Flatten(), keras.layers.Dense(11, activation="softmax")]
    network = keras.Sequential([keras.layers.Input(IMAGE_SHAPE), layer, *answer])
    with pytest.raises(LayerError, match=layer.name):
        layers_of(network)


def test_a_norm_becomes_the_scale_and_offset_of_the_convolution_before_it():
    layers = [keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization(), keras.layers.ReLU()]
    answer = [keras.layers.Flatten(), keras.layers.Dense(11, activation="softmax")]
    network = keras.Sequential([keras.layers.Input(IMAGE_SHAPE), *layers, *answer])
    random = np.random.default_rng(0)
    for layer in network.layers:
        layer.set_weights([random.uniform(0.1, 1, each.shape) for each in layer.get_weights()])
    image = random.uniform(size=(1, *IMAGE_SHAPE)).astype(np.float32)
    expected = np.asarray(layers[2](layers[1](layers[0](image), training=False)))
    plain = layers_of(network)[0]
    (bias,) = layers[0].get_weights()[1:]
    raw = np.asarray(layers[0](image)) - bias
    np.testing.assert_allclose(np.maximum(raw * plain.scale + plain.offset, 0), expected, rtol=1e-4)


def test_every_rule_is_described_for_the_scripts():
    described = (BROWSER / "rules.js").read_text("utf-8")
    assert set(re.findall(r"@property \{.+\} (\w+)", described)) == set(RULES)


def test_the_kernel_is_what_its_source_compiles_to(tmp_path):
    source = (BROWSER / "kernel.c").read_text("utf-8")
    lines = re.findall(r"^// {3,}(.+)$", source, re.MULTILINE)[1:]
    command = " ".join(line.rstrip("\\ ") for line in lines).split()[1:]
    built = tmp_path / "kernel.wasm"
    command[command.index("-o") + 1] = str(built)
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    assert built.read_bytes() == (BROWSER / "kernel.wasm").read_bytes()
