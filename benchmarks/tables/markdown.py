"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """A table whose first column is text and whose other columns are numbers."""
    rule = ["---", *["---:"] * (len(columns) - 1)]
    return "\n".join([row(columns), row(rule), *map(row, rows)])


def row(cells: Iterable[object]) -> str:
    """A row of a table."""
    return f"| {' | '.join(map(str, cells))} |"


def percent(share: float, decimals: int = 2) -> str:
    """A share, 0–1, as `0.31 %`."""
    return f"{100 * share:.{decimals}f} %"
