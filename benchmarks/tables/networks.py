"""The networks as their reports and their figures on real drawings describe them."""

from typing import Any

import numpy as np

import train
from benchmarks.tables.markdown import percent, table
from mnist_models import figures, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import ErrorCount
from mnist_models.mnist import NUM_CLASSES

Networks = dict[str, dict[str, Any]]  # name → its figures on real drawings


def results() -> str:
    """Size, training time and errors of the shipped networks."""
    drawn, elsewhere = (
        figures.on_drawings(weights.FOLDER, which) for which in (figures.UNIPEN, figures.PENDIGITS)
    )
    rows = []
    for name in ARCHITECTURES:
        report = weights.read_report(name)
        minutes = f"{report.training_seconds / 60:.0f} min"
        ways = (drawn, "exact"), (elsewhere, "exact"), (drawn, "naive")
        errors = [_errors(found[name][way]) if name in found else "–" for found, way in ways]
        rows.append([f"`{name}`", f"{report.parameters:,}", minutes, report.test, *errors])
    return table(
        ["network", "parameters", "training", "MNIST test digits", "drawings: UNIPEN",
         "drawings: pendigits", "UNIPEN, canvas merely shrunk"],
        rows,
    )  # fmt: skip


def seeds() -> str:
    """Every seed's test error and validation digits read wrongly, and the errors' spread."""
    reports = [weights.read_report(name) for name in ARCHITECTURES]
    numbers = list(dict.fromkeys(result.seed for report in reports for result in report.seeds))
    rows = []
    for report in reports:
        cells = {
            one.seed: f"{percent(one.test.error)} ({one.validation.wrong})" for one in report.seeds
        }
        each = [cells.get(number, "–") for number in numbers]
        rows.append([f"`{report.name}`", *each, train.over_seeds(report)])
    heads = [f"seed {number}" for number in numbers]
    return table(["network", *heads, "mean ± standard deviation"], rows)


def preprocessings(networks: Networks) -> str:
    """Errors on real drawings, the canvas merely shrunk and in MNIST's exact format."""
    return table(
        ["network", "canvas merely shrunk", "MNIST's exact format"],
        (
            [f"`{name}`", _errors(found["naive"]), _errors(found["exact"])]
            for name, found in networks.items()
        ),
    )


def pens(networks: Networks) -> str:
    """Errors on real drawings by the width of the pen."""
    pens = [way for way in next(iter(networks.values())) if way.startswith("pen ")]
    return table(
        ["network", *(f"{pen.removeprefix('pen ')} %" for pen in pens)],
        (
            [f"`{name}`", *(percent(found[pen]["error"]) for pen in pens)]
            for name, found in networks.items()
        ),
    )


def kinds(networks: Networks) -> str:
    """Errors on real drawings by the kind of digit, in percent."""
    rows = []
    for name, found in networks.items():
        matrix = np.array(found["confusion"])
        errors = 1 - matrix.diagonal() / np.maximum(1, matrix.sum(axis=1))
        rows.append([f"`{name}`", *(f"{100 * error:.1f}" for error in errors)])
    return table(["network", *map(str, range(NUM_CLASSES))], rows)


def writers(networks: Networks) -> str:
    """The writers whom a network reads poorly."""
    rows = [
        [f"`{name}`", *writer.values()]
        for name, found in networks.items()
        for writer in found["poorly_read_writers"]
    ]
    return table(["network", "writer", "wrong", "of"], rows)


def confidence(networks: Networks) -> str:
    """Calibration, and what is declined of real digits and letters; – where there are none."""
    columns = [
        "network", "calibration error", "before", "AUROC digits/letters", "right digits declined",
        "letters declined", "error of answers",
    ]  # fmt: skip
    rows = []
    for name, found in networks.items():
        curve, refusal = found["calibration"], found.get("declining", {})
        shares = [
            curve["expected_calibration_error"], curve["error_at_1"],
            *(refusal.get(key) for key in ("auroc", "right_digits_declined", "letters_declined",
                                           "error_of_answers")),
        ]  # fmt: skip
        cells = ["–" if share is None else percent(share) for share in shares]
        rows.append([f"`{name}`", *cells])
    return table(columns, rows)


def _errors(count: dict[str, Any]) -> ErrorCount:
    return ErrorCount(count["wrong"], count["total"])
