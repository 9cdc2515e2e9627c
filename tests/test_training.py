from dataclasses import replace

import keras
from conftest import small_digits

from mnist_models import training
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation import Handwriting
from mnist_models.evaluation import count_errors
from mnist_models.recipes import RECIPES


def test_training_learns_and_its_averaged_weights_fit_their_batch_norm(tmp_path):
    keras.utils.set_random_seed(0)
    digits, unseen = small_digits(400, seed=5), small_digits(100, seed=6)
    still = Handwriting(rotation=0, shear=0, scale=0, shift=0, elastic=0)
    recipe = replace(RECIPES["simple_cnn"], epochs=8, batch_size=40, handwriting=still)
    network = ARCHITECTURES["simple_cnn"]()
    curve = training.fit(network, recipe, digits, unseen, seed=0, checkpoint=tmp_path / "state")
    assert curve[-1]["loss"] < curve[0]["loss"]
    assert not (tmp_path / "state").exists()
    assert count_errors(network, unseen).error < 0.05
