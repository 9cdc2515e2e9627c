"""Tables as HTML."""

from collections.abc import Sequence
from html import escape


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    caption: str = "",
    strengths: Sequence[Sequence[float]] = (),
    pictures: Sequence[str] = (),
) -> str:
    """A table of text whose first column names the rows.

    Args:
        header: the columns' names.
        rows: as many cells as the header has.
        caption: what it is of.
        strengths: 0–1 for each cell but a row's first: how strongly it is shaded.
        pictures: HTML that the first rows' names stand beside.
    """
    head = "".join(
        f'<th scope="col">{escape(cell)}</th>' if cell else "<td></td>" for cell in header
    )
    body = "".join(
        f'<tr><th scope="row">{"".join(pictures[row : row + 1])}{escape(first)}</th>'
        + "".join(
            f"<td{_shade(strengths[row][column]) if strengths else ''}>{escape(cell)}</td>"
            for column, cell in enumerate(rest)
        )
        + "</tr>"
        for row, (first, *rest) in enumerate(rows)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shade(strength: float) -> str:
    return f' class="shaded" style="--strength:{round(50 * strength)}%"'


def confusion_table(title: str, matrix: Sequence[Sequence[int]]) -> str:
    """A confusion matrix as a table whose colours show where the errors are.

    Args:
        title: what it is of.
        matrix: 10 rows of 10 counts; row label, column answer.
    """
    most = max([1, *(n for i, row in enumerate(matrix) for j, n in enumerate(row) if i != j)])
    rows = []
    for label, counts in enumerate(matrix):
        cells = "".join(
            _cell(label, answer, count, sum(counts), most) for answer, count in enumerate(counts)
        )
        rows.append(f'<tr><th scope="row">{label}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">{digit}</th>' for digit in range(len(matrix)))
    return (
        f'<table class="confusion"><caption>{escape(title)}</caption>'
        f'<thead><tr><td class="corner">is ↓<br/>read →</td>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(label: int, answer: int, count: int, total: int, most: int) -> str:
    words = f"{count:,} of {total:,} {label}s are read as {answer}"
    if label == answer:
        return f'<td class="right" title="{words}">{count}</td>'
    if not count:
        return "<td></td>"
    # The root lets single errors be seen beside many.
    strength = round(15 + 45 * (count / most) ** 0.5)
    return f'<td class="wrong" title="{words}" style="--strength:{strength}%">{count}</td>'
