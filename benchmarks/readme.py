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
DOCUMENTS = (
    HERE.parent / "README.md",
    weights.FOLDER / "README.md",
    weights.FOLDER / "HISTORY.md",
    HERE / "README.md",
)


def _of(name: str) -> dict[str, Any]:
    return figures.read(weights.FOLDER / f"{name}.json")


def _left(table: Callable[[dict[str, Any]], str], name: str, folder: Path = HERE) -> str:
    """What the benchmark `name` left in the folder, or how to measure it."""
    found = figures.read(folder / f"{name}.json")
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
    "pictures": lambda: _left(hard_inputs.pictures, "pictures", weights.FOLDER),
    "latency": lambda: _left(hosting.latency, "latency"),
    "load": lambda: _left(hosting.phases, "load"),
    "capacity": lambda: _left(hosting.needs, "load"),
    "worst": lambda: _left(hosting.worst, "worst_cases"),
    "crowds": lambda: _left(hosting.crowds, "worst_cases"),
    "siege": lambda: _left(hosting.sieges, "siege"),
    "soak": lambda: _left(hosting.soak, "soak"),
    "first_visits": lambda: _left(hosting.first_visits, "first_visits"),
    "breaks": lambda: _left(hosting.breaks, "load"),
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
