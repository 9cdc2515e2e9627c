"""How networks learn: what each ingredient of training brings and costs, and how soon."""

from typing import Any

from benchmarks.tables.markdown import percent, table
from mnist_models.evaluation import ErrorCount

GOALS = (0.02, 0.01, 0.005)  # test errors of the race

# Seconds of training, and the test error then.
Points = list[tuple[float, float]]


def ingredients(record: dict[str, dict[str, Any]]) -> str:
    """Errors without each ingredient of a recipe, a row a variant."""
    parts = list(next(iter(record.values()))["errors"])
    return table(
        ["recipe", *parts],
        (
            [name, *(percent(ErrorCount(**row["errors"][part]).error) for part in parts)]
            for name, row in record.items()
        ),
    )


def cost(record: dict[str, dict[str, float]]) -> str:
    """How much of a training step augmentation takes, a row a network."""
    return table(
        ["network", "ms a step", "of it augmentation"],
        (
            [f"`{name}`", f"{ms['with']:.0f}", percent(1 - ms["without"] / ms["with"], 0)]
            for name, ms in record.items()
        ),
    )


def race(record: dict[str, Points]) -> str:
    """Seconds to each of the test errors in `GOALS`, and the error at the end."""
    goals = [f"s to {percent(goal, 1)}" for goal in GOALS]
    rows = []
    for name, points in record.items():
        reached = [seconds_to(goal, points) for goal in GOALS]
        seconds, error = points[-1]
        cells = ["–" if at is None else f"{at:.0f}" for at in (*reached, seconds)]
        rows.append([name, *cells, percent(error)])
    return table(["network", *goals, "s in all", "test error at the end"], rows)


def seconds_to(goal: float, points: Points) -> float | None:
    """When the test error was first at `goal` or below; `None` if it never was."""
    return next((seconds for seconds, error in points if error <= goal), None)
