"""Bring the tables of the README files up to date.

python benchmarks/readme.py

A table stands between `<!-- NAME -->` and `<!-- /NAME -->`; its figures come
from the reports that `train.py` and the benchmarks left in weights/ and here.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import ablation
import augmentation_cost
import capacity
import declining
import drawings
import judging
import latency
import race
import robustness

import train
from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import ErrorCount

HERE = Path(__file__).parent
DOCUMENTS = (ROOT / "README.md", weights.FOLDER / "README.md", HERE / "README.md")


def results() -> str:
    """The three networks and their errors."""
    drawn = figures("drawings")["networks"]
    rows = [
        "| network | parameters | training | MNIST test digits | real drawings "
        "| real drawings, canvas merely shrunk |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in ARCHITECTURES:
        report = weights.read_report(name)
        exact, naive = (
            ErrorCount(drawn[name][recipe]["wrong"], drawn[name][recipe]["total"])
            for recipe in ("exact", "naive")
        )
        rows.append(
            f"| `{name}` | {report.parameters:,} | {report.training_seconds / 60:.0f} min "
            f"| {report.test} | {exact} | {naive} |"
        )
    return "\n".join(rows)


def seeds() -> str:
    """Every seed's test error and validation digits read wrongly, and the errors' spread."""
    reports = [weights.read_report(name) for name in ARCHITECTURES]
    numbers = [f"seed {result.seed}" for result in reports[0].seeds]
    lines = drawings.header("network", [*numbers, "mean ± standard deviation"])
    for report in reports:
        each = [
            f"{100 * result.test.error:.2f} % ({result.validation.wrong})"
            for result in report.seeds
        ]
        lines.append(drawings.row(f"`{report.name}`", [*each, train.over_seeds(report)]))
    return "\n".join(lines)


def pens() -> str:
    """Errors on real drawings by the width of the pen."""
    lines = drawings.header("network", [f"{pen} %" for pen in drawings.PENS])
    for name, row in figures("drawings")["networks"].items():
        errors = [f"{row[f'pen {pen}']['error']:.2%}" for pen in drawings.PENS]
        lines.append(drawings.row(f"`{name}`", [error.replace("%", " %") for error in errors]))
    return "\n".join(lines)


def kinds() -> str:
    """Errors on real drawings by the kind of digit."""
    lines = drawings.header("network", list("0123456789"))
    for name, row in figures("drawings")["networks"].items():
        errors = [1 - counts[digit] / sum(counts) for digit, counts in enumerate(row["confusion"])]
        lines.append(drawings.row(f"`{name}`", [f"{100 * error:.1f}" for error in errors]))
    return "\n".join(lines)


TABLES: dict[str, Callable[[], str]] = {
    "results": results,
    "seeds": seeds,
    "ingredients": lambda: ablation.table(figures("ablation")),
    "cost": lambda: augmentation_cost.table(figures("augmentation")),
    "race": lambda: race.table(figures("race")),
    "pens": pens,
    "kinds": kinds,
    "confidence": lambda: judging.table(figures("drawings")["networks"]),
    "declining": lambda: declining.table(figures("declining")),
    "robustness": lambda: robustness.table(figures("robustness")["networks"]),
    "latency": lambda: latency.table(figures("latency", HERE)),
    "load": lambda: capacity.phases_table(figures("load", HERE)),
    "capacity": lambda: capacity.table(figures("load", HERE)),
    "breaks": lambda: capacity.first_to_break(figures("load", HERE)),
}


def figures(name: str, folder: Path = weights.FOLDER) -> Any:
    """What a command left in `folder`."""
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def updated(text: str) -> str:
    """A document with the tables of today."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if begin in text:
            before, rest = text.split(begin)
            _, after = rest.split(end)
            text = f"{before}{begin}\n{table()}\n{end}{after}"
    return text


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.write_text(updated(path.read_text("utf-8")), "utf-8")
