"""How fast the page answers, and what it takes to host it."""

from typing import Any

from benchmarks.support.capacity import BUSY, capacity
from benchmarks.tables.markdown import row, table

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


def latency(record: dict[str, Any]) -> str:
    """What latency.py measured, each figure beside what it is compared with."""
    lines = [
        row(["what", "p50", "p95", "compared with", "p50", "p95", "ratio"]),
        row(["---", "---:", "---:", "---", "---:", "---:", "---:"]),
    ]
    for name, found in record["figures"].items():
        columns = (("p50", 2), ("p95", 2), ("other_p50", 2), ("other_p95", 2), ("ratio", 3))
        cells = [f"{found[key]:.{digits}f}" if key in found else "–" for key, digits in columns]
        lines.append(row([name, *cells[:2], _COMPARED_WITH[name], *cells[2:]]))
        if found.get("lost") or found.get("other_lost"):
            lines.append(f"| never answered | {found['lost']} | | | {found['other_lost']} | | |")
    return "\n".join([*lines, "", _machine(record)])


def phases(record: dict[str, Any]) -> str:
    """What load.py measured, a row a phase."""
    columns = {
        "visitors": "visitors", "answers": "answers", "p50": "p50, ms", "p95": "p95, ms",
        "p99": "p99, ms", "busy": "told to wait", "errors": "errors", "drawings": "drawings read",
        "lost": "lost", "memory": "memory, MB", "files": "left on disk, bytes",
    }  # fmt: skip
    rows = [
        [phase, *(f"{found[name]:,.0f}" for name in columns)]
        for phase, found in record["phases"].items()
    ]
    return f"{table(['phase', *columns.values()], rows)}\n\n{_machine(record, 'the visitors')}"


def needs(record: dict[str, Any]) -> str:
    """What a host needs by what load.py measured."""
    found = capacity(record)
    gigabytes = found.replicas * found.memory / 1000
    rows = {
        "answers a second that a core gives": f"{found.core:.0f}",
        "answers a second that a visitor asks for, pauses included": f"{found.visitor:.1f}",
        f"visitors at once that a core can serve, {100 * BUSY:.0f} % busy": f"{found.visitors:,}",
        "cores that one process used when too many asked": f"{found.cores_used:.1f}",
        "cores that a thousand visitors at once need": f"{found.cores:,}",
        "replicas that can use them": f"{found.replicas:,}",
        "memory of these replicas": f"{gigabytes:,.0f} GB",
    }
    return table(["what", "figure"], rows.items())


def first_visits(record: dict[str, Any]) -> str:
    """What first_visits.py measured, and how many visitors that comes to."""
    a_second = record["visits"] / record["processor_seconds"]
    rows = {
        "requests of a first visit": f"{record['requests']}",
        "sent to it, MB": f"{record['bytes'] / record['visits'] / 1e6:.2f}",
        "first visits a second that a core serves": f"{a_second:.1f}",
        "minutes in which a core lets a thousand visitors in": f"{1000 / a_second / 60:.1f}",
        "requests of a drawing, once the browser reads": f"{record['requests_of_a_drawing']}",
    }
    return f"{table(['what', 'figure'], rows.items())}\n\n{_machine(record, 'the visitors')}"


def breaks(record: dict[str, Any]) -> str:
    """What happened when too many asked, in a few sentences."""
    many, crowd = record["phases"]["many visitors"], record["phases"]["too many"]
    waiting = 100 * crowd["busy"] / max(1, crowd["busy"] + crowd["answers"])
    drawings = crowd["lost"] + crowd["drawings"]
    return (
        f"With {crowd['visitors']} visitors who never paused, half of the answers took more than "
        f"{crowd['p50']:.0f} ms ({many['p50']:.0f} ms with {many['visitors']} who did), and "
        f"{waiting:.0f} % of the questions were told to wait. {crowd['errors']} visitors met an "
        f"error, {crowd['lost']} of {drawings} drawings ended without their right answer, and "
        f"memory changed by {crowd['memory'] - many['memory']:+.0f} MB."
    )


def worst(record: dict[str, Any]) -> str:
    """The costliest pictures that worst_cases.py found, by time and by memory."""
    pictures: dict[str, dict[str, float]] = record["pictures"]
    by_memory = sorted(pictures, key=lambda name: -pictures[name]["megabytes"])
    rows = [
        [name, *(f"{pictures[name][key]:.0f}" for key in ("milliseconds", "megabytes"))]
        for name in dict.fromkeys([*list(pictures)[:4], *by_memory[:3]])
    ]
    found = table(["picture", "one core, ms", "memory, MB"], rows)
    return f"{found}\n\n{_machine(record)}"


def crowds(record: dict[str, Any]) -> str:
    """What a visitor noticed of those who sent the worst picture."""
    columns = {
        "worst": "such pictures answered", "answers": "the visitor's answers", "p50": "p50, ms",
        "p95": "p95, ms", "busy": "told to wait", "errors": "errors", "lost": "lost",
        "memory": "memory, MB",
    }  # fmt: skip
    rows = [
        [crowd, *(f"{found[name]:,.0f}" for name in columns)]
        for crowd, found in record["crowds"].items()
    ]
    found = table(["beside the visitor", *columns.values()], rows)
    return f"{found}\n\n{_machine(record, 'the crowd')}"


def sieges(record: dict[str, Any]) -> str:
    """What siege.py measured, a row a siege."""
    columns = {
        "answers": "the visitor's answers", "p50": "p50, ms", "p95": "p95, ms",
        "answered": "others answered", "refused": "others refused or ended",
        "milliseconds": "half of them ended after, ms",
    }  # fmt: skip
    rows = [
        [
            name,
            *(f"{found[key]:,.0f}" if key in found else "–" for key in columns),
            f"{found['processor']:.2f}",
        ]
        for name, found in record["sieges"].items()
    ]
    found = table(["beside", *columns.values(), "cores used"], rows)
    return f"{found}\n\n{_machine(record, 'the besiegers')}"


def soak(record: dict[str, Any]) -> str:
    """What soak.py measured: the server's memory over a long time."""
    memory = record["memory"]
    counts = [f"{record[name]:,}" for name in ("answers", "visits")]
    change = f"{memory[-1] - memory[0]:+.0f}"
    cells = [*counts, f"{memory[0]:.0f}", f"{max(memory):.0f}", change]
    columns = ["answers", "visits", "memory after a tenth, MB", "the most, MB", "change, MB"]
    return f"{table(columns, [cells])}\n\n{_machine(record)}"


def _machine(record: dict[str, Any], others: str = "") -> str:
    """Where something was measured, and whether the machine had anything else to do."""
    cores, load = record["cores"], record["load_before"]
    shared = f", shared with {others}" if others else ""
    busy = " It was busy with other work: each time is an upper bound." if load > cores / 2 else ""
    return f"{cores} cores{shared}; load before: {load:.1f}.{busy}"
