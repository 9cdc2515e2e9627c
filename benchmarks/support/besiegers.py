"""Clients that ask without end, in a process of their own: they must not slow the visitor's."""

import asyncio
import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

Told = dict[str, int]
Siege = Callable[[float], Coroutine[Any, Any, Told]]  # until when, by `time.monotonic`

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_LOST = (OSError, EOFError)  # what a connection that the server ends raises


@contextmanager
def another_process() -> Iterator[ProcessPoolExecutor]:
    """One that has started and loaded what it needs."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        process.submit(int).result()
        yield process


async def besiege(process: ProcessPoolExecutor, siege: Siege, end: float) -> Told:
    """Run a siege there until `end`."""
    return await asyncio.wrap_future(process.submit(_run, siege, end))


def _run(siege: Siege, end: float) -> Told:
    return asyncio.run(siege(end))


async def ask(
    port: int, sources: Sequence[str], request: bytes, end: float, *, patient: bool = False
) -> Told:
    """A client at each of `sources` sends `request` again and again on one connection.

    Args:
        port: the server's.
        sources: addresses of this machine; Linux has many of them.
        request: head and body.
        end: until when.
        patient: whether a client that is told to wait does so for a second.

    Returns:
        How many were `answered`, and how many `refused`.
    """
    told = Counter(answered=0, refused=0)

    async def client(source: str) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                while True:
                    with suppress(*_LOST):
                        await _talk(port, source, request, told, pause=1 if patient else 0)

    await asyncio.gather(*map(client, sources))
    return dict(told)


async def _talk(port: int, source: str, request: bytes, told: Counter[str], pause: float) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        while True:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            answered = head.split()[1] == b"200"
            told["answered" if answered else "refused"] += 1
            if not answered:
                await asyncio.sleep(pause)
    finally:
        writer.close()


async def hold(port: int, source: str, said: bytes, end: float, *, count: int) -> Told:
    """Connections that say too little, made anew when the server has ended them.

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
                        await _wait_for_end(port, source, said)
                    held.append(time.monotonic() - begin)
                    await asyncio.sleep(1)

    await asyncio.gather(*(client() for _ in range(count)))
    half = {"milliseconds": round(1000 * sorted(held)[len(held) // 2])} if held else {}
    return {"refused": len(held), **half}


async def _wait_for_end(port: int, source: str, said: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(said)
        await reader.read()
    finally:
        writer.close()


def post(path: str, body: bytes) -> bytes:
    """A whole request."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
