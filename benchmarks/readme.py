"""Bring the tables of the README files up to date.

python -m benchmarks.readme

A table stands between `<!-- NAME -->` and `<!-- /NAME -->`; its figures come
from the reports that `train.py` and the benchmarks left in weights/ and here.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.tables import hard_inputs, hosting, learning, networks
from mnist_models import figures, weights

HERE = Path(__file__).parent
DOCUMENTS = (HERE.parent / "README.md", weights.FOLDER / "README.md", HERE / "README.md")


def _of(name: str) -> dict[str, Any]:
    return figures.read(weights.FOLDER / f"{name}.json")


def _here(table: Callable[[dict[str, Any]], str], name: str) -> str:
    """What the benchmark `name` left here, or how to measure it."""
    found = figures.read(HERE / f"{name}.json")
    return table(found) if found else f"Not measured yet: `python -m benchmarks.{name}` does it."


TABLES: dict[str, Callable[[], str]] = {
    "results": networks.results,
    "seeds": networks.seeds,
    "pens": lambda: networks.pens(figures.on_drawings(weights.FOLDER)),
    "kinds": lambda: networks.kinds(figures.on_drawings(weights.FOLDER)),
    "confidence": lambda: networks.confidence(figures.on_drawings(weights.FOLDER)),
    "ingredients": lambda: learning.ingredients(_of("ablation")),
    "cost": lambda: learning.cost(_of("augmentation")),
    "race": lambda: learning.race(_of("race")),
    "declining": lambda: hard_inputs.declining(_of("declining")),
    "robustness": lambda: hard_inputs.robustness(_of("robustness")["networks"]),
    "latency": lambda: _here(hosting.latency, "latency"),
    "load": lambda: _here(hosting.phases, "load"),
    "capacity": lambda: _here(hosting.needs, "load"),
    "worst": lambda: _here(hosting.worst, "worst_cases"),
    "crowds": lambda: _here(hosting.crowds, "worst_cases"),
    "siege": lambda: _here(hosting.sieges, "siege"),
    "soak": lambda: _here(hosting.soak, "soak"),
    "breaks": lambda: _here(hosting.breaks, "load"),
}


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
