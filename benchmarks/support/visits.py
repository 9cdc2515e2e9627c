"""What visitors do: draw digits, ask while they draw, and look at the answers."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.support.server import Visitor, as_sent
from mnist_models.strokes.pen import PEN, draw, scale_strokes
from mnist_models.strokes.unipen import Drawing

_STEP = 0.05  # seconds of drawing between two pictures, as the page would send them
_PICTURES = 20  # of a drawing, so that it takes a second
_BUSY_WAIT = 0.75  # seconds, as the page waits on average before it asks again


@dataclass
class Log:
    """What happened to the visitors."""

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


def play(drawing: Drawing) -> list[str]:
    """The pictures that a page would send while a person draws it."""
    strokes = [stroke + 60 for stroke in scale_strokes(drawing.strokes, 280)]
    total = sum(len(stroke) for stroke in strokes)
    pictures = []
    for count in np.linspace(1, total, _PICTURES, dtype=int):
        left, shown = int(count), []
        for stroke in strokes:
            if left > 0:
                shown.append(stroke[:left])
            left -= len(stroke)
        pictures.append(as_sent(draw(shown, PEN)))
    return pictures


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
        newest = min(int((time.monotonic() - begin) / _STEP), len(pictures) - 1)
        if newest == sent:
            await asyncio.sleep(_STEP / 4)
            continue
        asked = time.monotonic()
        reply = await visitor.read(pictures[newest])
        if reply.get("busy"):
            log.busy += 1
            await asyncio.sleep(_BUSY_WAIT)
            continue
        log.seconds.append(time.monotonic() - asked)
        sent = newest
    return reply["answers"]
