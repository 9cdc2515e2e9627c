"""The Compare tab: how the networks compare, from the reports in `weights/`.

The whole tab is built once, when the program starts. A part whose figures are missing from the
reports is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import gradio as gr

from mnist_models import figures, weights
from mnist_models.confidence import BINS
from mnist_models.recognizer import Recognizer
from web.compare.charts import (
    Axis,
    Cell,
    Chart,
    Confusion,
    Series,
    Table,
    bar_chart,
    line_chart,
    logarithmic_share_axis,
    share_axis,
    table,
)
from web.compare.missed import digit_finder
from web.component import component
from web.reports import (
    TITLES,
    Calibration,
    Count,
    Drawn,
    Rate,
    Trained,
    on_corruptions,
    on_drawings,
    percent,
    title,
    trained,
)
from web.service.limits import Limiter
from web.service.pages import FOLDER, MODEL_CARD, TUTORIAL

# The network that `benchmarks/robustness.py` trains beside the shipped ones.
_CLEAN = {"simple_cnn, no variation": f"{TITLES['simple_cnn']}, clean digits"}
_FEW = 50  # digits in a bin, whose share of right answers is uncertain
_WRONG = "errors"  # the label of an axis of errors
_SIMARD = ("Simard 2003", "https://doi.org/10.1109/ICDAR.2003.1227801")
_LITERATURE = [
    ("One hidden layer of 800 units, elastic distortions", "0.70%", *_SIMARD),
    ("LeNet-5", "0.8–0.95%", "LeCun 1998", "https://doi.org/10.1109/5.726791"),
    ("Two convolutions, elastic distortions", "0.40%", *_SIMARD),
    ("Seven convolutions, mean of 1,500 networks", "0.36 ± 0.05%", "Deotte 2018",
     "https://www.kaggle.com/code/cdeotte/25-million-images-0-99757-mnist"),
    ("Ten convolutions; best epoch chosen by the test digits", "about 0.2%", "An 2020",
     "https://arxiv.org/abs/2008.10400"),
]  # fmt: skip


def comparison(recognizer: Recognizer, limiter: Limiter) -> gr.HTML:
    """Build the component from the shipped reports of the recognizer's networks."""
    titles = {name: title(name) for name in recognizer.names}
    parts = contents(titles, weights.FOLDER)
    missed = {digit.index for _, _, digits in parts["missed"] for digit in digits}
    return component(
        Path(__file__).parent,
        styles=["compare.css"],
        functions={"test_digits": digit_finder(missed, recognizer.read_images)},
        limiter=limiter,
        model_card=MODEL_CARD.lstrip("/"),
        tutorial=TUTORIAL,
        **parts,
    )


def contents(titles: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """The values of `compare.html`; empty where the reports have no figures.

    Args:
        titles: network → its title, in order.
        folder: the folder of the reports.
    """
    reports = {title: trained(folder, name) for name, title in titles.items()}
    drawings, elsewhere = (
        {title: found[name] for name, title in titles.items() if name in found}
        for found in (on_drawings(folder, each) for each in (figures.UNIPEN, figures.PENDIGITS))
    )
    corrupted = on_corruptions(folder)
    names = {**titles, **_CLEAN}
    on_test = {
        title: report.calibration.model_copy(update={"temperature": report.confidence.temperature})
        for title, report in reports.items()
    }
    on_drawn = {title: each.calibration for title, each in drawings.items() if each.calibration}
    calibrations = {"MNIST’s test digits": on_test, "real drawings": on_drawn}
    return {
        "errors": _errors(reports, drawings, elsewhere),
        "literature": Table(
            "The literature: error on MNIST’s test digits",
            ["Network", "Error", "Source"],
            [[Cell(what), Cell(error), Cell(source, address=address)]
             for what, error, source, address in _LITERATURE],
        ),
        "preparation": _preparation(drawings) if drawings else None,
        "pens": _pens(drawings) if drawings else None,
        "curves": _learning_curves(reports),
        "confusions": [
            Confusion(f"{title} on MNIST’s test digits", report.test_confusion)
            for title, report in reports.items()
        ],
        "drawing_confusions": [
            Confusion(f"{title} on real drawings", drawn.confusion)
            for title, drawn in drawings.items()
        ],
        "calibration": [_calibration(found, of) for of, found in calibrations.items() if found],
        "faint_below": _FEW,
        "declining": _declining(drawings),
        "robustness": _robustness(
            {title: corrupted[name] for name, title in names.items() if name in corrupted}
        ),
        "missed": [(name, title, reports[title].wrong_test) for name, title in titles.items()],
    }  # fmt: skip


def _errors(
    reports: Mapping[str, Trained], drawings: Mapping[str, Drawn], elsewhere: Mapping[str, Drawn]
) -> Table:
    """The networks' errors and sizes, with the errors on drawings from two countries."""
    count = max(len(report.seeds) for report in reports.values())
    seeds = f"mean of {count} seeds" if count > 1 else "one seed"
    header = ["Network", f"MNIST, {seeds}", "MNIST, shipped", "Drawings, UNIPEN",
              "Drawings, pendigits", "Para\u00admeters"]  # fmt: skip
    rows = []
    for network, report in reports.items():
        errors = [seed.test.error for seed in report.seeds] or [report.test.error]
        spread = f" ± {100 * stdev(errors):.2f}" if len(errors) > 1 else ""
        drawn = [
            percent(found[network].exact.error) if network in found else "–"
            for found in (drawings, elsewhere)
        ]
        average = f"{100 * mean(errors):.2f}{spread}%"
        shipped = percent(report.test.error)
        rows.append([network, average, shipped, *drawn, f"{report.parameters:,}"])
    return table("These networks: share of digits misread", header, rows)


def _preparation(drawings: Mapping[str, Drawn]) -> Chart:
    """The whole canvas scaled down against MNIST's exact format."""
    series = {
        "var(--alarm)": _rates("whole canvas scaled down", [d.naive for d in drawings.values()]),
        "var(--soft)": _rates("MNIST’s exact format", [d.exact for d in drawings.values()]),
    }
    y = share_axis(_WRONG, _heights(series.values()))
    return bar_chart("Real drawings, prepared in two ways", y, list(drawings), series)


def _pens(drawings: Mapping[str, Drawn]) -> Chart:
    """Errors on real drawings by the width of the pen."""
    series = [
        _rates(network, list(d.pens.values()), list(d.pens)) for network, d in drawings.items()
    ]
    widths = [x for x, _ in series[0].points]
    x = Axis("Pen width, % of the digit", 2, 26, {width: f"{width:g}%" for width in widths})
    y = share_axis(_WRONG, _heights(series))
    return line_chart("Real drawings, by the width of the pen", x, y, series)


def _learning_curves(reports: Mapping[str, Trained]) -> list[Chart]:
    """Validation and training errors after each epoch."""
    last = max(len(report.learning_curve) for report in reports.values())
    ticks: dict[float, str] = {1: "1", **{epoch: str(epoch) for epoch in range(10, last + 1, 10)}}
    x = Axis("Epoch", 1, max(2, last), ticks)
    validation, training = [], []
    for network, report in reports.items():
        epochs = report.learning_curve
        validation.append(_line(network, enumerate((1 - e.val_accuracy for e in epochs), 1)))
        training.append(_line(network, enumerate((1 - e.accuracy for e in epochs), 1)))
    y = logarithmic_share_axis(_WRONG, _heights([*validation, *training]))
    return [
        line_chart("Digits held out for validation", x, y, validation),
        line_chart("Training digits, distorted anew each time", x, y, training),
    ]


def _calibration(found: Mapping[str, Calibration], where: str) -> tuple[list[Chart], Table]:
    """How often answers are right by confidence, and the error by the share answered."""
    shares = {0.0: "0", 0.25: "25%", 0.5: "50%", 0.75: "75%", 1.0: "100%"}
    x, y = Axis("Confidence", 0, 1, shares, share=True), Axis("correct", 0, 1, shares)
    curves, risks, rows = [], [], []
    for network, each in found.items():
        bins = {_middle(one.confidence): one for one in each.reliability}
        curves.append(
            Series(
                network,
                [(middle, one.accuracy) for middle, one in bins.items()],
                [f"{percent(one.accuracy, 1)} of {one.count:,} correct" for one in bins.values()],
                {middle for middle, one in bins.items() if one.count < _FEW},
            )
        )
        if each.risk_coverage:
            risks.append(_line(network, ((share, risk) for share, risk in each.risk_coverage)))
        temperature = "–" if each.temperature is None else f"{each.temperature:.2f}"
        rows.append([network, temperature, percent(each.expected_calibration_error)])
    charts = [line_chart(f"Reliability on {where}", x, y, curves, diagonal=True)]
    if len(risks) == len(found):
        x = Axis("Share of digits answered", 0, 1, {0: "0", 0.5: "50%", 1: "100%"}, share=True)
        y = share_axis(_WRONG, _heights(risks))
        charts.append(line_chart(f"Error among the most confident answers on {where}", x, y, risks))
    return charts, table(f"On {where}", ["Network", "Temperature", "Calibration error"], rows)


def _middle(confidence: float) -> float:
    """The middle of the confidence's range, so that all networks share the chart's stops."""
    return round((max(ceil(confidence * BINS), 1) - 0.5) / BINS, 2)


def _declining(drawings: Mapping[str, Drawn]) -> Table | None:
    """How many letters and real digits each network declines."""
    rows = [
        [network, percent(each.auroc), percent(each.letters_declined),
         percent(each.right_digits_declined), percent(each.error_of_answers)]
        for network, drawn in drawings.items() if (each := drawn.declining)
    ]  # fmt: skip
    header = ["Network", "AUROC, digits against letters", "Letters declined",
              "Correct digits declined", "Error when it answers"]  # fmt: skip
    return table("Real drawings of digits and letters", header, rows) if rows else None


def _robustness(counts: Mapping[str, Mapping[str, Count]]) -> Table | None:
    """Errors by kind of corruption, a column for each network, and their mean."""
    if not counts:
        return None
    kinds = list(next(iter(counts.values())))
    rows = {kind: [each[kind].error for each in counts.values()] for kind in kinds}
    corrupted = [errors for kind, errors in rows.items() if kind != "none"]
    rows["mean of the corruptions"] = [mean(errors) for errors in zip(*corrupted, strict=True)]
    return Table(
        "Share of MNIST’s test digits misread",
        ["Corruption", *counts],
        # The root makes low errors visible beside high ones.
        [[Cell(kind), *(Cell(percent(e), shade=round(50 * e**0.5)) for e in errors)]
         for kind, errors in rows.items()],
        picture=f"{FOLDER}/compare/corruptions.png",
        pictures=len(kinds),
    )  # fmt: skip


def _rates(name: str, rates: Sequence[Rate], x: Sequence[int] = ()) -> Series:
    """Errors with their 95 % interval, each at its x."""
    points = [(at, rate.error) for at, rate in zip(x or range(len(rates)), rates, strict=True)]
    texts = []
    for rate in rates:
        low, high = rate.interval
        texts.append(f"{percent(rate.error)} ({100 * low:.2f}–{100 * high:.2f})")
    return Series(name, points, texts)


def _line(name: str, points: Iterable[tuple[float, float]]) -> Series:
    points = list(points)
    return Series(name, points, [percent(y) for _, y in points])


def _heights(series: Iterable[Series]) -> list[float]:
    return [y for each in series for _, y in each.points]
