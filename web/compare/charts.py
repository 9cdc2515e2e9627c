"""Tables and charts as data, which `figures.html` writes as HTML and SVG.

Own SVG rather than Gradio's plots: those draw with Vega on a canvas, where a screen reader
finds nothing, the keyboard reaches no value and the text shrinks on a phone; and they would
add half a megabyte of script. Here the marks stretch with the page, while all text stays HTML
in the page's own size and colours. A chart is a slider: mouse, finger and arrow keys move
along its stops, each with its values in words, and the same values stand below it as a table.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log, log10, sqrt

_BAR_WIDTH, _GROUP_WIDTH = 30, 80  # at most, percent of a group's place
_MAX_DOTS = 20  # points on a line, each of which has a dot
_INTERVALS = 3  # at most, between the ticks of a share
_FUZZ = 1e-9  # so that 0.6 / 0.2 counts as 3


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: str
    shade: int = 0  # percent, how strongly it is coloured
    address: str = ""  # of a link


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row names the row."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    picture: str = ""  # address of square tiles below each other, one for each of the first rows
    pictures: int = 0


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table of plain text."""
    return Table(caption, header, [[Cell(text) for text in row] for row in rows])


@dataclass(frozen=True)
class Confusion:
    """A confusion matrix: counts, row label, column answer."""

    caption: str
    matrix: Sequence[Sequence[int]]

    def shade(self, count: int) -> int:
        """How strongly an error is coloured, 15–60 percent."""
        errors = (n for i, row in enumerate(self.matrix) for j, n in enumerate(row) if i != j)
        # The root makes single errors visible beside frequent ones.
        return round(15 + 45 * sqrt(count / max([1, *errors])))


@dataclass(frozen=True)
class Axis:
    """Values from `low` to `high`, with the labels of some of them."""

    label: str
    low: float
    high: float
    ticks: Mapping[float, str]
    logarithmic: bool = False  # needs `low` > 0
    share: bool = False  # whether values are written as percentages

    def place(self, value: float) -> float:
        """The place of `value`, 0–100; values outside move to the edge."""
        value = min(max(value, self.low), self.high)
        if self.logarithmic:
            share = log(value / self.low) / log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(100 * share, 2)

    def name(self, value: float) -> str:
        """A value on the axis in words."""
        return self.ticks.get(value, f"{value:.0%}" if self.share else f"{value:g}")


def share_axis(label: str, shares: Iterable[float]) -> Axis:
    """An axis from 0 to the first tick at or above the largest of `shares`.

    The ticks are multiples of 1, 2 or 5 times a power of ten.
    """
    most = max(shares, default=0) or 0.01
    power = 10.0 ** floor(log10(most / _INTERVALS))
    steps = (multiple * power for multiple in (1, 2, 5, 10))
    step = next(step for step in steps if most / step <= _INTERVALS + _FUZZ)
    values = [number * step for number in range(ceil(most / step - _FUZZ) + 1)]
    return Axis(label, 0, values[-1], {value: _short(value) for value in values})


def logarithmic_share_axis(label: str, shares: Iterable[float]) -> Axis:
    """A logarithmic axis from just below the smallest of `shares` to just above the largest.

    A share of 0 moves to the lower end. The ticks are 1, 2 and 5 times the powers of ten.
    """
    found = [share for share in shares if share > 0] or [0.01]
    powers = range(floor(log10(min(found))), ceil(log10(max(found))) + 2)
    steps = [multiple * 10.0**power for power in powers for multiple in (1, 2, 5)]
    low = max(step for step in steps if step <= min(found) * (1 + _FUZZ))
    high = min(step for step in steps if step >= max(found) * (1 - _FUZZ) and step > low)
    ticks = {step: _short(step) for step in steps if low <= step <= high}
    return Axis(label, low, high, ticks, logarithmic=True)


def _short(share: float) -> str:
    return f"{100 * share:g}%" if share else "0"


@dataclass(frozen=True)
class Series:
    """Points `(x, y)` under one name."""

    name: str
    points: Sequence[tuple[float, float]]
    texts: Sequence[str]  # each y in words
    faint: Collection[float] = ()  # each x that stands for few digits

    def text(self, x: float) -> str:
        """The value at `x` in words; a dash where the series has none."""
        return next((t for (at, _), t in zip(self.points, self.texts, strict=True) if at == x), "–")


@dataclass(frozen=True)
class Marks:
    """A series as it is drawn."""

    name: str
    colour: str  # CSS
    paths: Sequence[tuple[str, str]]  # class, and what SVG calls `d`, on 100×100


@dataclass(frozen=True)
class Chart:
    """A chart. Places are percentages of its width, or of its height from below."""

    title: str
    x: Axis
    y: Axis
    series: Sequence[Marks]
    places: Sequence[float]  # of the stops
    values: Table  # a row for each stop
    diagonal: bool = False  # whether a line marks equal values on both axes

    @property
    def words(self) -> list[str]:
        """The values at each stop in words."""
        return [
            f"{self.x.label} {stop.text}: ".lstrip()
            + "; ".join(
                f"{each.name} {cell.text}" for each, cell in zip(self.series, rest, strict=True)
            )
            for stop, *rest in self.values.rows
        ]

    @property
    def stops(self) -> str:
        """Pairs of a stop's place and its words, as JSON for the page's script."""
        return json.dumps(list(zip(self.places, self.words, strict=True)), ensure_ascii=False)


def line_chart(
    title: str, x: Axis, y: Axis, series: Sequence[Series], *, diagonal: bool = False
) -> Chart:
    """A line for each network, in its colour, with dots where the points are few."""
    drawn = []
    for number, each in enumerate(series):
        places = [(x.place(left), 100 - y.place(top)) for left, top in each.points]
        faint = [at in each.faint for at, _ in each.points]
        # A line to or from a faint point is faint too.
        lines = {"line": "", "line faint": ""}
        for (start, end), few in zip(pairwise(places), pairwise(faint), strict=True):
            lines["line faint" if any(few) else "line"] += "M{:g} {:g}L{:g} {:g}".format(
                *start, *end
            )
        paths = [(kind, path) for kind, path in lines.items() if path]
        if len(places) <= _MAX_DOTS:
            paths += [
                ("dots faint" if few else "dots", f"M{left:g} {top:g}h0")
                for (left, top), few in zip(places, faint, strict=True)
            ]
        drawn.append(Marks(each.name, f"var(--network-{number}, var(--soft))", paths))
    stops = sorted({left for each in series for left, _ in each.points})
    rows = [[x.name(stop), *(each.text(stop) for each in series)] for stop in stops]
    values = table("", [x.label, *(each.name for each in series)], rows)
    return Chart(title, x, y, drawn, [x.place(stop) for stop in stops], values, diagonal)


def bar_chart(title: str, y: Axis, groups: Sequence[str], series: Mapping[str, Series]) -> Chart:
    """Bars side by side: each group has a bar of each series.

    Args:
        title: of the chart.
        y: the axis of the bars' heights.
        groups: their names.
        series: colour, as CSS, → a point for each group, whose x is the group's number.
    """
    place = 100 / len(groups)
    x = Axis("", 0, len(groups), {number + 0.5: name for number, name in enumerate(groups)})
    width = min(_BAR_WIDTH, _GROUP_WIDTH / len(series)) * place / 100
    drawn = []
    for number, (colour, each) in enumerate(series.items()):
        paths = []
        for group, (_, top) in enumerate(each.points):
            left = (group + 0.5) * place + (number - len(series) / 2) * width
            path = f"M{left:.2f} 100V{100 - y.place(top):.2f}h{width * 0.94:.2f}V100Z"
            paths.append(("bar", path))
        drawn.append(Marks(each.name, colour, paths))
    rows = [[name, *(each.texts[n] for each in series.values())] for n, name in enumerate(groups)]
    values = table("", ["", *(each.name for each in series.values())], rows)
    places = [(group + 0.5) * place for group in range(len(groups))]
    return Chart(title, x, y, drawn, places, values)
