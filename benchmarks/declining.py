"""Which score tells digits from other things best: four ways, on the same small networks.

python benchmarks/declining.py    about six minutes on two cores

The simple CNN is trained for a few epochs without and with non-digits. Letters
are kept out of both, so that they are as new to the eleventh output as to the
other scores. Real drawings have no part in it: this is where the choice is made.
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads
sys.path.insert(0, str(Path(__file__).parent.parent))

import keras
import numpy as np
from ablation import NETWORK, SEED, parse, train
from numpy.typing import NDArray

from mnist_models import mnist
from mnist_models.augmentation.handwriting import varied
from mnist_models.augmentation.non_digits import KINDS, non_digits, with_non_digits
from mnist_models.confidence import DECLINED, digit_score
from mnist_models.evaluation import auroc, outputs_of
from mnist_models.mnist import NUM_CLASSES, Digits, network_input
from mnist_models.recipes import RECIPES

EPOCHS, COUNT = 5, 3000
_NO_LETTERS = {kind: share for kind, share in KINDS.items() if kind != "letter"}

Scores = NDArray[np.float64]


def main(arguments: list[str] | None = None) -> None:
    """Train both networks, judge the scores, print the table, write the figures."""
    options = parse(arguments, __doc__, "declining")
    fitted, validation = mnist.split(mnist.load(options.data)[0])
    recipe = replace(RECIPES[NETWORK], epochs=EPOCHS)
    closed = train(recipe, fitted, validation)
    taught = with_non_digits(fitted, recipe.non_digits, SEED, _NO_LETTERS)
    opened = train(recipe, taught, validation)
    digits = np.concatenate(
        [validation.images, varied(validation, recipe.handwriting, seed=SEED + 1)]
    )
    parts = {
        "digits": digits,
        "letters": non_digits(validation, COUNT, SEED + 2, {"letter": 1.0}),
        "other": non_digits(validation, COUNT, SEED + 3, _NO_LETTERS),
    }
    scores = {part: all_scores(closed, opened, fitted, images) for part, images in parts.items()}
    record = {way: judge({part: scores[part][way] for part in parts}) for way in scores["digits"]}
    options.out.write_text(json.dumps(record, indent=1) + "\n")
    print(table(record))


def all_scores(
    closed: keras.Model, opened: keras.Model, fitted: Digits, images: NDArray[np.uint8]
) -> dict[str, Scores]:
    """Each score of each image, the higher the more of a digit; float64 `(n,)` each.

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
    return {
        "largest probability (Hendrycks 2017)": highest - energy,
        "energy (Liu 2020)": energy,
        "Mahalanobis distance (Lee 2018)": -_distance(_features(closed, fitted.images),
                                                      fitted.labels, features),
        "eleventh output": digit_score(outputs_of(opened, images)),
    }  # fmt: skip


def _features(network: keras.Model, images: NDArray[np.uint8]) -> Scores:
    """What the last layer but one gives, `(n, features)`."""
    body = keras.Model(network.inputs, network.layers[-2].output)
    features = body.predict(network_input(images), batch_size=500, verbose=0)
    return np.asarray(features, np.float64)


def _distance(known: Scores, labels: NDArray[np.integer], features: Scores) -> Scores:
    """From the nearest class's mean, under the covariance that all classes share."""
    means = np.stack([known[labels == label].mean(axis=0) for label in range(NUM_CLASSES)])
    covariance = np.cov((known - means[labels]).T) + 1e-6 * np.eye(known.shape[1])
    inverse = np.linalg.inv(covariance)
    gaps = [features - mean for mean in means]
    distances: Scores = np.min([((gap @ inverse) * gap).sum(axis=1) for gap in gaps], axis=0)
    return distances


def judge(scores: dict[str, Scores]) -> dict[str, float]:
    """How well one score tells `digits` from the rest."""
    threshold = np.quantile(scores["digits"], DECLINED)
    figures = {}
    for part in ("letters", "other"):
        figures[f"{part}: AUROC"] = auroc(scores["digits"], scores[part])
        figures[f"{part}: declined"] = float(np.mean(scores[part] < threshold))
    return figures


def table(record: dict[str, dict[str, Any]]) -> str:
    """A Markdown table, a row a score."""
    columns = list(next(iter(record.values())))
    lines = [f"| score | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for way, figures in record.items():
        shares = " | ".join(f"{figures[column]:.1%}" for column in columns)
        lines.append(f"| {way} | {shares} |")
    return "\n".join(lines).replace("%", " %")


if __name__ == "__main__":
    main()
