import os
import subprocess
import sys
from dataclasses import replace

import keras

from mnist_models import training
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.evaluation import count_errors
from mnist_models.recipes import RECIPES


def test_training_learns(tmp_path, small_digits):
    keras.utils.set_random_seed(0)
    digits, unseen = small_digits(400, seed=5), small_digits(100, seed=6)
    still = Handwriting(as_it_is=0, rotation=0, shear=0, scale=0, shift=0, elastic=0,
                        astray=0, corrupted=0)  # fmt: skip
    alone = replace(RECIPES["simple_cnn"], drawings=0.0, non_digits=0.0)
    recipe = replace(alone, epochs=8, batch_size=40, handwriting=still)
    network = ARCHITECTURES["simple_cnn"]()
    curve = training.fit(network, recipe, digits, unseen, seed=0, checkpoint=tmp_path / "state")
    assert curve[-1]["loss"] < curve[0]["loss"]
    assert not (tmp_path / "state").exists()
    assert count_errors(network, unseen).error < 0.05


TWO_STEPS_WITH_JAX = """
import sys
from dataclasses import replace
from pathlib import Path
import keras, numpy as np
from mnist_models import training
from mnist_models.architectures import ARCHITECTURES
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES

assert keras.backend.backend() == "jax"
images = np.random.default_rng(0).integers(0, 256, (20, 28, 28)).astype(np.uint8)
digits = Digits(images, np.arange(20, dtype=np.uint8) % 10)
network = ARCHITECTURES["deep_cnn"]()
before = [np.array(weight) for weight in network.trainable_weights]
recipe = replace(RECIPES["deep_cnn"], epochs=1, batch_size=10)
curve = training.fit(network, recipe, digits, digits, seed=0, checkpoint=Path(sys.argv[1]))
assert np.isfinite(curve[-1]["loss"])
moved = zip(before, network.trainable_weights, strict=True)
assert all(np.abs(old - new).max() > 0 for old, new in moved)
assert "tensorflow" not in sys.modules
"""


def test_jax_trains_without_tensorflow(tmp_path):
    environment = os.environ | {
        "KERAS_BACKEND": "jax",
        "PYTHONPATH": ".",
    }
    command = [sys.executable, "-c", TWO_STEPS_WITH_JAX, str(tmp_path / "state")]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
