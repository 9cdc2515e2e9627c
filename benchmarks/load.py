"""How the server bears visitors: many who draw at once, then twice what it can bear.

python benchmarks/load.py UNIPEN

UNIPEN is a folder as for drawings.py. The visitors run on the same machine and
take their share of its cores; what a core can bear is therefore reckoned from the
server's own processor time (capacity.py).
"""

import argparse
import asyncio
import json
import os
import ssl
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import capacity
import httpx
import numpy as np
from service import Server, Visitor, as_sent

from mnist_models.strokes.pen import Drawing, draw, read_unipen, scale_strokes

PORT = 8124
STEP = 0.05  # seconds of drawing between two pictures, as the page would send them
PICTURES = 20  # of a drawing, so that it takes a second
BUSY_WAIT = 0.75  # seconds, as the page waits on average before it asks again


@dataclass
class Log:
    """What the visitors met."""

    seconds: list[float] = field(default_factory=list)  # of each answer
    busy: int = 0
    errors: list[str] = field(default_factory=list)
    drawings: int = 0  # that ended with the right last answer
    lost: int = 0  # that did not

    def figures(self) -> dict[str, Any]:
        """Ready for JSON; times in ms."""
        p50, p95, p99 = np.percentile(self.seconds or [0.0], [50, 95, 99]) * 1000
        return {
            "answers": len(self.seconds), "busy": self.busy, "errors": len(self.errors),
            "first_errors": self.errors[:3], "drawings": self.drawings, "lost": self.lost,
            "p50": round(p50, 1), "p95": round(p95, 1), "p99": round(p99, 1),
        }  # fmt: skip


def main() -> None:
    """Three phases on one server, a table, and the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", metavar="UNIPEN")
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--crowd", type=int, default=140, help="visitors who never pause")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "load.json")
    options = parser.parse_args()
    drawings = read_unipen(options.folder)
    chosen = [play(drawings[index]) for index in np.linspace(0, len(drawings) - 1, 24, dtype=int)]
    load = os.getloadavg()[0]
    with Server(PORT) as server:
        figures = asyncio.run(phases(server, chosen, options))
    record = {"cores": os.cpu_count(), "load_before": load, "phases": figures}
    options.out.write_text(json.dumps(record, indent=1) + "\n")
    print(f"{capacity.phases_table(record)}\n\n{capacity.table(record)}")


def play(drawing: Drawing) -> list[str]:
    """The pictures that a page would send while a person draws it."""
    strokes = [stroke + 60 for stroke in scale_strokes(drawing.strokes, 280)]
    total = sum(len(stroke) for stroke in strokes)
    pictures = []
    for count in np.linspace(1, total, PICTURES, dtype=int):
        left, shown = int(count), []
        for stroke in strokes:
            if left > 0:
                shown.append(stroke[:left])
            left -= len(stroke)
        pictures.append(as_sent(draw(shown, 33)))
    return pictures


async def phases(
    server: Server, drawings: list[list[str]], options: argparse.Namespace
) -> dict[str, Any]:
    """One visitor, many, too many, and one again."""
    plan = {
        "one visitor": (1, 2.0, 20.0),
        "many visitors": (options.visitors, 2.0, options.seconds),
        "too many": (options.crowd, 0.0, options.seconds / 2),
        "one visitor again": (1, 2.0, 20.0),
    }
    figures, certificates = {}, ssl.create_default_context()  # read once, not by each client
    async with AsyncExitStack() as stack:

        async def visitor(name: str) -> Visitor:
            # A client each: one for all spends its time on looking through its connections.
            client = httpx.AsyncClient(timeout=60, verify=certificates)
            return Visitor(await stack.enter_async_context(client), server.address, name)

        expected = await last_answers(await visitor("reference"), drawings)
        for phase, (count, pause, seconds) in plan.items():
            visitors = [await visitor(f"{phase} {number}") for number in range(count)]
            begin, processor = time.monotonic(), server.processor_seconds()
            log, end = Log(), begin + seconds
            await asyncio.gather(
                *(
                    visit(each, drawings, expected, pause=pause, end=end, log=log)
                    for each in visitors
                )
            )
            figures[phase] = log.figures() | {
                "visitors": count, "memory": server.memory(), "files": server.files(),
                "seconds": round(time.monotonic() - begin, 1),
                "processor_seconds": round(server.processor_seconds() - processor, 2),
            }  # fmt: skip
    return figures


async def last_answers(visitor: Visitor, drawings: list[list[str]]) -> list[Any]:
    """What the server says of each whole drawing while nobody else is there."""
    await visitor.open_page()
    return [said((await visitor.read(pictures[-1]))["answers"]) for pictures in drawings]


def said(answers: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What answers say, without the time that they took."""
    return [(answer["name"], answer["digit"], answer["probabilities"]) for answer in answers]


async def visit(
    visitor: Visitor, drawings: list[list[str]], expected: list[Any], *,
    pause: float, end: float, log: Log,
) -> None:  # fmt: skip
    """Draw one digit after another, with a look at the answers in between."""
    random = np.random.default_rng(abs(hash(visitor)))
    try:
        await visitor.open_page()
        await asyncio.sleep(random.uniform(0, pause))
        while time.monotonic() < end:
            choice = int(random.integers(len(drawings)))
            answers = await read_while_drawing(visitor, drawings[choice], log)
            right = said(answers) == expected[choice]
            log.drawings += right
            log.lost += not right
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
    except Exception as error:  # whatever it is, it must not stop the others
        log.errors.append(f"{type(error).__name__}: {error}")


async def read_while_drawing(visitor: Visitor, pictures: list[str], log: Log) -> Any:
    """Send the newest picture whenever the last one is answered; the last answer."""
    begin, sent = time.monotonic(), -1
    while sent < len(pictures) - 1:
        newest = min(int((time.monotonic() - begin) / STEP), len(pictures) - 1)
        if newest == sent:
            await asyncio.sleep(STEP / 4)
            continue
        asked = time.monotonic()
        reply = await visitor.read(pictures[newest])
        if reply.get("busy"):
            log.busy += 1
            await asyncio.sleep(BUSY_WAIT)
            continue
        log.seconds.append(time.monotonic() - asked)
        sent = newest
    return reply["answers"]


if __name__ == "__main__":
    main()
