"""Charts as HTML and SVG, made once on the server; `charts.js` shows their values.

Own SVG rather than Gradio's plots: those draw with Vega on a canvas, where a screen
reader finds nothing, the keyboard reaches no value and the text shrinks on a phone;
and they would bring half a megabyte of script. Here the marks stretch with the page
while all text stays HTML in the page's own size and colours. A chart is a slider:
mouse, finger and arrow keys move along its stops, each with its values in words, and
below it the same values stand as a table.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from web.compare.axes import Axis
from web.compare.tables import table

# The colours are in the style sheet, which knows the networks' series as `.series-0` and so on,
# and others, which are bars, as `.way-0` and so on.
_BAR_WIDTH, _GROUP_WIDTH = 30, 80  # at most, percent of a group's place


@dataclass(frozen=True)
class Series:
    """Points `(x, y)` of one name, how each y is written, and which x have little behind them."""

    name: str
    points: Sequence[tuple[float, float]]
    texts: Sequence[str]
    faint: Collection[float] = ()


def line_chart(
    title: str, x: Axis, y: Axis, series: Sequence[Series], *, diagonal: bool = False
) -> str:
    """A line each, through points; where they are few, the points are marked too.

    `diagonal` draws where both axes have the same value.
    """
    lines = ['<path class="diagonal" d="M0 100L100 0"/>'] if diagonal else []
    for number, each in enumerate(series):
        places = [(x.place(left), 100 - y.place(top)) for left, top in each.points]
        faint = [at in each.faint for at, _ in each.points]
        lines += _line(number, places, faint)
        if len(places) <= 20:
            lines += [_mark("dots", number, few, f"M{left:g} {top:g}h0")
                      for (left, top), few in zip(places, faint, strict=True)]  # fmt: skip
    stops = sorted({left for each in series for left, _ in each.points})
    rows = [_row(x, stop, series) for stop in stops]
    columns = [x.place(stop) for stop in stops]
    return _chart(title, x, y, "series", marks=lines, stops=columns, rows=rows, series=series)


def bar_chart(title: str, y: Axis, groups: Sequence[str], series: Sequence[Series]) -> str:
    """Bars side by side: a group's bars are what each of the series has at its number."""
    x = Axis("", 0, len(groups), {number + 0.5: name for number, name in enumerate(groups)})
    place = 100 / len(groups)
    width = min(_BAR_WIDTH, _GROUP_WIDTH / len(series)) * place / 100
    bars = []
    for number, each in enumerate(series):
        for group, (_, top) in enumerate(each.points):
            left = (group + 0.5) * place + (number - len(series) / 2) * width
            height = y.place(top)
            bars.append(
                f'<rect class="bar way-{number}" x="{left:.2f}" y="{100 - height:.2f}" '
                f'width="{width * 0.94:.2f}" height="{height:.2f}"/>'
            )
    rows = [[name, *(each.texts[group] for each in series)] for group, name in enumerate(groups)]
    stops = [(group + 0.5) * place for group in range(len(groups))]
    return _chart(title, x, y, "way", marks=bars, stops=stops, rows=rows, series=series)


def _line(number: int, places: Sequence[tuple[float, float]], faint: Sequence[bool]) -> list[str]:
    """A series' line: its faint parts, which lead to or from a faint point, and the others."""
    paths = {True: "", False: ""}
    for (start, end), few in zip(pairwise(places), pairwise(faint), strict=True):
        paths[any(few)] += "M{:g} {:g}L{:g} {:g}".format(*start, *end)
    return [_mark("line", number, few, path) for few, path in paths.items() if path]


def _mark(kind: str, number: int, faint: bool, path: str) -> str:
    return f'<path class="{kind}{" faint" if faint else ""} series-{number}" d="{path}"/>'


def _row(x: Axis, stop: float, series: Sequence[Series]) -> list[str]:
    found = (
        dict(zip((at for at, _ in each.points), each.texts, strict=True)).get(stop, "–")
        for each in series
    )
    return [x.name(stop), *found]


def _chart(
    title: str,
    x: Axis,
    y: Axis,
    kind: str,
    *,
    marks: Sequence[str],
    stops: Sequence[float],
    rows: Sequence[Sequence[str]],
    series: Sequence[Series],
) -> str:
    names = [each.name for each in series]
    words = [_words(x.label, names, row) for row in rows]
    data = escape(json.dumps(list(zip(stops, words, strict=True)), ensure_ascii=False))
    grid = "".join(f'<path class="grid" d="M0 {100 - y.place(v):g}H100"/>' for v in y.ticks)
    ticks = "".join(
        f'<span class="y" style="bottom:{y.place(value):g}%">{escape(text)}</span>'
        for value, text in y.ticks.items()
    ) + "".join(
        f'<span class="x" style="left:{x.place(value):g}%">{escape(text)}</span>'
        for value, text in x.ticks.items()
    )
    legend = "".join(
        f'<span><i class="swatch {kind}-{number}"></i>{escape(name)}</span>'
        for number, name in enumerate(names)
    )
    return (
        f'<figure class="chart"><figcaption>{escape(title)}</figcaption>'
        f'<p class="legend">{legend}</p><p class="axis">{escape(y.label)}</p>'
        f'<div class="plot" role="slider" tabindex="0" aria-label="{escape(title)}: values" '
        f'aria-valuemin="1" aria-valuemax="{len(stops)}" aria-valuenow="1" '
        f'aria-valuetext="{escape(words[0])}" data-stops="{data}">'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        f'{grid}{"".join(marks)}</svg><i class="cursor"></i>{ticks}</div>'
        f'<p class="axis under">{escape(x.label)}</p>'
        '<p class="readout" aria-hidden="true">Point at the chart for its values.</p>'
        f"<details><summary>The same as a table"
        f'<span class="unseen">: {escape(title)}</span></summary>'
        f"{table([x.label, *names], rows)}</details></figure>"
    )


def _words(label: str, names: Sequence[str], row: Sequence[str]) -> str:
    """The values at one stop, in words."""
    first, *rest = row
    values = "; ".join(f"{name} {text}" for name, text in zip(names, rest, strict=True))
    return f"{label} {first}: {values}".strip()
