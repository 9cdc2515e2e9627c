"""The tab for the teacher: how the three networks compare, from the reports in `weights/`.

Everything is built once, as text, when the program starts; a part whose figures are
missing from the reports is left out.
"""

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from statistics import mean, stdev
from typing import Any, TypedDict

import gradio as gr

from web.compare.charts import (
    Axis,
    Series,
    bar_chart,
    confusion_table,
    line_chart,
    percent,
    table,
)
from web.compare.trust import (
    Reports,
    calibration,
    declining_table,
    robustness_table,
    share_wrong,
)
from web.service.gate import BusyError, Gate

_HERE = Path(__file__).parent
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
_ERRORS = {0.001: "0.1 %", 0.01: "1 %", 0.1: "10 %", 1.0: "100 %"}
_PENS = (4, 8, 16, 24)


class Pictures(TypedDict, total=False):
    """Test digits for the page: one of the three."""

    pictures: dict[str, str]  # index in MNIST's test set → data URL
    absent: str  # one sentence: they are not here, but could be downloaded
    error: str  # one sentence: they cannot be had


def compare(
    titles: Mapping[str, str],
    folder: Path,
    find_digits: Callable[[Any], Pictures],
    gate: Gate,
) -> gr.HTML:
    """Build the component.

    Args:
        titles: name → short title, in the order in which the networks stand.
        folder: where the reports are.
        find_digits: called on the server for the test digits that a network got
            wrong, with `True` if the visitor asked for a download; or by
            anybody, with anything else. It must not raise.
        gate: the sketchpad's.
    """

    async def test_digits(download: Any) -> Pictures:
        try:
            return await gate.run(find_digits, download)
        except BusyError as busy:
            return {"error": str(busy)}

    return gr.HTML(
        html_template=(_HERE / "compare.html").read_text("utf-8"),
        css_template=(_HERE / "compare.css").read_text("utf-8"),
        js_on_load=(_HERE / "compare.js").read_text("utf-8"),
        apply_default_css=False,
        server_functions=[test_digits],
        **contents(titles, folder),
    )


def contents(titles: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """What stands in `compare.html`'s places; empty where the reports say nothing of it."""
    reports = {title: read_json(folder / f"{name}.json") for name, title in titles.items()}
    every = read_json(folder / "drawings.json").get("networks", {})
    drawings = {title: every[name] for name, title in titles.items() if name in every}
    robustness = read_json(folder / "robustness.json").get("networks", {})
    names = {**titles, **{name: "Simple CNN, plain" for name in robustness if name not in titles}}
    on_test = {
        title: {"calibration": report["calibration"] | report["confidence"]}
        for title, report in reports.items()
    }
    return {
        "errors": error_table(reports, drawings),
        "literature": literature_table(),
        "recipes": recipe_chart(drawings) if drawings else "",
        "pens": pen_chart(drawings) if drawings else "",
        "curves": learning_curves(reports),
        "confusions": [
            confusion_table(f"{title} on MNIST’s test digits", report["test_confusion"])
            for title, report in reports.items()
        ],
        "drawing_confusions": [
            confusion_table(f"{title} on real drawings", figures["confusion"])
            for title, figures in drawings.items()
        ],
        "calibration": calibration(on_test, "MNIST’s test digits")
        + calibration(drawings, "real drawings"),
        "declining": declining_table(drawings),
        "robustness": robustness_table(
            {title: robustness[name] for name, title in names.items() if name in robustness}
        ),
        "missed": [
            {"title": title, "count": len(report["wrong_test"]), "digits": report["wrong_test"]}
            for title, report in reports.items()
        ],
    }


def read_json(path: Path) -> dict[str, Any]:
    """What a report says; nothing if there is none."""
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def error_table(reports: Reports, drawings: Reports) -> str:
    """The networks' errors and sizes."""
    count = max(len(report["seeds"]) for report in reports.values())
    seeds = f"mean of {count} seeds" if count > 1 else "one seed"
    header = ["Network", f"MNIST, {seeds}", "MNIST, shipped", "Real drawings", "Para­meters"]
    rows = []
    for title, report in reports.items():
        errors = [share_wrong(seed["test"]) for seed in report["seeds"]] or [
            share_wrong(report["test"])
        ]
        spread = f" ± {100 * stdev(errors):.2f}" if len(errors) > 1 else ""
        drawn = percent(share_wrong(drawings[title]["exact"])) if title in drawings else "–"
        mean_error = f"{100 * mean(errors):.2f}{spread} %"
        shipped = percent(share_wrong(report["test"]))
        rows.append([title, mean_error, shipped, drawn, f"{report['parameters']:,}"])
    return table(header, rows, "These three networks: share of digits read wrongly")


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


def recipe_chart(drawings: Reports) -> str:
    """The whole canvas shrunk against MNIST's exact format."""
    ways = {"whole canvas shrunk": "naive", "exact recipe": "exact"}
    y = Axis("read wrongly", 0, 0.6, {0: "0", 0.2: "20 %", 0.4: "40 %", 0.6: "60 %"})
    series = [
        _counts(name, [each[way] for each in drawings.values()]) for name, way in ways.items()
    ]
    return bar_chart("Real drawings, prepared in two ways", y, list(drawings), series)


def pen_chart(drawings: Reports) -> str:
    """Errors on real drawings by the width of the pen."""
    x = Axis("Pen width, % of the digit", 2, 26, {pen: f"{pen} %" for pen in _PENS})
    y = Axis("read wrongly", 0, 0.1, {0: "0", 0.05: "5 %", 0.1: "10 %"})
    series = [
        _counts(title, [figures[f"pen {pen}"] for pen in _PENS], _PENS)
        for title, figures in drawings.items()
    ]
    return line_chart("Real drawings, by the width of the pen", x, y, series)


def learning_curves(reports: Reports) -> str:
    """Validation and training errors after each epoch."""
    last = max(len(report["learning_curve"]) for report in reports.values())
    ticks: dict[float, str] = {1: "1", **{epoch: str(epoch) for epoch in range(10, last + 1, 10)}}
    x = Axis("Epoch", 1, max(2, last), ticks)
    y = Axis("read wrongly", 0.001, 1, _ERRORS, logarithmic=True)
    return "".join(
        line_chart(title, x, y, [_curve(name, each, key) for name, each in reports.items()])
        for title, key in {
            "Digits kept aside for validation": "val_accuracy",
            "Training digits, distorted anew each time": "accuracy",
        }.items()
    )


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
