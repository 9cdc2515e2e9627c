"""Charts and tables of whether the networks know when they are wrong."""

from math import ceil

from mnist_models.confidence import BINS
from web.compare.axes import Axis, percent, share_axis
from web.compare.charts import Series, line_chart
from web.compare.errors import Reports
from web.compare.tables import table

_FEW = 50  # digits in a bin, of which the share of right ones says little


def calibration(figures: Reports, where: str) -> str:
    """How often answers are right by how sure they are, and the errors by share answered."""
    found = {title: each["calibration"] for title, each in figures.items() if "calibration" in each}
    if not found:
        return ""
    shares = {0.0: "0", 0.25: "25 %", 0.5: "50 %", 0.75: "75 %", 1.0: "100 %"}
    confidence, accuracy = Axis("Confidence", 0, 1, shares, share=True), Axis("right", 0, 1, shares)
    curves = []
    for title, each in found.items():
        bins = [(_middle(one["confidence"]), one["accuracy"]) for one in each["reliability"]]
        texts = [f"{percent(y, 1)} right of {one['count']:,}"
                 for (_, y), one in zip(bins, each["reliability"], strict=True)]  # fmt: skip
        few = {x for (x, _), one in zip(bins, each["reliability"], strict=True)
               if one["count"] < _FEW}  # fmt: skip
        curves.append(Series(title, bins, texts, few))
    rows = [
        [title, f"{each['temperature']:.2f}" if "temperature" in each else "–",
         percent(each["expected_calibration_error"])]
        for title, each in found.items()
    ]  # fmt: skip
    charts = line_chart(f"Reliability on {where}", confidence, accuracy, curves, diagonal=True)
    if all("risk_coverage" in each for each in found.values()):
        charts += _risk_chart(found, where)
    return charts + table(["Network", "Temperature", "Calibration error"], rows, f"On {where}")


def _middle(confidence: float) -> float:
    """The middle of the confidence's range, so that all networks share the chart's stops."""
    return round((max(ceil(confidence * BINS), 1) - 0.5) / BINS, 2)


def declining_table(drawings: Reports) -> str:
    """What each network declines of real digits and of letters that no digit resembles."""
    found = {title: each["declining"] for title, each in drawings.items() if "declining" in each}
    if not found:
        return ""
    columns = {
        "AUROC, digits against letters": "auroc",
        "Letters declined": "letters_declined",
        "Digits declined that it reads rightly": "right_digits_declined",
        "Error of what it answers": "error_of_answers",
    }
    rows = [[title, *(percent(each[key]) for key in columns.values())]
            for title, each in found.items()]  # fmt: skip
    return table(["Network", *columns], rows, "Real drawings of digits and letters")


def _risk_chart(found: Reports, where: str) -> str:
    curves = [
        Series(title, [(coverage, risk) for coverage, risk in each["risk_coverage"]],
               [percent(risk) for _, risk in each["risk_coverage"]])
        for title, each in found.items()
    ]  # fmt: skip
    y = share_axis("read wrongly", [risk for curve in curves for _, risk in curve.points])
    x = Axis("Share of digits answered", 0, 1, {0: "0", 0.5: "50 %", 1: "100 %"}, share=True)
    return line_chart(f"Error among the surest answers on {where}", x, y, curves)
