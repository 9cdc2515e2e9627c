"""Charts and tables of how many digits the networks read wrongly."""

from collections.abc import Iterable
from html import escape
from itertools import chain
from statistics import mean, stdev
from typing import Any

from mnist_models.strokes.pen import PEN_WIDTHS
from web.compare.axes import Axis, logarithmic_share_axis, percent, share_axis
from web.compare.charts import Series, bar_chart, line_chart
from web.compare.tables import table
from web.service.pages import FOLDER

Reports = dict[str, dict[str, Any]]  # by the network's title, in order

_SIMARD = ("Simard 2003", "https://doi.org/10.1109/ICDAR.2003.1227801")
_LITERATURE = [
    ("One hidden layer of 800 units, elastic distortions", "0.70 %", *_SIMARD),
    ("LeNet-5", "0.8–0.95 %", "LeCun 1998", "https://doi.org/10.1109/5.726791"),
    ("Two convolutions, elastic distortions", "0.40 %", *_SIMARD),
    ("Seven convolutions, mean of 1,500 networks", "0.36 ± 0.05 %", "Deotte 2018",
     "https://www.kaggle.com/code/cdeotte/25-million-images-0-99757-mnist"),
    ("Ten convolutions; best epoch chosen by the test digits", "about 0.2 %", "An 2020",
     "https://arxiv.org/abs/2008.10400"),
]  # fmt: skip


def share_wrong(count: dict[str, Any]) -> float:
    """The error, 0–1, of a count of wrong answers."""
    return float(count["wrong"] / count["total"])


def error_table(reports: Reports, drawings: Reports, elsewhere: Reports) -> str:
    """The networks' errors and sizes, with those on drawings of two countries' writers."""
    count = max(len(report["seeds"]) for report in reports.values())
    seeds = f"mean of {count} seeds" if count > 1 else "one seed"
    header = ["Network", f"MNIST, {seeds}", "MNIST, shipped", "Drawings, UNIPEN",
              "Drawings, pendigits", "Para­meters"]  # fmt: skip
    rows = []
    for title, report in reports.items():
        errors = [share_wrong(seed["test"]) for seed in report["seeds"]] or [
            share_wrong(report["test"])
        ]
        spread = f" ± {100 * stdev(errors):.2f}" if len(errors) > 1 else ""
        drawn = [
            percent(share_wrong(found[title]["exact"])) if title in found else "–"
            for found in (drawings, elsewhere)
        ]
        mean_error = f"{100 * mean(errors):.2f}{spread} %"
        shipped = percent(share_wrong(report["test"]))
        rows.append([title, mean_error, shipped, *drawn, f"{report['parameters']:,}"])
    return table(header, rows, "These networks: share of digits read wrongly")


def literature_table() -> str:
    """What others report, with their sources."""
    rows = "".join(
        f'<tr><th scope="row">{escape(what)}</th><td>{error}</td>'
        f'<td><a href="{link}" target="_blank" rel="noopener">{source}</a></td></tr>'
        for what, error, source, link in _LITERATURE
    )
    return (
        "<table><caption>The literature: error on MNIST’s test digits</caption><thead><tr>"
        '<th scope="col">Network</th><th scope="col">Error</th><th scope="col">Source</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def preparation_chart(drawings: Reports) -> str:
    """The whole canvas shrunk against MNIST's exact format."""
    ways = {"whole canvas shrunk": "naive", "MNIST’s exact format": "exact"}
    series = [
        _counts(name, [each[way] for each in drawings.values()]) for name, way in ways.items()
    ]
    y = share_axis("read wrongly", _heights(series))
    return bar_chart("Real drawings, prepared in two ways", y, list(drawings), series)


def pen_chart(drawings: Reports) -> str:
    """Errors on real drawings by the width of the pen."""
    x = Axis("Pen width, % of the digit", 2, 26, {pen: f"{pen} %" for pen in PEN_WIDTHS})
    series = [
        _counts(title, [figures[f"pen {pen}"] for pen in PEN_WIDTHS], PEN_WIDTHS)
        for title, figures in drawings.items()
    ]
    y = share_axis("read wrongly", _heights(series))
    return line_chart("Real drawings, by the width of the pen", x, y, series)


def learning_curves(reports: Reports) -> str:
    """Validation and training errors after each epoch."""
    last = max(len(report["learning_curve"]) for report in reports.values())
    ticks: dict[float, str] = {1: "1", **{epoch: str(epoch) for epoch in range(10, last + 1, 10)}}
    x = Axis("Epoch", 1, max(2, last), ticks)
    charts = {
        "Digits kept aside for validation": "val_accuracy",
        "Training digits, distorted anew each time": "accuracy",
    }
    curves = {
        chart: [_curve(title, each, key) for title, each in reports.items()]
        for chart, key in charts.items()
    }
    y = logarithmic_share_axis("read wrongly", _heights(chain(*curves.values())))
    return "".join(line_chart(chart, x, y, series) for chart, series in curves.items())


def robustness_table(figures: Reports) -> str:
    """Errors by kind of corruption, as wide as the networks are many, and their mean."""
    if not figures:
        return ""
    errors = {
        title: {kind: share_wrong(count) for kind, count in each.items()}
        for title, each in figures.items()
    }
    kinds = list(next(iter(errors.values())))
    rows = [[kind, *(percent(each[kind]) for each in errors.values())] for kind in kinds]
    means = [mean(each[kind] for kind in kinds if kind != "none") for each in errors.values()]
    rows.append(["mean of the corruptions", *map(percent, means)])
    shares = [*([each[kind] for each in errors.values()] for kind in kinds), means]
    # The root lets few errors be seen beside many.
    shades = [[share**0.5 for share in row] for row in shares]
    caption = "Share of MNIST’s test digits read wrongly"
    return table(["Corruption", *figures], rows, caption, shades, _pictures(len(kinds)))


def _pictures(count: int) -> list[str]:
    """A picture of each kind: a tile of one file, which is loaded once the part is opened."""
    return [
        f'<img class="kind" src="{FOLDER}/compare/corruptions.png" alt="" loading="lazy" '
        f'style="--tile:{number}"/>'
        for number in range(count)
    ]


def _counts(name: str, counts: list[dict[str, Any]], x: tuple[int, ...] = ()) -> Series:
    """Errors with their 95 % interval, each at its x."""
    points = list(zip(x or range(len(counts)), map(share_wrong, counts), strict=True))
    texts = [
        "{} ({:.2f}–{:.2f})".format(
            percent(share_wrong(one)), *(100 * end for end in one["interval"])
        )
        for one in counts
    ]
    return Series(name, points, texts)


def _curve(title: str, report: dict[str, Any], key: str) -> Series:
    errors = [1 - epoch[key] for epoch in report["learning_curve"]]
    return Series(title, list(enumerate(errors, 1)), [percent(error) for error in errors])


def _heights(series: Iterable[Series]) -> list[float]:
    return [y for each in series for _, y in each.points]
