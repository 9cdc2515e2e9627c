"""Write the measured figures into the tables of the README files.

python -m benchmarks.readme

A table stands between `<!-- NAME -->` and `<!-- /NAME -->`. Its figures come from the
reports of `train.py` and from the JSON files that the benchmarks leave in weights/ and
here. The benchmarks print the same tables by the functions below.
"""

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

import train
from mnist_models import figures, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import ErrorCount
from mnist_models.mnist import NUM_CLASSES

HERE = Path(__file__).parent
DOCUMENTS = (
    HERE.parent / "README.md",
    weights.FOLDER / "README.md",
    weights.FOLDER / "HISTORY.md",
    HERE / "README.md",
)
GOALS = (0.02, 0.01, 0.005)  # test errors of the race
# Training shows something similar to these corruptions, if not the same.
SEEN = ("impulse noise", "motion blur", "shear", "scale", "rotate", "brightness", "translate",
        "stripe", "fog", "dotted line", "canny edges")  # fmt: skip
BUSY = 0.7  # share of a core's time that may be used on average, so that peaks find room
_VISITORS = 1000  # at once, for whom the cores are estimated
_COMPARED_WITH = {
    "drawing to answers, ms": "`model.predict` of each",
    "the same with its pictures, ms": "`model.predict` of each",
    "the same, as a picture of any kind, ms": "`model.predict` of each",
    "pointer-up to cards, ms": "the page on `gr.Sketchpad`",
    "pointer-up to cards by the server, ms": "the page on `gr.Sketchpad`",
    "the same, 100 ms from the server, ms": "read by the server",
    "pointer-up to cards in Firefox, ms": "in Chromium",
    "cold page at 1.6 Mbit/s, s": "until the browser reads",
    "explanation, ms": "the same, not compiled",
    "explanation in the browser, ms": "by the server, without the way",
    "cold start, s": "`import tensorflow, gradio`",
    "resident memory, MB": "`import tensorflow, gradio`",
}

Record = dict[str, Any]  # a benchmark's JSON
Networks = dict[str, dict[str, Any]]  # name → its figures on real drawings
Points = list[tuple[float, float]]  # seconds of training, and the test error then, 0-1


def table(
    columns: Sequence[str], rows: Iterable[Iterable[object]], texts: Collection[int] = (0,)
) -> str:
    """A Markdown table; the columns `texts`, counted from 0, hold text, the others numbers."""
    rule = ["---" if column in texts else "---:" for column in range(len(columns))]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in (columns, rule, *rows))


def percent(share: float, decimals: int = 2) -> str:
    """A share, 0-1, as `0.31 %`."""
    return f"{100 * share:.{decimals}f} %"


def machine(record: Record, others: str = "") -> str:
    """The machine's cores, who shared them, and whether other work disturbed the measurement."""
    cores, load = record["cores"], record["load_before"]
    shared = f", shared with {others}" if others else ""
    busy = " It was busy with other work: each time is an upper bound." if load > cores / 2 else ""
    return f"{cores} cores{shared}; load before: {load:.1f}.{busy}"


# The networks: their reports, and their figures on real drawings.


def results() -> str:
    """Size, training time and errors of the shipped networks."""
    drawn, elsewhere = (
        figures.on_drawings(weights.FOLDER, which) for which in (figures.UNIPEN, figures.PENDIGITS)
    )
    rows = []
    for name in ARCHITECTURES:
        report = weights.read_report(name)
        minutes = f"{report.training_seconds / 60:.0f} min"
        sets = (drawn, "exact"), (elsewhere, "exact"), (drawn, "naive")
        errors = [_errors(found[name][key]) if name in found else "–" for found, key in sets]
        rows.append([f"`{name}`", f"{report.parameters:,}", minutes, report.test, *errors])
    columns = ["network", "parameters", "training", "MNIST test digits", "drawings: UNIPEN",
               "drawings: pendigits", "UNIPEN, canvas merely shrunk"]  # fmt: skip
    return table(columns, rows)


def seeds() -> str:
    """Each seed's test error, with its wrong validation digits, and the spread over the seeds."""
    reports = [weights.read_report(name) for name in ARCHITECTURES]
    numbers = list(dict.fromkeys(result.seed for report in reports for result in report.seeds))
    rows = []
    for report in reports:
        cells = {
            one.seed: f"{percent(one.test.error)} ({one.validation.wrong})" for one in report.seeds
        }
        each = [cells.get(number, "–") for number in numbers]
        rows.append([f"`{report.name}`", *each, train.over_seeds(report)])
    heads = [f"seed {number}" for number in numbers]
    return table(["network", *heads, "mean ± standard deviation"], rows)


def preprocessings(networks: Networks) -> str:
    """Errors on real drawings, with the canvas merely shrunk and in MNIST's exact format."""
    rows = [
        [f"`{name}`", _errors(found["naive"]), _errors(found["exact"])]
        for name, found in networks.items()
    ]
    return table(["network", "canvas merely shrunk", "MNIST's exact format"], rows)


def pens(networks: Networks) -> str:
    """Errors on real drawings by the width of the pen."""
    pens = [key for key in next(iter(networks.values())) if key.startswith("pen ")]
    heads = [f"{pen.removeprefix('pen ')} %" for pen in pens]
    rows = [
        [f"`{name}`", *(percent(found[pen]["error"]) for pen in pens)]
        for name, found in networks.items()
    ]
    return table(["network", *heads], rows)


def kinds(networks: Networks) -> str:
    """Errors on real drawings by the kind of digit, in percent."""
    rows = []
    for name, found in networks.items():
        matrix = np.array(found["confusion"])
        errors = 1 - matrix.diagonal() / np.maximum(1, matrix.sum(axis=1))
        rows.append([f"`{name}`", *(f"{100 * error:.1f}" for error in errors)])
    return table(["network", *map(str, range(NUM_CLASSES))], rows)


def writers(networks: Networks) -> str:
    """The writers whom each network reads poorly."""
    rows = [
        [f"`{name}`", *writer.values()]
        for name, found in networks.items()
        for writer in found["poorly_read_writers"]
    ]
    return table(["network", "writer", "wrong", "of"], rows)


def confidence(networks: Networks) -> str:
    """Calibration, and the shares of digits and letters declined; – for a set without letters."""
    columns = ["network", "calibration error", "before", "AUROC digits/letters",
               "right digits declined", "letters declined", "error of answers"]  # fmt: skip
    keys = ("auroc", "right_digits_declined", "letters_declined", "error_of_answers")
    rows = []
    for name, found in networks.items():
        curve, declined = found["calibration"], found.get("declining", {})
        shares = [curve["expected_calibration_error"], curve["error_at_1"],
                  *(declined.get(key) for key in keys)]  # fmt: skip
        rows.append([f"`{name}`", *("–" if one is None else percent(one) for one in shares)])
    return table(columns, rows)


def _errors(count: dict[str, Any]) -> ErrorCount:
    return ErrorCount(count["wrong"], count["total"])


# Training: what each ingredient brings and costs, and how soon networks learn.


def ingredients(record: Record) -> str:
    """Errors without each ingredient of a recipe, a row a variant."""
    parts = list(next(iter(record.values()))["errors"])
    rows = [
        [name, *(percent(_errors(row["errors"][part]).error) for part in parts)]
        for name, row in record.items()
    ]
    return table(["recipe", *parts], rows)


def cost(record: Record) -> str:
    """Augmentation's share of a training step, a row a network."""
    rows = [
        [f"`{name}`", f"{ms['with']:.0f}", percent(1 - ms["without"] / ms["with"], 0)]
        for name, ms in record.items()
    ]
    return table(["network", "ms a step", "of it augmentation"], rows)


def race(record: dict[str, Points]) -> str:
    """Seconds to each of the test errors in `GOALS`, and the error at the end."""
    rows = []
    for name, points in record.items():
        seconds, error = points[-1]
        at = [*(_seconds_to(goal, points) for goal in GOALS), seconds]
        cells = ["–" if second is None else f"{second:.0f}" for second in at]
        rows.append([name, *cells, percent(error)])
    goals = [f"s to {percent(goal, 1)}" for goal in GOALS]
    return table(["network", *goals, "s in all", "test error at the end"], rows)


def _seconds_to(goal: float, points: Points) -> float | None:
    """When the test error first was `goal` or less; `None` if it never was."""
    return next((seconds for seconds, error in points if error <= goal), None)


# Hard inputs: non-digits, corrupted digits, pictures of every kind.


def declining(record: dict[str, dict[str, float]]) -> str:
    """How well each score separates digits from other drawings, a row a score."""
    columns = list(next(iter(record.values())))
    rows = [
        [score, *(percent(found[column], 1) for column in columns)]
        for score, found in record.items()
    ]
    return table(["score", *columns], rows)


def robustness(record: Record) -> str:
    """Errors by corruption, then the mean of all, and the mean of those unlike training's."""
    networks: dict[str, dict[str, dict[str, int]]] = record["networks"]
    errors = [
        {kind: _errors(count).error for kind, count in counts.items()}
        for counts in networks.values()
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
    return table(["corruption", *networks], rows)


def pictures(record: Record) -> str:
    """Percent wrong / declined / without ink, a row a kind of picture."""
    networks: dict[str, dict[str, dict[str, int]]] = record["networks"]

    def outcome(counts: dict[str, int]) -> str:
        shares = (counts[part] / counts["pictures"] for part in ("wrong", "declined", "no ink"))
        return " / ".join(f"{100 * share:.0f}" for share in shares)

    kinds = next(iter(networks.values()))
    rows = [[kind, *(outcome(found[kind]) for found in networks.values())] for kind in kinds]
    return table(["picture", *(f"`{name}`" for name in networks)], rows)


# The service: how fast the page answers, and what it takes to host it.


def latency(record: Record) -> str:
    """Each time or size beside what it is compared with."""
    columns = ["what", "p50", "p95", "compared with", "p50", "p95", "ratio"]
    rows = []
    for name, found in record["figures"].items():
        digits = {"p50": 2, "p95": 2, "other_p50": 2, "other_p95": 2, "ratio": 3}
        cells = [f"{found[key]:.{n}f}" if key in found else "–" for key, n in digits.items()]
        rows.append([name, *cells[:2], _COMPARED_WITH[name], *cells[2:]])
        if found.get("lost") or found.get("other_lost"):
            rows.append(["never answered", found["lost"], "", "", found["other_lost"], "", ""])
    return f"{table(columns, rows, texts=(0, 3))}\n\n{machine(record)}"


def phases(record: Record) -> str:
    """The load on the server and its answers, a row a phase."""
    columns = {
        "visitors": "visitors", "answers": "answers", "p50": "p50, ms", "p95": "p95, ms",
        "p99": "p99, ms", "busy": "told to wait", "errors": "errors", "drawings": "drawings read",
        "lost": "lost", "memory": "memory, MB", "files": "left on disk, bytes",
    }  # fmt: skip
    return f"{_rows('phase', columns, record['phases'])}\n\n{machine(record, 'the visitors')}"


def needs(record: Record) -> str:
    """What a host needs for many visitors.

    The visitors shared the machine, so a core's answers are estimated from the
    server's own processor time, whatever else the machine did.
    """
    many, most = record["phases"]["many visitors"], record["phases"]["too many"]
    core = many["answers"] / many["processor_seconds"]  # answers a second
    visitor = many["answers"] / many["visitors"] / many["seconds"]  # the same, of one visitor
    used = most["processor_seconds"] / most["seconds"]  # cores that one process used
    cores = math.ceil(_VISITORS * visitor / (BUSY * core))
    replicas = math.ceil(cores / max(1.0, used))
    gigabytes = replicas * max(phase["memory"] for phase in record["phases"].values()) / 1000
    visitors = math.floor(BUSY * core / visitor)
    rows = {
        "answers a second that a core gives": f"{core:.0f}",
        "answers a second that a visitor asks for, pauses included": f"{visitor:.1f}",
        f"visitors at once that a core can serve, {100 * BUSY:.0f} % busy": f"{visitors:,}",
        "cores that one process used when too many asked": f"{used:.1f}",
        "cores that a thousand visitors at once need": f"{cores:,}",
        "replicas that can use them": f"{replicas:,}",
        "memory of these replicas": f"{gigabytes:,.0f} GB",
    }
    return table(["what", "figure"], rows.items())


def breaks(record: Record) -> str:
    """What happened when too many asked, in a few sentences."""
    many, most = record["phases"]["many visitors"], record["phases"]["too many"]
    waiting = 100 * most["busy"] / max(1, most["busy"] + most["answers"])
    drawings = most["lost"] + most["drawings"]
    return (
        f"With {most['visitors']} visitors who never paused, half of the answers took more than "
        f"{most['p50']:.0f} ms ({many['p50']:.0f} ms with {many['visitors']} who did), and "
        f"{waiting:.0f} % of the questions were told to wait. {most['errors']} visitors met an "
        f"error, {most['lost']} of {drawings} drawings ended without their right answer, and "
        f"memory changed by {most['memory'] - many['memory']:+.0f} MB."
    )


def first_visits(record: Record) -> str:
    """The requests and bytes of a first visit, and how many visits a core serves."""
    a_second = record["visits"] / record["processor_seconds"]
    rows = {
        "requests of a first visit": f"{record['requests']}",
        "sent to it, MB": f"{record['bytes'] / record['visits'] / 1e6:.2f}",
        "first visits a second that a core serves": f"{a_second:.1f}",
        "minutes in which a core lets a thousand visitors in": f"{1000 / a_second / 60:.1f}",
        "requests of a drawing, once the browser reads": f"{record['requests_of_a_drawing']}",
    }
    return f"{table(['what', 'figure'], rows.items())}\n\n{machine(record, 'the visitors')}"


def worst(record: Record) -> str:
    """The costliest pictures, by time and by memory."""
    pictures: dict[str, dict[str, float]] = record["pictures"]
    by_memory = sorted(pictures, key=lambda name: -pictures[name]["megabytes"])
    rows = [
        [name, *(f"{pictures[name][key]:.0f}" for key in ("milliseconds", "megabytes"))]
        for name in dict.fromkeys([*list(pictures)[:4], *by_memory[:3]])
    ]
    return f"{table(['picture', 'one core, ms', 'memory, MB'], rows)}\n\n{machine(record)}"


def crowds(record: Record) -> str:
    """A visitor's answers beside clients that send the costliest picture."""
    columns = {
        "worst": "such pictures answered", "answers": "the visitor's answers", "p50": "p50, ms",
        "p95": "p95, ms", "busy": "told to wait", "errors": "errors", "lost": "lost",
        "memory": "memory, MB",
    }  # fmt: skip
    found = _rows("beside the visitor", columns, record["crowds"])
    return f"{found}\n\n{machine(record, 'the crowd')}"


def sieges(record: Record) -> str:
    """A visitor's answers during each attack."""
    columns = {
        "answers": "the visitor's answers", "p50": "p50, ms", "p95": "p95, ms",
        "answered": "others answered", "refused": "others refused or ended",
        "milliseconds": "half of them ended after, ms", "processor": "cores used",
    }  # fmt: skip
    found = _rows("beside", columns, record["sieges"])
    return f"{found}\n\n{machine(record, 'the besiegers')}"


def soak(record: Record) -> str:
    """The server's memory over a long time."""
    columns = ["answers", "visits", "memory after a tenth, MB", "the most, MB", "change, MB"]
    memory = record["memory"]
    cells = [f"{record['answers']:,}", f"{record['visits']:,}", f"{memory[0]:.0f}",
             f"{max(memory):.0f}", f"{memory[-1] - memory[0]:+.0f}"]  # fmt: skip
    return f"{table(columns, [cells])}\n\n{machine(record)}"


def _rows(first: str, columns: dict[str, str], rows: dict[str, dict[str, float]]) -> str:
    """A table of whole numbers (but of cores used: two decimals); – where there is none."""

    def cell(found: dict[str, float], key: str) -> str:
        if key not in found:
            return "–"
        return f"{found[key]:,.{2 if key == 'processor' else 0}f}"

    cells = [[name, *(cell(found, key) for key in columns)] for name, found in rows.items()]
    return table([first, *columns.values()], cells)


# The documents.


def _measured(table: Callable[[Record], str], file: Path, command: str) -> Callable[[], str]:
    """Makes the table of what a benchmark left in a file, or says how to measure it."""

    def make() -> str:
        found = figures.read(file)
        missing = f"Not measured yet: `python -m benchmarks.{command}` does it."
        return table(found) if found else missing

    return make


def _on_drawings(table: Callable[[Networks], str]) -> Callable[[], str]:
    return lambda: table(figures.on_drawings(weights.FOLDER))


TABLES: dict[str, Callable[[], str]] = {
    "results": results,
    "seeds": seeds,
    "pens": _on_drawings(pens),
    "kinds": _on_drawings(kinds),
    "confidence": _on_drawings(confidence),
    "ingredients": _measured(ingredients, weights.FOLDER / "ablation.json", "ablation"),
    "cost": _measured(cost, weights.FOLDER / "augmentation.json", "augmentation_cost"),
    "race": _measured(race, weights.FOLDER / "race.json", "race"),
    "declining": _measured(declining, weights.FOLDER / "declining.json", "declining"),
    "robustness": _measured(robustness, weights.FOLDER / "robustness.json", "robustness"),
    "pictures": _measured(pictures, weights.FOLDER / "pictures.json", "pictures"),
    "latency": _measured(latency, HERE / "latency.json", "latency"),
    "load": _measured(phases, HERE / "load.json", "service load"),
    "capacity": _measured(needs, HERE / "load.json", "service load"),
    "breaks": _measured(breaks, HERE / "load.json", "service load"),
    "worst": _measured(worst, HERE / "worst_cases.json", "service worst_cases"),
    "crowds": _measured(crowds, HERE / "worst_cases.json", "service worst_cases"),
    "siege": _measured(sieges, HERE / "attack.json", "service attack"),
    "soak": _measured(soak, HERE / "soak.json", "service soak"),
    "first_visits": _measured(first_visits, HERE / "first_visits.json", "service first_visits"),
}


def updated(text: str) -> str:
    """A document with today's tables."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if begin in text:
            before, rest = text.split(begin)
            _, after = rest.split(end)
            text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.write_text(updated(path.read_text("utf-8")), "utf-8")
