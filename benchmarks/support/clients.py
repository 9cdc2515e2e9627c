"""Clients of the server for benchmarks: visitors who draw, and attackers.

Attackers run in a process of their own, so that they do not slow the visitor's client.
"""

import asyncio
import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.support.server import Visitor, as_sent
from mnist_models.strokes.pen import PEN, draw, scale_strokes
from mnist_models.strokes.unipen import Drawing

Counts = dict[str, int]
Attack = Callable[[float], Coroutine[Any, Any, Counts]]  # until when, by `time.monotonic`

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_LOST = (OSError, EOFError)  # what a connection that the server ends raises
_STEP = 0.05  # seconds of drawing between two pictures, as the page would send them
_PICTURES = 20  # of a drawing, so that it takes a second
_BUSY_WAIT = 0.75  # seconds, as the page waits on average before it asks again


@contextmanager
def another_process() -> Iterator[ProcessPoolExecutor]:
    """A process that has started and loaded its modules."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        process.submit(int).result()
        yield process


async def attack(process: ProcessPoolExecutor, run: Attack, end: float) -> Counts:
    """Run an attack there until `end`."""
    return await asyncio.wrap_future(process.submit(_run, run, end))


def _run(run: Attack, end: float) -> Counts:
    return asyncio.run(run(end))


async def ask(
    port: int, sources: Sequence[str], request: bytes, end: float, *, patient: bool = False
) -> Counts:
    """A client at each of `sources` sends `request` again and again on one connection.

    Args:
        port: the server's.
        sources: addresses of this machine; Linux has many of them.
        request: head and body.
        end: until when.
        patient: whether a client that is refused waits for a second.

    Returns:
        How many were `answered`, and how many `refused`.
    """
    counts = Counter(answered=0, refused=0)

    async def client(source: str) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                while True:
                    with suppress(*_LOST):
                        await _talk(port, source, request, counts, pause=1 if patient else 0)

    await asyncio.gather(*map(client, sources))
    return dict(counts)


async def _talk(port: int, source: str, request: bytes, counts: Counter[str], pause: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        while True:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            answered = head.split()[1] == b"200"
            counts["answered" if answered else "refused"] += 1
            if not answered:
                await asyncio.sleep(pause)
    finally:
        writer.close()


async def hold(port: int, source: str, sent: bytes, end: float, *, count: int) -> Counts:
    """Connections that send `sent` and then nothing, opened again when the server has ended them.

    Returns:
        How many were `refused`, and after how many `milliseconds` half of those were.
    """
    held: list[float] = []

    async def client() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                while True:
                    begin = time.monotonic()
                    with suppress(*_LOST):
                        await _wait_for_end(port, source, sent)
                    held.append(time.monotonic() - begin)
                    await asyncio.sleep(1)

    await asyncio.gather(*(client() for _ in range(count)))
    half = {"milliseconds": round(1000 * sorted(held)[len(held) // 2])} if held else {}
    return {"refused": len(held), **half}


async def _wait_for_end(port: int, source: str, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(sent)
        await reader.read()
    finally:
        writer.close()


def post(path: str, body: bytes) -> bytes:
    """A whole request."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


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
    """The server's answers to each whole drawing while nobody else is there."""
    await visitor.open_page()
    return [without_times((await visitor.read(pictures[-1]))["answers"]) for pictures in drawings]


def without_times(answers: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Answers without the time that they took."""
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
            right = without_times(answers) == expected[choice]
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
