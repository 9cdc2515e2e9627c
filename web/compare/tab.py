"""The tab for the teacher: how the networks compare, from the reports in `weights/`.

Everything is built once, as text, when the program starts; a part whose figures are
missing from the reports is left out.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from mnist_models import figures, weights
from mnist_models.recognizer import Recognizer
from web.cards import TITLES, title
from web.compare.confidence import calibration, declining_table
from web.compare.errors import (
    error_table,
    learning_curves,
    literature_table,
    pen_chart,
    preparation_chart,
    robustness_table,
)
from web.compare.missed import digit_finder
from web.compare.tables import confusion_table
from web.component import component
from web.reports import on_corruptions, on_drawings, trained
from web.service.limits import Limiter
from web.service.pages import TUTORIAL

_SETS = (figures.UNIPEN, figures.PENDIGITS)
# The network that `benchmarks/robustness.py` trains beside them.
_UNVARIED = {"simple_cnn, no variation": f"{TITLES['simple_cnn']}, plain"}


def comparison(recognizer: Recognizer, gate: Limiter) -> gr.HTML:
    """Build the component from the shipped reports of the recognizer's networks."""
    titles = {name: title(name) for name in recognizer.names}
    parts = contents(titles, weights.FOLDER)
    missed = {digit["index"] for each in parts["missed"] for digit in each["digits"]}
    return component(
        Path(__file__).parent,
        styles=["compare.css", "charts.css", "tables.css", "missed.css", "phone.css", "modes.css"],
        functions={"test_digits": digit_finder(missed, recognizer.read_images)},
        gate=gate,
        tutorial=TUTORIAL,
        **parts,
    )


def contents(titles: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """What stands in `compare.html`'s places; empty where the reports say nothing of it."""
    reports = {title: trained(folder, name) for name, title in titles.items()}
    drawings, elsewhere = (
        {title: found[name] for name, title in titles.items() if name in found}
        for found in (on_drawings(folder, which) for which in _SETS)
    )
    robustness = on_corruptions(folder)
    names = {**titles, **_UNVARIED}
    on_test = {
        title: {"calibration": report["calibration"] | report["confidence"]}
        for title, report in reports.items()
    }
    return {
        "errors": error_table(reports, drawings, elsewhere),
        "literature": literature_table(),
        "preparation": preparation_chart(drawings) if drawings else "",
        "pens": pen_chart(drawings) if drawings else "",
        "curves": learning_curves(reports),
        "confusions": [
            confusion_table(f"{title} on MNIST’s test digits", report["test_confusion"])
            for title, report in reports.items()
        ],
        "drawing_confusions": [
            confusion_table(f"{title} on real drawings", drawn["confusion"])
            for title, drawn in drawings.items()
        ],
        "calibration": calibration(on_test, "MNIST’s test digits")
        + calibration(drawings, "real drawings"),
        "declining": declining_table(drawings),
        "robustness": robustness_table(
            {title: robustness[name] for name, title in names.items() if name in robustness}
        ),
        "missed": [
            {
                "name": name,
                "title": title,
                "count": len(report["wrong_test"]),
                "digits": report["wrong_test"],
            }
            for (name, title), report in zip(titles.items(), reports.values(), strict=True)
        ],
    }
