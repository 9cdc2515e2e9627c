"""Which of four scores separates digits from other drawings best, on the same small networks.

python -m benchmarks.declining    about six minutes on two cores

The simple CNN is trained for a few epochs without and with non-digits. Neither training
shows letters, so that they are as new to the eleventh output as to the other scores. The
score is chosen here, so no real drawing is used.
"""

from dataclasses import replace

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from benchmarks import readme
from benchmarks.support import trial
from benchmarks.support.trial import EPOCHS, NETWORK, SEED
from mnist_models import figures, mnist
from mnist_models.augmentation.handwriting import varied
from mnist_models.augmentation.non_digits import KINDS, non_digits, with_non_digits
from mnist_models.confidence import DECLINED, auroc, digit_score
from mnist_models.evaluation import outputs_of
from mnist_models.mnist import NUM_CLASSES, Digits
from mnist_models.recipes import RECIPES

_COUNT = 3000  # non-digits of each kind
_NO_LETTERS = {kind: share for kind, share in KINDS.items() if "letter" not in kind}

Scores = NDArray[np.float64]


def main(arguments: list[str] | None = None) -> None:
    """Train both networks, compare the scores, print the table, write the figures."""
    options = trial.parser(__doc__, "declining").parse_args(arguments)
    fitted, validation = mnist.split(mnist.load(options.data)[0])
    recipe = replace(RECIPES[NETWORK], epochs=EPOCHS)
    digits_only = replace(recipe, drawings=0.0, non_digits=0.0)
    closed = trial.train(digits_only, fitted, validation)
    mixed = with_non_digits(fitted, recipe.non_digits, SEED, _NO_LETTERS)
    opened = trial.train(digits_only, mixed, validation)
    digits = np.concatenate(
        [validation.images, varied(validation, recipe.handwriting, seed=SEED + 1)]
    )
    parts = {
        "digits": digits,
        "letters": non_digits(validation, _COUNT, SEED + 2, {"letter": 1.0}),
        "other": non_digits(validation, _COUNT, SEED + 3, _NO_LETTERS),
    }
    scores = {part: all_scores(closed, opened, fitted, images) for part, images in parts.items()}
    record = {
        score: separation({part: scores[part][score] for part in parts})
        for score in scores["digits"]
    }
    figures.write(options.out, record)
    print(readme.declining(record))


def all_scores(
    closed: keras.Model, opened: keras.Model, fitted: Digits, images: NDArray[np.uint8]
) -> dict[str, Scores]:
    """Each score of each image, higher for what looks more like a digit; float64 `(n,)` each.

    Args:
        closed: trained on digits alone.
        opened: trained on non-digits too.
        fitted: the digits that both were trained on.
        images: uint8 `(n, 28, 28)`.
    """
    features, answer = _features(closed, images), closed.layers[-1]
    logits = (features @ np.asarray(answer.kernel) + np.asarray(answer.bias))[:, :NUM_CLASSES]
    highest = logits.max(axis=1)
    energy = highest + np.log(np.exp(logits - highest[:, np.newaxis]).sum(axis=1))
    known = _features(closed, fitted.images)
    return {
        "largest probability (Hendrycks 2017)": highest - energy,
        "energy (Liu 2020)": energy,
        "Mahalanobis distance (Lee 2018)": -_distance(known, fitted.labels, features),
        "eleventh output": digit_score(outputs_of(opened, images)),
    }


def _features(network: keras.Model, images: NDArray[np.uint8]) -> Scores:
    """The outputs of the last layer but one, float64 `(n, features)`."""
    body = keras.Model(network.inputs, network.layers[-2].output)
    return np.asarray(outputs_of(body, images), np.float64)


def _distance(known: Scores, labels: NDArray[np.integer], features: Scores) -> Scores:
    """Squared, from the nearest class's mean under the classes' common covariance; `(n,)`."""
    means = np.stack([known[labels == label].mean(axis=0) for label in range(NUM_CLASSES)])
    covariance = np.cov((known - means[labels]).T) + 1e-6 * np.eye(known.shape[1])
    inverse = np.linalg.inv(covariance)
    distances: Scores = cdist(features, means, "mahalanobis", VI=inverse).min(axis=1) ** 2
    return distances


def separation(scores: dict[str, Scores]) -> dict[str, float]:
    """How well one score separates `digits` from `letters` and from `other` non-digits."""
    threshold = np.quantile(scores["digits"], DECLINED)
    found = {}
    for part in ("letters", "other"):
        found[f"{part}: AUROC"] = auroc(scores["digits"], scores[part])
        found[f"{part}: declined"] = float(np.mean(scores[part] < threshold))
    return found


if __name__ == "__main__":
    main()
