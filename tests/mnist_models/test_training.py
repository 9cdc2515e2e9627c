import os
import subprocess
import sys
from dataclasses import replace

import keras
import numpy as np
import pytest

from mnist_models import training
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.evaluation import count_errors
from mnist_models.recipes import RECIPES
from tests.fixtures.noise import Noise


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


CYCLES = replace(RECIPES["baseline"], epochs=4, cycle=2, batch_size=20, drawings=0, non_digits=0)


class Watch(keras.callbacks.Callback):
    """Notes the learning rate of each step; interrupts the training in an epoch, from 0."""

    def __init__(self, interrupted_in=None):
        super().__init__()
        self.rates, self.epochs, self.interrupted_in = [], 0, interrupted_in

    def on_train_batch_end(self, batch, logs=None):
        self.rates.append(float(self.model.optimizer.learning_rate))

    def on_epoch_end(self, epoch, logs=None):
        if self.epochs == self.interrupted_in:
            raise KeyboardInterrupt
        self.epochs += 1


def train_in_cycles(digits, folder, watch):
    keras.utils.set_random_seed(0)
    network, state = ARCHITECTURES["baseline"](), folder / "state"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "RandomHandwriting", Noise)
        training.fit(network, CYCLES, digits, digits, seed=0, checkpoint=state, observers=[watch])
    return network.get_weights()


@pytest.fixture(scope="module")
def whole(tmp_path_factory, small_digits):
    """The weights of a training in two cycles of ten steps, and what was noted of it."""
    watch = Watch()
    folder = tmp_path_factory.mktemp("whole")
    return train_in_cycles(small_digits(100, seed=5), folder, watch), watch


def test_the_learning_rate_falls_to_zero_in_each_cycle_from_half_the_peak_before(whole):
    rates = whole[1].rates
    first, second = rates[:10], rates[10:]
    assert max(second) == pytest.approx(max(first) / 2)
    assert all(cycle[-1] < max(cycle) / 5 for cycle in (first, second))


@pytest.mark.parametrize("epoch", [2, 3], ids=["between cycles", "within the second"])
def test_an_interrupted_training_ends_as_if_it_had_not_been(tmp_path, small_digits, whole, epoch):
    digits = small_digits(100, seed=5)
    with pytest.raises(KeyboardInterrupt):
        train_in_cycles(digits, tmp_path, Watch(interrupted_in=epoch))
    resumed = train_in_cycles(digits, tmp_path, Watch())
    for one, other in zip(whole[0], resumed, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


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
# Of 20 digits, 16 drawings and 6 others: each size of a batch would be compiled for itself.
recipe = replace(RECIPES["deep_cnn"], epochs=1, batch_size=21)
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
        # Two steps are sooner taken than their program is made quick.
        "XLA_FLAGS": "--xla_backend_optimization_level=0",
    }
    command = [sys.executable, "-c", TWO_STEPS_WITH_JAX, str(tmp_path / "state")]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
