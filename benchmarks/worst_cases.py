"""What the worst legal picture costs, and what an ordinary visitor notices of 64 who send it.

python -m benchmarks.worst_cases UNIPEN

UNIPEN is a folder as for drawings.py. Pictures made to cost much, and a search
among their mutants, find the worst one; clients from other addresses of this
machine send it (Linux has many of them).
"""

import argparse
import asyncio
import base64
import json
import os
import time
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks import readme
from benchmarks.support.besiegers import another_process, ask, besiege, post
from benchmarks.support.bombs import bombs, large_pictures
from benchmarks.support.cost import search
from benchmarks.support.server import Server, Visitor
from benchmarks.support.visits import Log, last_answers, play, visit
from mnist_models import figures
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.unipen import read_unipen
from web.answers import read

PORT = 8125
CLIENTS = 64


def main() -> None:
    """The search, the crowd, two tables, and the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", metavar="UNIPEN")
    parser.add_argument("--cases", type=int, default=2000, help="mutants to try")
    parser.add_argument("--seconds", type=float, default=30, help="of each crowd")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "worst_cases.json")
    options = parser.parse_args()
    load, files = os.getloadavg()[0], bombs() | large_pictures()
    recognizer = Recognizer.load()
    found = search(lambda text: read(recognizer, text), files, options.cases, options.seed)
    pictures = {name: cost._asdict() for name, cost in found.items()}
    worst = base64.b64encode(files[next(iter(pictures))]).decode("ascii")
    drawings = read_unipen(options.folder)
    chosen = [play(drawings[index]) for index in np.linspace(0, len(drawings) - 1, 24, dtype=int)]
    with Server(PORT) as server:
        crowds = asyncio.run(_crowds(server, chosen, worst, options.seconds))
    record = {"cores": os.cpu_count(), "load_before": load, "pictures": pictures, "crowds": crowds}
    figures.write(options.out, record)
    print(f"{readme.worst(record)}\n\n{readme.crowds(record)}")


async def _crowds(
    server: Server, drawings: list[list[str]], worst: str, seconds: float
) -> dict[str, Any]:
    """An ordinary visitor alone, beside a crowd from one address, and beside one from many."""
    plan = {
        "nobody": [],
        "64 clients at one address": ["127.0.1.1"] * CLIENTS,
        "64 clients at 64 addresses": [f"127.0.2.{1 + number}" for number in range(CLIENTS)],
    }
    picture = post("/predict", json.dumps({"image": worst}).encode())
    found = {}
    async with httpx.AsyncClient(timeout=60) as client:
        visitor = Visitor(client, server.address, "visitor")
        expected = await last_answers(visitor, drawings)
        with another_process() as process:
            for name, addresses in plan.items():
                log, end = Log(), time.monotonic() + seconds
                crowd = partial(ask, PORT, addresses, picture, patient=True)
                _, told = await asyncio.gather(
                    visit(visitor, drawings, expected, pause=1.0, end=end, log=log),
                    besiege(process, crowd, end),
                )
                memory = server.memory()
                found[name] = log.figures() | {"worst": told["answered"], "memory": memory}
    return found


if __name__ == "__main__":
    main()
