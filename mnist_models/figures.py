"""Figures that benchmarks write as JSON, and that tables, charts and cards show."""

import json
from pathlib import Path
from typing import Any

# The sets of real drawings, by the names of their folders.
UNIPEN, PENDIGITS = "unipen-dev", "pendigits-dev"


class FiguresError(ValueError):
    """Figures cannot be read; the message says which and what to do."""


def read(file: Path) -> dict[str, Any]:
    """The figures in `file`; empty if there is no such file.

    Raises:
        FiguresError: if `file` is damaged.
    """
    if not file.is_file():
        return {}
    try:
        return dict(json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError):
        place = f"{file.parent.name}/{file.name}"
        raise FiguresError(
            f"Expected figures in {place}, but it is damaged: restore it, or delete it and measure "
            "them again."
        ) from None


def write(file: Path, figures: dict[str, Any]) -> None:
    """Write `figures`, which must be ready for JSON, to `file`."""
    file.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def on_drawings(folder: Path, which: str = UNIPEN) -> dict[str, dict[str, Any]]:
    """Each network's figures on one set of real drawings; empty if there are none."""
    sets = read(folder / "drawings.json").get("sets", {})
    return dict(sets.get(which, {}).get("networks", {}))
