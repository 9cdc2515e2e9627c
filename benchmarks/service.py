"""How the server copes: with visitors, with attackers, with costly pictures, and for how long.

python -m benchmarks.service load UNIPEN            many visitors at once, then too many
python -m benchmarks.service first_visits           visitors whose browsers read for themselves
python -m benchmarks.service attack                 a visitor beside attackers at one address
python -m benchmarks.service worst_cases UNIPEN     the costliest legal picture
python -m benchmarks.service soak                   whether memory stays flat

UNIPEN is a folder as for drawings.py. Clients have addresses of their own, since one address has
only a share of the server: it needs Linux, where the whole of 127.0.0.0/8 is this machine. They
run on the same machine and take their share of its cores.
"""

import argparse
import asyncio
import base64
import itertools
import json
import os
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from benchmarks import readme
from benchmarks.support import browser, clients
from benchmarks.support.bombs import bombs, large_pictures, search
from benchmarks.support.clients import Attack, Log, another_process, ask, hold, post
from benchmarks.support.server import Server, Visitor, as_sent
from mnist_models import figures
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import CANVAS, PEN, draw
from mnist_models.strokes.templates import TEMPLATES
from mnist_models.strokes.unipen import read_unipen
from web.answers import read

PORT = 8124
ATTACKER = "127.0.0.2"
PAUSE = 0.1  # seconds between two requests of the visitor beside attackers
CLIENTS, CROWD = 8, 64
TENTHS = 10  # of a soak, after each of which the memory is measured
DRAWING = as_sent(draw([np.asarray(stroke) * CANVAS for stroke in TEMPLATES["3"]], PEN))
PICTURE = DRAWING.split(",")[1]
DAMAGED = DRAWING[: len(DRAWING) // 2]
QUESTION = post("/predict", json.dumps({"image": DRAWING}).encode())


def get(path: str, more: str = "") -> bytes:
    """A whole GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode()


_CHUNKED = b"POST /closed HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
_UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
ATTACKS: dict[str, Attack] = {
    "nobody": partial(hold, PORT, ATTACKER, b"", count=0),
    "256 clients that never wait": partial(ask, PORT, [ATTACKER] * 256, QUESTION),
    "64 clients that load the page": partial(ask, PORT, [ATTACKER] * 64, get("/")),
    "64 clients that send damaged pictures": partial(
        ask, PORT, [ATTACKER] * 64, post("/predict", json.dumps({"image": PICTURE[:4000]}).encode())
    ),
    "256 bodies sent by half": partial(hold, PORT, ATTACKER, QUESTION[:-100], count=256),
    "256 connections idle after an answer": partial(
        hold, PORT, ATTACKER, get("/health"), count=256
    ),
    "256 WebSocket handshakes": partial(hold, PORT, ATTACKER, get("/", _UPGRADE), count=256),
    "8 bodies in chunks of one byte": partial(
        hold, PORT, ATTACKER, _CHUNKED + b"1\r\na\r\n" * 200_000, count=8
    ),
    "2,000 connections that send nothing": partial(hold, PORT, ATTACKER, b"", count=2_000),
}


def main() -> None:
    """Run one command on one server; write its figures and print its tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_, options) in COMMANDS.items():
        command = commands.add_parser(name)
        if name in ("load", "worst_cases"):
            command.add_argument("folder", metavar="UNIPEN")
        for option, default in options.items():
            command.add_argument(f"--{option}", type=type(default), default=default)
        command.add_argument("--out", type=Path, default=Path(__file__).parent / f"{name}.json")
    given = parser.parse_args()
    machine = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
    found, tables = COMMANDS[given.command][0](given)
    record = machine | found
    figures.write(given.out, record)
    print("\n\n".join(table(record) for table in tables))


Found = tuple[dict[str, Any], list[Callable[[dict[str, Any]], str]]]


def _load(options: argparse.Namespace) -> Found:
    with Server(PORT) as server:
        found = asyncio.run(phases(server, _chosen(options.folder), options))
    return {"phases": found}, [readme.phases, readme.needs]


def _chosen(folder: str) -> list[list[str]]:
    """Drawings from all parts of the data, each as the pictures that a page would send."""
    drawings = read_unipen(folder)
    return [clients.play(drawings[at]) for at in np.linspace(0, len(drawings) - 1, 24, dtype=int)]


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
            # A client each: one for all would spend its time on searching its connections.
            source = f"127.0.{1 + number // 250}.{1 + number % 250}"
            transport = httpx.AsyncHTTPTransport(verify=certificates, local_address=source)
            client = httpx.AsyncClient(timeout=60, transport=transport)
            return Visitor(await stack.enter_async_context(client), server.address, name)

        expected = await clients.last_answers(await visitor("reference", 0), drawings)
        for phase, (count, pause, seconds) in plan.items():
            visitors = [await visitor(f"{phase} {number}", number) for number in range(count)]
            begin, processor = time.monotonic(), server.processor_seconds()
            log, end = Log(), begin + seconds
            await asyncio.gather(
                *(
                    clients.visit(each, drawings, expected, pause=pause, end=end, log=log)
                    for each in visitors
                )
            )
            found[phase] = log.figures() | {
                "visitors": count, "memory": server.memory(), "files": server.files(),
                "seconds": round(time.monotonic() - begin, 1),
                "processor_seconds": round(server.processor_seconds() - processor, 2),
            }  # fmt: skip
    return found


def _first_visits(options: argparse.Namespace) -> Found:
    """Chromium opens the page once; then clients request all of the same files again and again."""
    with Server(PORT) as server:
        asked, later = browser.asked_for(server.address)
        found = asyncio.run(visits(server, asked, options.seconds))
    requests = {"requests": len(asked), "requests_of_a_drawing": later}
    return requests | found, [readme.first_visits]


async def visits(server: Server, asked: list[str], seconds: float) -> dict[str, Any]:
    """Count the visits that were served, their bytes, and the server's processor time."""
    begin, processor = time.monotonic(), server.processor_seconds()

    async def visitors(number: int) -> tuple[int, int]:
        count = size = 0
        while time.monotonic() < begin + seconds:
            source = f"127.0.{1 + number}.{1 + count % 250}"
            transport = httpx.AsyncHTTPTransport(local_address=source)
            async with httpx.AsyncClient(timeout=60, transport=transport) as client:
                for address in asked:
                    reply = await client.get(address)
                    reply.raise_for_status()
                    size += reply.num_bytes_downloaded
            count += 1
        return count, size

    counts = await asyncio.gather(*map(visitors, range(CLIENTS)))
    return {
        "seconds": round(time.monotonic() - begin, 2),
        "processor_seconds": round(server.processor_seconds() - processor, 2),
        "visits": sum(count for count, _ in counts),
        "bytes": sum(size for _, size in counts),
    }


def _attack(options: argparse.Namespace) -> Found:
    with Server(PORT) as server, another_process() as process:
        found = {
            name: asyncio.run(_beside(server, process, attack, options.seconds))
            for name, attack in ATTACKS.items()
        }
    return {"sieges": found}, [readme.sieges]


async def _beside(
    server: Server, process: ProcessPoolExecutor, attack: Attack, seconds: float
) -> dict[str, Any]:
    async with httpx.AsyncClient(timeout=60) as client:
        visitor = Visitor(client, server.address, "visitor")
        await visitor.open_page()
        await visitor.read(DRAWING)
        end, used = time.monotonic() + seconds, server.processor_seconds()

        async def visit() -> list[float]:
            times = []
            while time.monotonic() < end:
                begin = time.monotonic()
                assert "answers" in await visitor.read(DRAWING)
                times.append(1000 * (time.monotonic() - begin))
                await asyncio.sleep(PAUSE)
            return times

        times, others = await asyncio.gather(visit(), clients.attack(process, attack, end))
    p50, p95 = np.percentile(times, [50, 95])
    processor = (server.processor_seconds() - used) / seconds
    return {"answers": len(times), "p50": p50, "p95": p95, "processor": processor, **others}


def _worst_cases(options: argparse.Namespace) -> Found:
    files, recognizer = bombs() | large_pictures(), Recognizer.load()
    found = search(lambda text: read(recognizer, text), files, options.cases, options.seed)
    pictures = {name: cost._asdict() for name, cost in found.items()}
    worst = base64.b64encode(files[next(iter(pictures))]).decode("ascii")
    with Server(PORT) as server:
        crowds = asyncio.run(_crowds(server, _chosen(options.folder), worst, options.seconds))
    return {"pictures": pictures, "crowds": crowds}, [readme.worst, readme.crowds]


async def _crowds(
    server: Server, drawings: list[list[str]], worst: str, seconds: float
) -> dict[str, Any]:
    """An ordinary visitor alone, beside a crowd from one address, and beside one from many."""
    plan = {
        "nobody": [],
        "64 clients at one address": ["127.0.1.1"] * CROWD,
        "64 clients at 64 addresses": [f"127.0.2.{1 + number}" for number in range(CROWD)],
    }
    picture = post("/predict", json.dumps({"image": worst}).encode())
    found = {}
    async with httpx.AsyncClient(timeout=60) as client:
        visitor = Visitor(client, server.address, "visitor")
        expected = await clients.last_answers(visitor, drawings)
        with another_process() as process:
            for name, addresses in plan.items():
                log, end = Log(), time.monotonic() + seconds
                crowd = partial(ask, PORT, addresses, picture, patient=True)
                _, counts = await asyncio.gather(
                    clients.visit(visitor, drawings, expected, pause=1.0, end=end, log=log),
                    clients.attack(process, crowd, end),
                )
                memory = server.memory()
                found[name] = log.figures() | {"worst": counts["answered"], "memory": memory}
    return found


def _soak(options: argparse.Namespace) -> Found:
    with Server(PORT) as server:
        memory = asyncio.run(soak(server, options.answers, options.visits))
    counts = {"answers": options.answers, "visits": options.visits}
    return {**counts, "memory": memory}, [readme.soak]


async def soak(server: Server, answers: int, visits: int) -> list[float]:
    """Measure the server's memory, MB, after a first tenth that warms it up, and after ten more.

    Answers are requested as the page does, a tenth of them for damaged pictures. A visit is a new
    session: it opens the page and sends one request by each way there is.
    """
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
    for session in sessions:
        visitor = Visitor(client, address, session)
        await visitor.open_page()
        await visitor.read(DRAWING)
        asked: list[tuple[str, dict[str, Any]]] = [
            ("predict", {"image": PICTURE}),
            ("predict_batch", {"images": [PICTURE] * 2}),
            ("gradio_api/run/predict", {"data": [PICTURE]}),
            ("gradio_api/queue/join", {"data": [PICTURE], "fn_index": 0, "session_hash": session}),
        ]
        for path, body in asked:
            (await client.post(f"{address}{path}", json=body)).raise_for_status()
        answers = f"{address}gradio_api/queue/data"
        (await client.get(answers, params={"session_hash": session})).raise_for_status()


# Each command's function, and its options with their defaults.
COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], Found], dict[str, Any]]] = {
    "load": (_load, {"visitors": 50, "crowd": 140, "seconds": 120.0}),
    "first_visits": (_first_visits, {"seconds": 30.0}),
    "attack": (_attack, {"seconds": 20.0}),
    "worst_cases": (_worst_cases, {"cases": 2000, "seconds": 30.0, "seed": 0}),
    "soak": (_soak, {"answers": 100_000, "visits": 10_000}),
}


if __name__ == "__main__":
    main()
