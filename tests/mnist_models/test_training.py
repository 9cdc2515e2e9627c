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
from mnist_models.mnist import NO_DIGIT
from mnist_models.recipes import RECIPES
from mnist_models.training import EpochData, Examples, augmentation_sheet
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


RECIPE = replace(RECIPES["simple_cnn"], drawings=0.5, non_digits=0.2)


@pytest.fixture
def digits(small_digits):
    return small_digits(40, seed=1)


def test_an_epoch_shows_every_digit_and_the_drawings_of_the_recipe(digits):
    with EpochData(digits, RECIPE, seed=0) as data:
        examples = data[0]
        assert len(examples.labels) == data.size == 40 + 20 + 8
    own = examples.kinds >= 0
    shown = {image.tobytes() for image in examples.images[own]}
    assert shown == {image.tobytes() for image in digits.images}
    assert (examples.labels[own] == examples.kinds[own]).all()
    assert (examples.labels[~own] == NO_DIGIT).sum() == 8


def test_each_half_of_the_drawings_is_shown_in_two_epochs(digits):
    with EpochData(digits, RECIPE, seed=0) as data:
        made = [{image.tobytes() for image in data[epoch].images[data[epoch].kinds < 0]}
                for epoch in range(3)]  # fmt: skip
    assert len(made[0] & made[1]) == len(made[1] & made[2]) == 14
    assert not made[0] & made[2]


def test_the_same_seed_gives_the_same_epoch_whatever_was_shown_before(digits):
    with EpochData(digits, RECIPE, seed=3) as through, EpochData(digits, RECIPE, seed=3) as resumed:
        for epoch in range(3):
            examples = through[epoch]
        for one, other in zip(examples, resumed[2], strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_recipe_may_show_the_digits_alone(digits):
    with EpochData(digits, replace(RECIPE, drawings=0.0, non_digits=0.0), seed=0) as data:
        assert sorted(data[0].labels) == sorted(Examples.of(digits).labels)


@pytest.mark.parametrize(("without", "left"), [("drawings", 8), ("non_digits", 20)])
def test_a_recipe_may_do_without_either_kind_of_drawing(digits, without, left):
    with EpochData(digits, replace(RECIPE, **{without: 0.0}), seed=0) as data:
        examples = data[0]
    assert len(examples.labels) == data.size == 40 + left
    assert ((examples.labels == NO_DIGIT).sum() == 8) == (without == "drawings")


def test_a_sheet_shows_digits_above_what_training_makes_of_them_and_synthetic_ones(small_digits):
    digits = small_digits(50, seed=0)
    sheet = 255 - np.asarray(
        augmentation_sheet(digits, Handwriting(as_it_is=0.0), seed=0, columns=3)
    )
    assert sheet.shape == (31 * 56, 3 * 56)
    tiles = sheet[::2, ::2].reshape(31, 28, 3, 28).swapaxes(1, 2)
    first_seven = digits.images[digits.labels == 7][0]
    np.testing.assert_array_equal(tiles[21, 0], first_seven)
    assert np.abs(tiles[22].astype(int) - first_seven).max() > 50
    assert (tiles[23].max(axis=(1, 2)) == 255).all()
    assert (tiles[30].max(axis=(1, 2)) == 255).all()
