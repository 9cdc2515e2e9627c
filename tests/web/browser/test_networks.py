"""The networks' file: what it holds, what it refuses, and what the browser makes of it."""

import gzip
import json
import re
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from mnist_models.confidence import Confidence
from mnist_models.mnist import IMAGE_SHAPE
from mnist_models.recognizer import Recognizer
from web.browser.networks import RULES, LayerError, layers_of, packed

ROOT = Path(__file__).parents[3]
BROWSER = ROOT / "web" / "browser"


def test_the_file_is_small_and_describes_what_it_holds(recognizer, file):
    assert len(file) < 5_500_000
    head, _, numbers = gzip.decompress(file).partition(b"\n")
    description = json.loads(head)
    assert description["rules"] == RULES
    assert [each["name"] for each in description["networks"]] == list(recognizer.names)
    convolutions = [
        layer
        for network in description["networks"]
        for column in network["columns"]
        for layer in column
        if layer["kind"] == "convolution"
    ]
    assert len(numbers) == sum(
        layer["outputs"] * (8 + 2 * layer["size"] ** 2 * layer["channels"])
        for layer in convolutions
    )


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


def column(size, random):
    """A network of two convolutions and pooling, with random weights that 16 bits hold."""
    network = keras.Sequential(
        [
            keras.layers.Input(IMAGE_SHAPE),
            keras.layers.Conv2D(6, size, use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.MaxPooling2D(),
            keras.layers.Conv2D(10, size, strides=2, padding="same"),
            keras.layers.ReLU(),
            keras.layers.Flatten(),
            keras.layers.Dense(11),
        ]
    )
    for layer in network.layers:
        weights = [random.uniform(-0.2, 0.2, each.shape) for each in layer.get_weights()]
        if isinstance(layer, keras.layers.BatchNormalization):
            weights = [np.abs(each) + 0.1 for each in weights]
        layer.set_weights([each.astype(np.float16) for each in weights])
    return network


def committee_of(columns, combine):
    image = keras.layers.Input(IMAGE_SHAPE)
    logits = combine([each(image) for each in columns])
    return keras.Model(image, keras.layers.Softmax()(logits), name="deep_cnn")


def test_a_committee_gives_the_mean_of_its_members_logits_and_each_members_digit(modules, as_text):
    random = np.random.default_rng(0)
    columns = [column(size, random) for size in (3, 5, 7)]
    committee = committee_of(columns, keras.layers.Average())
    file = packed(Recognizer({"deep_cnn": committee}, {"deep_cnn": Confidence(1.0, 0.0)}))
    images = random.integers(0, 256, (20, 28, 28), np.uint8) * (random.random((20, 28, 28)) < 0.3)
    inputs = images[..., np.newaxis].astype(np.float32) / 255
    logits = np.array([each(inputs, training=False) for each in columns])
    replies = modules.evaluate(
        """async ([file, images]) => {
            const { createEngine, readNetworks } = await import("/browser/network.js");
            const engine = await createEngine(fetch("/browser/kernel.wasm"));
            const { networks } = readNetworks((await unpacked(file)).buffer, engine);
            return images.map((image) => networks[0].logits(Uint8Array.from(image)));
        }""",
        [as_text(gzip.decompress(file)), images.reshape(20, -1).tolist()],
    )
    ours = np.array([reply["logits"] for reply in replies])
    np.testing.assert_allclose(ours, logits.mean(axis=0), atol=1e-4)
    outputs = np.exp(ours) / np.exp(ours).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(outputs, committee(inputs, training=False), atol=1e-4)
    members = [reply["members"] for reply in replies]
    np.testing.assert_array_equal(np.transpose(members), logits[..., :10].argmax(axis=2))


def test_a_committee_that_does_not_average_is_refused():
    columns = [column(3, np.random.default_rng(0)) for _ in range(2)]
    with pytest.raises(LayerError, match="maximum"):
        layers_of(committee_of(columns, keras.layers.Maximum()))


def test_every_rule_is_described_for_the_scripts():
    (described,) = re.findall(
        r"@typedef \{object\} Rules(.+?)\*/", (BROWSER / "network.js").read_text("utf-8"), re.DOTALL
    )
    assert set(re.findall(r"@property \{.+\} (\w+)", described)) == set(RULES)


def test_the_kernel_is_what_its_source_compiles_to(tmp_path):
    source = (BROWSER / "kernel.c").read_text("utf-8")
    lines = re.findall(r"^// {3,}(.+)$", source, re.MULTILINE)[1:]
    command = " ".join(line.rstrip("\\ ") for line in lines).split()[1:]
    built = tmp_path / "kernel.wasm"
    command[command.index("-o") + 1] = str(built)
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True)
    assert built.read_bytes() == (BROWSER / "kernel.wasm").read_bytes()
