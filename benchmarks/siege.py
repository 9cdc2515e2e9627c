"""What an ordinary visitor notices of those who only want to keep the server busy.

python -m benchmarks.siege

Each siege comes from one address, 127.0.0.2, and lasts some seconds; it needs Linux,
where the whole of 127.0.0.0/8 is this machine.
"""

import argparse
import asyncio
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks import readme
from benchmarks.support.besiegers import Siege, another_process, ask, besiege, hold, post
from benchmarks.support.server import Server, Visitor, as_sent
from mnist_models import figures
from mnist_models.strokes.pen import CANVAS, PEN, draw
from mnist_models.strokes.templates import TEMPLATES

PORT = 8126
BESIEGER = "127.0.0.2"
PAUSE = 0.1  # seconds between two questions of the visitor's
DRAWING = as_sent(draw([np.asarray(stroke) * CANVAS for stroke in TEMPLATES["3"]], PEN))
QUESTION = post("/predict", json.dumps({"image": DRAWING}).encode())
HEALTH = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SIEGES: dict[str, Siege] = {
    "nobody": partial(hold, PORT, BESIEGER, b"", count=0),
    "256 clients that never wait": partial(ask, PORT, [BESIEGER] * 256, QUESTION),
    "256 bodies sent by half": partial(hold, PORT, BESIEGER, QUESTION[:-100], count=256),
    "256 connections idle after an answer": partial(hold, PORT, BESIEGER, HEALTH, count=256),
    "2,000 connections that say nothing": partial(hold, PORT, BESIEGER, b"", count=2_000),
}


def main() -> None:
    """Each siege on one server, a table, and the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="of each siege")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "siege.json")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with Server(PORT) as server, another_process() as process:
        found = {
            name: asyncio.run(_beside(server, process, siege, options.seconds))
            for name, siege in SIEGES.items()
        }
    record = {"cores": os.cpu_count(), "load_before": load, "sieges": found}
    figures.write(options.out, record)
    print(readme.sieges(record))


async def _beside(
    server: Server, process: ProcessPoolExecutor, siege: Siege, seconds: float
) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=60) as client:
        visitor = Visitor(client, server.address, "visitor")
        await visitor.open_page()
        await visitor.read(DRAWING)
        end, used = time.monotonic() + seconds, server.processor_seconds()
        times, others = await asyncio.gather(_visit(visitor, end), besiege(process, siege, end))
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


if __name__ == "__main__":
    main()
