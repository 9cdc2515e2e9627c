"""How networks fare with what is hard: no digit at all, corrupted digits, and pictures."""

from statistics import mean
from typing import Any

from benchmarks.tables.markdown import percent, table
from mnist_models.evaluation import ErrorCount

# Corruptions of which training shows something similar, if not the same.
SEEN = ("impulse noise", "motion blur", "shear", "scale", "rotate", "brightness", "translate",
        "stripe", "fog", "dotted line", "canny edges")  # fmt: skip


def declining(record: dict[str, dict[str, float]]) -> str:
    """How well each score separates digits from other drawings, a row a score."""
    columns = list(next(iter(record.values())))
    return table(
        ["score", *columns],
        (
            [score, *(percent(found[column], 1) for column in columns)]
            for score, found in record.items()
        ),
    )


def robustness(record: dict[str, dict[str, dict[str, int]]]) -> str:
    """Errors by the kind of corruption, with their means in the last two rows."""
    errors = [
        {kind: ErrorCount(**count).error for kind, count in counts.items()}
        for counts in record.values()
    ]
    corruptions = [kind for kind in errors[0] if kind != "none"]
    unseen = [kind for kind in corruptions if kind not in SEEN]
    groups = {kind: [kind] for kind in errors[0]} | {
        "mean of all": corruptions,
        "mean of those that training shows nothing like": unseen,
    }
    rows = [
        [title, *(percent(mean(each[kind] for kind in kinds)) for each in errors)]
        for title, kinds in groups.items()
    ]
    return table(["corruption", *record], rows)


def pictures(record: dict[str, Any]) -> str:
    """What becomes of each kind of picture: wrong, declined and without ink, by network."""
    networks = record["networks"]
    kinds = list(next(iter(networks.values())))
    rows = [[kind, *(_outcome(found[kind]) for found in networks.values())] for kind in kinds]
    return table(["picture", *(f"`{name}`" for name in networks)], rows)


def _outcome(counts: dict[str, int]) -> str:
    shares = (counts[part] / counts["pictures"] for part in ("wrong", "declined", "no ink"))
    return " / ".join(f"{100 * share:.0f}" for share in shares)
