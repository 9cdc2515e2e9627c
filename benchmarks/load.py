"""How the server copes with many visitors who draw at once, then with too many.

python -m benchmarks.load UNIPEN

UNIPEN is a folder as for drawings.py. The visitors, each at an address of its own
(Linux has many), run on the same machine and take their share of its cores; so how
many a core can serve is estimated from the server's own processor time
(`support/capacity.py`).
"""

import argparse
import asyncio
import os
import ssl
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks import readme
from benchmarks.support.server import Server, Visitor
from benchmarks.support.visits import Log, last_answers, play, visit
from mnist_models import figures
from mnist_models.strokes.unipen import read_unipen

PORT = 8124


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
        found = asyncio.run(phases(server, chosen, options))
    record = {"cores": os.cpu_count(), "load_before": load, "phases": found}
    figures.write(options.out, record)
    print(f"{readme.phases(record)}\n\n{readme.needs(record)}")


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
    found, certificates = {}, ssl.create_default_context()  # read once, not by each client
    async with AsyncExitStack() as stack:

        async def visitor(name: str, number: int) -> Visitor:
            # An address each, since one has only a share of the server; and a client each:
            # one for all spends its time on looking through its connections.
            source = f"127.0.{1 + number // 250}.{1 + number % 250}"
            transport = httpx.AsyncHTTPTransport(verify=certificates, local_address=source)
            client = httpx.AsyncClient(timeout=60, transport=transport)
            return Visitor(await stack.enter_async_context(client), server.address, name)

        expected = await last_answers(await visitor("reference", 0), drawings)
        for phase, (count, pause, seconds) in plan.items():
            visitors = [await visitor(f"{phase} {number}", number) for number in range(count)]
            begin, processor = time.monotonic(), server.processor_seconds()
            log, end = Log(), begin + seconds
            await asyncio.gather(
                *(
                    visit(each, drawings, expected, pause=pause, end=end, log=log)
                    for each in visitors
                )
            )
            found[phase] = log.figures() | {
                "visitors": count, "memory": server.memory(), "files": server.files(),
                "seconds": round(time.monotonic() - begin, 1),
                "processor_seconds": round(server.processor_seconds() - processor, 2),
            }  # fmt: skip
    return found


if __name__ == "__main__":
    main()
