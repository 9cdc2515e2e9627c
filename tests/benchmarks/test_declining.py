import numpy as np
import pytest
from scipy.spatial.distance import mahalanobis

from benchmarks import declining
from benchmarks.tables import hard_inputs


def test_a_score_that_separates_all_is_perfect():
    scores = {"digits": np.arange(100.0), "letters": np.full(5, -1.0), "other": np.arange(100.0)}
    figures = declining.separation(scores)
    assert figures["letters: AUROC"] == figures["letters: declined"] == 1
    assert figures["other: AUROC"] == pytest.approx(0.5)
    assert "| score |" in hard_inputs.declining({"a score": figures})


def test_the_distance_agrees_with_scipy():
    random = np.random.default_rng(0)
    labels = np.arange(200) % 10
    known = random.normal(labels[:, None], 1, (200, 3))
    one = random.normal(0, 1, (1, 3))
    means = np.stack([known[labels == label].mean(axis=0) for label in range(10)])
    inverse = np.linalg.inv(np.cov((known - means[labels]).T) + 1e-6 * np.eye(3))
    expected = min(mahalanobis(one[0], mean, inverse) ** 2 for mean in means)
    assert declining._distance(known, labels, one)[0] == pytest.approx(expected)
