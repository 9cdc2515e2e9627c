"""What visitors cost the server whose browsers read for themselves: nothing but a first visit.

python -m benchmarks.first_visits

Chromium opens the page once, and notes what it asks for until it reads by itself. Then clients
ask for all of that again and again, as browsers do that know nothing yet.
"""

import argparse
import asyncio
import os
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks import readme
from benchmarks.support import browser
from benchmarks.support.server import Server
from mnist_models import figures

PORT = 8128
CLIENTS = 8


def main() -> None:
    """The visits, a table, and the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "first_visits.json")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with Server(PORT) as server:
        asked, later = browser.asked_for(server.address)
        found = asyncio.run(visits(server, asked, options.seconds))
    requests = {"requests": len(asked), "requests_of_a_drawing": later}
    record = {"cores": os.cpu_count(), "load_before": load} | requests | found
    figures.write(options.out, record)
    print(readme.first_visits(record))


async def visits(server: Server, asked: list[str], seconds: float) -> dict[str, Any]:
    """How many visits were served, what each sent, and the server's processor time."""
    begin, processor = time.monotonic(), server.processor_seconds()
    counts = await asyncio.gather(
        *(_visitors(number, asked, begin + seconds) for number in range(CLIENTS))
    )
    return {
        "seconds": round(time.monotonic() - begin, 2),
        "processor_seconds": round(server.processor_seconds() - processor, 2),
        "visits": sum(visits for visits, _ in counts),
        "bytes": sum(size for _, size in counts),
    }


async def _visitors(number: int, asked: list[str], end: float) -> tuple[int, int]:
    """Visits one after the other until `end`, and the bytes that they were sent."""
    visits = size = 0
    while time.monotonic() < end:
        # An address each, since one has only a share of the server.
        source = f"127.0.{1 + number}.{1 + visits % 250}"
        transport = httpx.AsyncHTTPTransport(local_address=source)
        async with httpx.AsyncClient(timeout=60, transport=transport) as client:
            for address in asked:
                reply = await client.get(address)
                reply.raise_for_status()
                size += reply.num_bytes_downloaded
        visits += 1
    return visits, size


if __name__ == "__main__":
    main()
