"""Judging a network that has just been trained: everything that its report says."""

import os
import platform
from dataclasses import asdict, replace
from importlib.metadata import version

import keras
import numpy as np

from mnist_models import mnist, weights
from mnist_models.augmentation.handwriting import Handwriting, varied
from mnist_models.confidence import calibration_figures, digit_probabilities, fit_confidence
from mnist_models.evaluation import (
    ErrorCount,
    answers,
    confusion_matrix,
    count_errors,
    outputs_of,
    wrong_digits,
)
from mnist_models.recipes import Recipe
from mnist_models.training import LearningCurve
from mnist_models.weights import Report
from mnist_models.writing.drawings import HELD_OUT, drawings


def judge(
    network: keras.Model,
    name: str,
    recipe: Recipe,
    validation: mnist.Digits,
    test: mnist.Digits,
    *,
    seed: int,
    curve: LearningCurve,
) -> Report:
    """Fit the confidence of `network` on what it has not seen, and count its errors.

    Args:
        network: as it is to be saved.
        name: its name among the architectures.
        recipe: how it was trained.
        validation: digits that its training did not show.
        test: digits that nothing was chosen by.
        seed: that it was trained from; it decides the drawings of unseen forms too.
        curve: its learning curve.

    Returns:
        The report, of this seed alone and not `quick`.
    """
    given = answers(network, test)
    unseen = drawings(len(validation.labels), seed, HELD_OUT)
    confidence = fit_confidence(*_held_out(network, validation, unseen, recipe.handwriting, seed))
    probabilities = digit_probabilities(outputs_of(network, test.images), confidence.temperature)
    report = Report(
        name=name,
        quick=False,
        architecture=weights.describe(network),
        parameters=network.count_params(),
        recipe=asdict(recipe),
        seed=seed,
        epochs=recipe.epochs,
        training_seconds=round(sum(epoch["seconds"] for epoch in curve), 1),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        versions={"python": platform.python_version()}
        | {package: version(package) for package in (keras.backend.backend(), "keras", "numpy")},
        confidence=confidence,
        validation=count_errors(network, validation),
        unseen_forms=count_errors(network, unseen),
        test=ErrorCount(int((given != test.labels).sum()), len(given)),
        calibration=calibration_figures(probabilities, test.labels),
        wrong_test=wrong_digits(given, test.labels),
        test_confusion=confusion_matrix(given, test.labels).tolist(),
        learning_curve=curve,
    )
    return replace(report, seeds=[report.result()])


def _held_out(
    network: keras.Model,
    validation: mnist.Digits,
    unseen: mnist.Digits,
    handwriting: Handwriting,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Outputs and labels of what no network trains on.

    The validation digits as they are and from other hands, and drawings of unseen forms.
    """
    by_hand = replace(handwriting, as_it_is=0.0, astray=0.0, corrupted=0.0)
    images = [validation.images, varied(validation, by_hand, seed), unseen.images]
    labels = [validation.labels, validation.labels, unseen.labels]
    return outputs_of(network, np.concatenate(images)), np.concatenate(labels)
