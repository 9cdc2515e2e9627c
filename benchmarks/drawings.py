"""How well the networks read what real people drew.

python -m benchmarks.drawings DIR [DIR …]

Each DIR holds one set of drawings in UNIPEN's layout: `data/1a/` (isolated digits),
`include/`, and optionally `data/1b/` (letters that resemble no digit).

Each digit is drawn once on a canvas of 400 pixels with a random pen, size and place, then
read twice: with the whole canvas shrunk to 28×28, as most demos do, and in MNIST's exact
format. Then it is drawn with pens from a hairline to a marker. Letters are drawn as digits
are, to count how many of them are declined. Each set has its own figures, under its folder's
name. A picture of the first set's calibration is written beside them.
"""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from benchmarks import readme
from mnist_models import figures
from mnist_models.confidence import (
    Confidence,
    auroc,
    calibration_figures,
    digit_probabilities,
    digit_score,
)
from mnist_models.drawing.sketch import shrink_canvas, sketch_to_mnist
from mnist_models.evaluation import ErrorCount, confusion_matrix, interval, prediction_error
from mnist_models.mnist import NUM_CLASSES
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import (
    PEN_WIDTHS,
    draw_as_person,
    draw_with_pen,
)
from mnist_models.strokes.unipen import Drawing, UnipenError, read_unipen
from mnist_models.weights import FOLDER, WeightsError

PREPROCESSINGS = {"naive": shrink_canvas, "exact": sketch_to_mnist}
SHARES = (0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1)  # of the right digits, declined
_MANY_DIGITS, _MANY_ERRORS = 30, 0.1  # a writer with more of both counts as poorly read

TABLES = (readme.preprocessings, readme.pens, readme.kinds, readme.writers, readme.confidence)

Images = NDArray[np.uint8]  # (n, 28, 28), 0 paper to 255 ink
Outputs = NDArray[np.float32]  # (n, 11), 0-1: ten digits, and "no digit"


def main(arguments: list[str] | None = None) -> None:
    """Draw every digit, read it, print the tables and write the figures."""
    options = parse(arguments)
    try:
        recognizer = Recognizer.load(options.weights)
        sets = {
            folder.resolve().name: evaluate_set(folder, recognizer, options.seed)
            for folder in options.folders
        }
    except (UnipenError, WeightsError) as error:
        sys.exit(str(error))
    for name, found in sets.items():
        print(f"\n{name}: {found['digits']:,} digits by {found['writers']} writers")
        print(*(table(found["networks"]) for table in TABLES), sep="\n\n")
    figures.write(options.out, {"seed": options.seed, "sets": sets})
    first = next(iter(sets.values()))["networks"]
    picture(first).savefig(options.out.with_suffix(".png"), dpi=110)


def evaluate_set(folder: Path, recognizer: Recognizer, seed: int) -> dict[str, Any]:
    """Every network's figures on one set of drawings, ready for JSON.

    Raises:
        UnipenError: if the set cannot be read.
    """
    drawings = read_unipen(folder, "1a")
    images = render(drawings, seed) | render_pens(drawings)
    if (folder / "data" / "1b").is_dir():
        images["letters"] = render(read_unipen(folder, "1b"), seed)["exact"]
    outputs = {rendering: recognizer.outputs(stack)[0] for rendering, stack in images.items()}
    networks = {
        name: evaluate(drawings, {key: rows[place] for key, rows in outputs.items()}, confidence)
        for place, (name, confidence) in enumerate(
            zip(recognizer.names, recognizer.confidences, strict=True)
        )
    }
    writers = len({drawing.writer for drawing in drawings})
    return {"digits": len(drawings), "writers": writers, "networks": networks}


def render(drawings: list[Drawing], seed: int) -> dict[str, Images]:
    """Each drawing with each of `PREPROCESSINGS`: `exact` → uint8 `(n, 28, 28)`."""
    random = np.random.default_rng(seed)
    images: dict[str, list[Images]] = {name: [] for name in PREPROCESSINGS}
    for drawing in drawings:
        ink = draw_as_person(drawing.strokes, random)
        for name, to_mnist in PREPROCESSINGS.items():
            images[name].append(to_mnist(ink))
    return {name: np.stack(stack) for name, stack in images.items()}


def render_pens(drawings: list[Drawing]) -> dict[str, Images]:
    """Each drawing with each pen, in MNIST's exact format: `pen 4` → uint8 `(n, 28, 28)`."""
    return {
        f"pen {width}": np.stack(
            [sketch_to_mnist(draw_with_pen(drawing.strokes, width / 100)) for drawing in drawings]
        )
        for width in PEN_WIDTHS
    }


def evaluate(
    drawings: list[Drawing], outputs: dict[str, Outputs], confidence: Confidence
) -> dict[str, Any]:
    """One network's figures, ready for JSON.

    Args:
        drawings: the `n` digits.
        outputs: the network's outputs by rendering, `(n, 11)` each; of `letters`, if any,
            `(letters, 11)`.
        confidence: the network's temperature and threshold.

    Returns:
        Errors by rendering, confusion, poorly read writers, calibration, and what is declined.
    """
    labels = np.array([int(drawing.label) for drawing in drawings])
    letters = outputs.pop("letters", None)
    answers = {key: rows[:, :NUM_CLASSES].argmax(axis=1) for key, rows in outputs.items()}
    found: dict[str, Any] = {}
    for rendering, given in answers.items():
        errors = ErrorCount(int((given != labels).sum()), len(labels))
        low_high = interval(errors.wrong, errors.total)
        found[rendering] = asdict(errors) | {"error": errors.error, "interval": low_high}
    found |= {
        "confusion": confusion_matrix(answers["exact"], labels).tolist(),
        "poorly_read_writers": poorly_read(drawings, answers["exact"] != labels),
        "calibration": calibration(outputs["exact"], labels, confidence),
    }
    if letters is not None:
        found["declining"] = declining(outputs["exact"], labels, letters, confidence)
    return found


def poorly_read(drawings: list[Drawing], wrong: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Writers of more than 30 digits of which more than 10 % are read wrongly, worst first."""
    by_writer: dict[str, list[bool]] = {}
    for drawing, missed in zip(drawings, wrong, strict=True):
        by_writer.setdefault(f"{drawing.donor}/{drawing.writer}", []).append(bool(missed))
    poor = [
        {"writer": writer, "wrong": sum(missed), "total": len(missed)}
        for writer, missed in by_writer.items()
        if len(missed) > _MANY_DIGITS and sum(missed) > _MANY_ERRORS * len(missed)
    ]
    return sorted(poor, key=lambda row: -row["wrong"] / row["total"])


def calibration(
    outputs: Outputs, labels: NDArray[np.integer], confidence: Confidence
) -> dict[str, Any]:
    """Calibration at the network's temperature, and its error at temperature 1."""
    raw, tempered = (
        calibration_figures(digit_probabilities(outputs, temperature), labels)
        for temperature in (1.0, confidence.temperature)
    )
    before = raw["expected_calibration_error"]
    return {"temperature": confidence.temperature, "error_at_1": before} | tempered


def declining(
    digits: Outputs, labels: NDArray[np.integer], letters: Outputs, confidence: Confidence
) -> dict[str, Any]:
    """What the network declines of digits and of letters, at its threshold and at others."""
    score, letter_score = digit_score(digits), digit_score(letters)
    answers = digits[:, :-1].argmax(axis=1)
    right, kept = answers == labels, score >= confidence.threshold

    def threshold(share: float) -> float:
        """The score below which a share of the right digits lies; -inf if none is right."""
        return float(np.quantile(score[right], share)) if right.any() else -np.inf

    return {
        "letters": len(letters),
        "auroc": auroc(score, letter_score),
        "threshold": confidence.threshold,
        "right_digits_declined": _share(~kept[right]),
        "wrong_digits_declined": _share(~kept[~right]),
        "letters_declined": _share(letter_score < confidence.threshold),
        "error_of_answers": prediction_error(answers[kept], labels[kept]) if kept.any() else 0.0,
        "trade_off": [[share, _share(letter_score < threshold(share))] for share in SHARES],
    }


def _share(flags: NDArray[np.bool_]) -> float:
    """The share that is set, 0-1; 0 of none."""
    return float(flags.mean()) if len(flags) else 0.0


def picture(networks: dict[str, dict[str, Any]]) -> Figure:
    """Reliability, error by coverage, and letters declined by digits declined."""
    figure, (reliability, risk, refusal) = plt.subplots(1, 3, figsize=(12, 4), layout="constrained")
    for name, found in networks.items():
        curve = found["calibration"]
        points = [(one["confidence"], one["accuracy"]) for one in curve["reliability"]]
        reliability.plot(*zip(*points, strict=True), "o-", markersize=3, label=name)
        coverage, error = np.array(curve["risk_coverage"]).T
        risk.plot(100 * coverage, 100 * error, label=name)
        if "declining" in found:
            digits, letters = np.array(found["declining"]["trade_off"]).T
            refusal.plot(100 * digits, 100 * letters, "o-", markersize=3, label=name)
    reliability.plot([0, 1], [0, 1], color="0.7", linewidth=0.8, zorder=0)
    reliability.set(title="Reliability", xlabel="confidence", ylabel="share that is right")
    risk.set(title="Risk and coverage", xlabel="digits answered, %", ylabel="error, %")
    refusal.set(title="Declining", xlabel="right digits declined, %", ylabel="letters declined, %")
    refusal.set_xscale("log")
    reliability.legend(frameon=False)
    return figure


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    layout = "a set in UNIPEN's layout: holds data/ and include/"
    add("folders", nargs="+", type=Path, metavar="DIR", help=layout)
    add("--seed", type=int, default=0, metavar="N", help="of pen, size and place; 0 by default")
    add("--weights", type=Path, default=FOLDER, metavar="DIR", help="weights/ by default")
    add("--out", type=Path, default=Path("drawings.json"), metavar="FILE",
        help="where the figures go; drawings.json by default")  # fmt: skip
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
