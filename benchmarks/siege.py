"""What an ordinary visitor notices of those who only want to keep the server busy.

python -m benchmarks.siege

Each siege comes from one address, 127.0.0.2, and lasts some seconds; it needs Linux,
where the whole of 127.0.0.0/8 is this machine.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks.support.server import Server, Visitor, as_sent
from benchmarks.tables import hosting
from mnist_models import figures
from mnist_models.strokes.pen import CANVAS, PEN, draw
from mnist_models.strokes.templates import TEMPLATES

PORT = 8126
BESIEGER = "127.0.0.2"
PAUSE = 0.1  # seconds between two questions of the visitor's
DRAWING = as_sent(draw([np.asarray(stroke) * CANVAS for stroke in TEMPLATES["3"]], PEN))
HALF = b"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n" + 50 * b"a"

Siege = Callable[[float, int], Awaitable[dict[str, int]]]


def main() -> None:
    """Each siege on one server, a table, and the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each siege")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "siege.json")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    sieges: dict[str, tuple[Siege, int]] = {
        "nobody": (partial(_hold, b""), 0),
        "256 clients that never wait": (_floods, 256),
        "256 bodies sent by half": (partial(_hold, HALF), 256),
        "2,000 connections that say nothing": (partial(_hold, b""), 2_000),
    }
    with Server(PORT) as server:
        found = {
            name: asyncio.run(_beside(server, siege, count, options.seconds))
            for name, (siege, count) in sieges.items()
        }
    record = {"cores": os.cpu_count(), "load_before": load, "sieges": found}
    figures.write(options.out, record)
    print(hosting.sieges(record))


async def _beside(server: Server, siege: Siege, count: int, seconds: float) -> dict[str, Any]:
    end, used = time.monotonic() + seconds, server.processor_seconds()
    # A connection for each question: this process may be too busy to see that one was ended.
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(timeout=60, limits=limits) as client:
        visitor = Visitor(client, server.address, "visitor")
        await visitor.open_page()
        times, others = await asyncio.gather(_visit(visitor, end), siege(end, count))
    p50, p95 = np.percentile(times, [50, 95])
    processor = (server.processor_seconds() - used) / seconds
    return {"answers": len(times), "p50": p50, "p95": p95, "processor": processor, **others}


async def _visit(visitor: Visitor, end: float) -> list[float]:
    """The milliseconds that each answer took."""
    times = []
    while time.monotonic() < end:
        begin = time.monotonic()
        assert "answers" in await visitor.read(DRAWING)
        times.append(1000 * (time.monotonic() - begin))
        await asyncio.sleep(PAUSE)
    return times


async def _floods(end: float, count: int) -> dict[str, int]:
    """Clients that ask again at once, whatever they are told."""
    told = {"answered": 0, "refused": 0}

    async def flood() -> None:
        # Certificates, which nothing here needs, would take each client long to read.
        transport = httpx.AsyncHTTPTransport(local_address=BESIEGER, verify=False)
        async with httpx.AsyncClient(transport=transport, timeout=60) as client:
            while time.monotonic() < end:
                address = f"http://127.0.0.1:{PORT}/predict"
                reply = await client.post(address, json={"image": DRAWING})
                told["answered" if reply.status_code == 200 else "refused"] += 1

    await asyncio.gather(*(flood() for _ in range(count)))
    return told


async def _hold(said: bytes, end: float, count: int) -> dict[str, int]:
    """Connections that say too little, and are made anew when the server has ended them."""
    ended = {"refused": 0}

    async def hold() -> None:
        while (left := end - time.monotonic()) > 0:
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", PORT, local_addr=(BESIEGER, 0)
            )
            writer.write(said)
            try:
                await asyncio.wait_for(reader.read(), left)
                ended["refused"] += 1
            except (TimeoutError, ConnectionError):
                ended["refused"] += 1
            writer.close()
            await asyncio.sleep(1)

    await asyncio.gather(*(hold() for _ in range(count)))
    return ended


if __name__ == "__main__":
    main()
