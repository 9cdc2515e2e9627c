"""Bring the result table of README.md up to date.

python benchmarks/readme.py

The figures come from the reports that `train.py` and `benchmarks/drawings.py`
left in weights/.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from mnist_models import weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import ErrorCount

BEGIN, END = "<!-- results -->", "<!-- /results -->"


def results() -> str:
    """The table, in Markdown."""
    drawings = json.loads((weights.FOLDER / "drawings.json").read_text("utf-8"))["networks"]
    rows = [
        "| network | parameters | training | MNIST test digits | real drawings "
        "| real drawings, canvas merely shrunk |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name in ARCHITECTURES:
        report = weights.read_report(name)
        exact, naive = (
            ErrorCount(drawings[name][recipe]["wrong"], drawings[name][recipe]["total"])
            for recipe in ("exact", "naive")
        )
        rows.append(
            f"| `{name}` | {report.parameters:,} | {report.training_seconds / 60:.0f} min "
            f"| {report.test} | {exact} | {naive} |"
        )
    return "\n".join(rows)


def updated(readme: str) -> str:
    """The text of README.md with the table of today."""
    block = f"{BEGIN}\n{results()}\n{END}"
    return re.sub(f"{BEGIN}.*?{END}", lambda _: block, readme, flags=re.DOTALL)


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(updated(path.read_text("utf-8")), "utf-8")
