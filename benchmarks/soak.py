"""Whether the server's memory stays flat over many answers and many visits.

python -m benchmarks.soak

A visit is a new session: it opens the page and asks once by each way there is. Answers are
asked for as the page does, also with pictures that are refused.
"""

import argparse
import asyncio
import itertools
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx

from benchmarks import readme
from benchmarks.siege import DRAWING
from benchmarks.support.server import Server, Visitor
from mnist_models import figures

PORT = 8127
CLIENTS = 8
TENTHS = 10  # after each of which the memory is looked at
DAMAGED = DRAWING[: len(DRAWING) // 2]


def main() -> None:
    """The run, a table, and the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=10_000)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "soak.json")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with Server(PORT) as server:
        memory = asyncio.run(soak(server, options.answers, options.visits))
    counts = {"answers": options.answers, "visits": options.visits}
    record = {"cores": os.cpu_count(), "load_before": load, **counts, "memory": memory}
    figures.write(options.out, record)
    print(readme.soak(record))


async def soak(server: Server, answers: int, visits: int) -> list[float]:
    """The server's memory, MB, after a first tenth that warms it up, and after ten more."""
    memory = []
    async with httpx.AsyncClient(timeout=120) as client:
        page = Visitor(client, server.address, "page")
        await page.open_page()
        for tenth in range(TENTHS + 1):
            sessions = iter([f"{tenth} {number}" for number in range(visits // TENTHS)])
            drawings = itertools.islice(itertools.cycle([*[DRAWING] * 9, DAMAGED]), answers // 10)
            await asyncio.gather(*(_read(page, drawings) for _ in range(CLIENTS)))
            await asyncio.gather(
                *(_visit(client, server.address, sessions) for _ in range(CLIENTS))
            )
            memory.append(round(server.memory(), 1))
    return memory


async def _read(page: Visitor, drawings: Iterable[str]) -> None:
    for drawing in drawings:
        reply = await page.read(drawing)
        assert "answers" in reply or drawing == DAMAGED, reply


async def _visit(client: httpx.AsyncClient, address: str, sessions: Iterable[str]) -> None:
    picture = DRAWING.split(",")[1]
    for session in sessions:
        visitor = Visitor(client, address, session)
        await visitor.open_page()
        await visitor.read(DRAWING)
        asked: list[tuple[str, dict[str, Any]]] = [
            ("predict", {"image": picture}),
            ("predict_batch", {"images": [picture] * 2}),
            ("gradio_api/run/predict", {"data": [picture]}),
            ("gradio_api/queue/join", {"data": [picture], "fn_index": 0, "session_hash": session}),
        ]
        for path, body in asked:
            (await client.post(f"{address}{path}", json=body)).raise_for_status()
        answers = f"{address}gradio_api/queue/data"
        (await client.get(answers, params={"session_hash": session})).raise_for_status()


if __name__ == "__main__":
    main()
