"""What a host needs, reckoned from what load.py measured."""

import math
from typing import Any, NamedTuple

BUSY = 0.7  # of a core's time: with less to spare, queues grow
THOUSAND = 1000


class Capacity(NamedTuple):
    """What a core gives and what visitors ask for."""

    core: float  # answers a second that one core gives
    visitor: float  # answers a second that one visitor asks for, pauses included
    cores_used: float  # by the one process, while too many visitors asked
    memory: float  # of a process, MB, after all phases

    @property
    def visitors(self) -> int:
        """Visitors that a core bears."""
        return math.floor(BUSY * self.core / self.visitor)

    @property
    def cores(self) -> int:
        """Cores that a thousand visitors need."""
        return math.ceil(THOUSAND * self.visitor / (BUSY * self.core))

    @property
    def replicas(self) -> int:
        """Processes that can use so many cores."""
        return math.ceil(self.cores / max(1.0, self.cores_used))


def capacity(record: dict[str, Any]) -> Capacity:
    """Reckon from the server's own processor time, whatever else the machine did."""
    many, crowd = record["phases"]["many visitors"], record["phases"]["too many"]
    return Capacity(
        core=many["answers"] / many["processor_seconds"],
        visitor=many["answers"] / many["visitors"] / many["seconds"],
        cores_used=crowd["processor_seconds"] / crowd["seconds"],
        memory=max(phase["memory"] for phase in record["phases"].values()),
    )


def table(record: dict[str, Any]) -> str:
    """What it comes to, in Markdown."""
    found = capacity(record)
    gigabytes = found.replicas * found.memory / 1000
    rows = {
        "answers a second that a core gives": f"{found.core:.0f}",
        "answers a second that a visitor asks for, pauses included": f"{found.visitor:.1f}",
        f"visitors at once that a core bears, {100 * BUSY:.0f} % busy": f"{found.visitors:,}",
        "cores that one process used when too many asked": f"{found.cores_used:.1f}",
        "cores that a thousand visitors at once need": f"{found.cores:,}",
        "replicas that can use them": f"{found.replicas:,}",
        "memory of these replicas": f"{gigabytes:,.0f} GB",
    }
    lines = ["| what | figure |", "| --- | ---: |"]
    return "\n".join(lines + [f"| {what} | {figure} |" for what, figure in rows.items()])


def phases_table(record: dict[str, Any]) -> str:
    """What load.py measured, in Markdown."""
    columns = {
        "visitors": "visitors", "answers": "answers", "p50": "p50, ms", "p95": "p95, ms",
        "p99": "p99, ms", "busy": "told to wait", "errors": "errors", "drawings": "drawings read",
        "lost": "lost", "memory": "memory, MB", "files": "left on disk, bytes",
    }  # fmt: skip
    lines = [
        f"| phase | {' | '.join(columns.values())} |",
        "| --- |" + " ---: |" * len(columns),
    ]
    for phase, row in record["phases"].items():
        cells = " | ".join(f"{row[name]:,.0f}" for name in columns)
        lines.append(f"| {phase} | {cells} |")
    machine = f"{record['cores']} cores, shared with the visitors"
    return "\n".join([*lines, "", f"{machine}; load before: {record['load_before']:.1f}."])


def first_to_break(record: dict[str, Any]) -> str:
    """What happened when too many asked, in a sentence or two."""
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
