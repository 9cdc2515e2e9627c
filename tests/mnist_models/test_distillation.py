import keras
import numpy as np
import pytest
from keras import layers

from mnist_models.distillation import Distillation

random = np.random.default_rng(0)
IMAGES = random.random((20, 28, 28, 1), np.float32)
ANSWERS = random.dirichlet([3.0] * 11, 20).astype(np.float32)


@pytest.fixture(scope="module")
def teacher():
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(11, activation="softmax"),
        ]
    )


def test_the_answers_pass_unchanged(teacher):
    passed = keras.ops.convert_to_numpy(Distillation(teacher)([IMAGES, ANSWERS]))
    assert np.array_equal(passed, ANSWERS)


def test_the_loss_is_the_divergence_of_both_answers_softened_by_their_square_roots(teacher):
    taught = np.sqrt(teacher.predict(IMAGES, verbose=0).astype(float))
    taught /= taught.sum(axis=1, keepdims=True)
    learned = np.sqrt(ANSWERS.astype(float))
    learned /= learned.sum(axis=1, keepdims=True)
    expected = 0.7 / 0.3 * 4 * (taught * np.log(taught / learned)).sum(axis=1).mean()
    layer = Distillation(teacher)
    layer([IMAGES, ANSWERS])
    assert float(layer.losses[0]) == pytest.approx(expected, rel=1e-3)


def test_who_answers_as_the_teacher_does_loses_nothing(teacher):
    layer = Distillation(teacher)
    layer([IMAGES, teacher.predict(IMAGES, verbose=0)])
    assert float(layer.losses[0]) == pytest.approx(0, abs=1e-5)


def test_the_teacher_is_no_part_of_what_is_trained_or_kept(teacher):
    assert not Distillation(teacher).variables
