"""How fast the page answers and starts, and how much memory it takes.

python -m benchmarks.latency

Each figure is measured beside something to compare it with, in the same run on the same
machine, so that the ratio holds on other machines too.
"""

import argparse
import asyncio
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import httpx
import numpy as np
import tensorflow as tf

import demo
from benchmarks import readme
from benchmarks.support import browser
from benchmarks.support.server import Server, Visitor, as_sent, resident_memory
from mnist_models import figures
from mnist_models.drawing.image import ink_from_canvas, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.explanation import Explainer
from mnist_models.mnist import IMAGE_SHAPE
from mnist_models.recognizer import read_upright
from mnist_models.strokes.pen import CANVAS, PEN, draw
from mnist_models.strokes.templates import TEMPLATES
from web.answers import read
from web.service.images import decode, encode

PORT = 8123
DELAY = 100  # ms, the latency of a network
SLOW = 1.6e6 / 8  # bytes a second, a slow phone's
INKS = [
    draw([np.asarray(stroke) * CANVAS for stroke in strokes], PEN) for strokes in TEMPLATES.values()
]
DRAWINGS = [as_sent(ink) for ink in INKS]
PICTURES = [sketch_to_mnist(ink) for ink in INKS]

Argument = TypeVar("Argument")


def main() -> None:
    """Measure, print a table, write the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2, help="of ten digits in the browser")
    parser.add_argument("--starts", type=int, default=3, help="of the command")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "latency.json")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    found = in_process() | explanation() | start(options.starts) | in_browser(options.rounds)
    record = {"cores": os.cpu_count(), "load_before": load, "figures": found}
    figures.write(options.out, record)
    print(readme.latency(record))


def in_process() -> dict[str, Any]:
    """A drawing to the answers and to the page's reply, beside Keras's `predict` of each, ms."""
    image = np.zeros((1, *IMAGE_SHAPE), np.float32)

    def answers(drawing: str) -> None:
        demo.recognizer.read(ink_from_canvas(decode(drawing)))

    def answers_to_picture(drawing: str) -> None:
        read_upright(demo.recognizer, [ink_from_image(decode(drawing))])

    def reply(drawing: str) -> None:
        read(demo.recognizer, drawing)

    def predict_each(_: str) -> None:
        for network in demo.recognizer.networks.values():
            network.predict(image, verbose=0)

    keras_times = _times(predict_each, DRAWINGS)
    functions = {
        "drawing to answers, ms": answers,
        "the same with its pictures, ms": reply,
        "the same, as a picture of any kind, ms": answers_to_picture,
    }
    return {
        name: _beside(_times(function, DRAWINGS * 20), keras_times)
        for name, function in functions.items()
    }


def explanation() -> dict[str, Any]:
    """The explanation of a 28×28 picture, beside the same not compiled, ms."""
    explainer = Explainer(demo.recognizer.networks)
    ours = _times(explainer.explain, PICTURES)
    tf.config.run_functions_eagerly(True)
    try:
        eager = _times(explainer.explain, PICTURES[:10])
    finally:
        tf.config.run_functions_eagerly(False)
    return {"explanation, ms": _beside(ours, eager)}


def in_browser(rounds: int) -> dict[str, Any]:
    """What a visitor waits for in a browser.

    Pointer-up to updated cards, ms, read by the browser, by the server, and on
    `gr.Sketchpad`; seconds until the page can be drawn on, and until its browser
    reads; and the explanation in the browser, ms.
    """
    with Server(PORT) as server:
        here, there, here_slow, there_slow = (
            browser.waits(server.address, browser.OURS, rounds, reader=reader, delay=delay)
            for delay in (0, DELAY)
            for reader in ("browser", "server")
        )
        loads = [browser.cold_load(server.address, SLOW) for _ in range(rounds)]
        pictures = [encode(picture) for picture in PICTURES]
        in_firefox = browser.waits_in_firefox(server.address, rounds)
        explained = browser.explanations(server.address, demo.networks_at, pictures)
    with Server(PORT + 1, ["-m", "benchmarks.support.sketchpad_page"]) as server:
        gradios = browser.waits(server.address, browser.GRADIOS, rounds)
    usable, reads = zip(*loads, strict=True)
    explainer = Explainer(demo.recognizer.networks)
    return {
        "pointer-up to cards, ms": _waits_beside(here, gradios),
        "pointer-up to cards by the server, ms": _waits_beside(there, gradios),
        "the same, 100 ms from the server, ms": _waits_beside(here_slow, there_slow),
        "pointer-up to cards in Firefox, ms": _waits_beside(in_firefox, here),
        "cold page at 1.6 Mbit/s, s": _beside(usable, reads),
        "explanation in the browser, ms": _beside(explained, _times(explainer.explain, PICTURES)),
    }


def _waits_beside(ours: Sequence[float], others: Sequence[float]) -> dict[str, float]:
    # A digit whose cards never changed cannot be timed; it is counted instead.
    answered, compared = ([wait for wait in each if wait < math.inf] for each in (ours, others))
    lost = {"lost": len(ours) - len(answered), "other_lost": len(others) - len(compared)}
    return _beside(answered, compared) | lost


def start(times: int) -> dict[str, Any]:
    """The command until its first answer, and its memory then, beside the two imports alone."""
    pairs = [(_start_page(), _start_imports()) for _ in range(times)]
    seconds, memory = (
        [[each[part] for each in side] for side in zip(*pairs, strict=True)] for part in (0, 1)
    )
    return {"cold start, s": _beside(*seconds), "resident memory, MB": _beside(*memory)}


def _start_page() -> tuple[float, float]:
    begin = time.perf_counter()
    with Server(PORT) as server:
        asyncio.run(_first_answer(server.address))
        return time.perf_counter() - begin, server.memory()


async def _first_answer(address: str) -> None:
    async with httpx.AsyncClient(timeout=60) as client:
        visitor = Visitor(client, address, "first")
        await visitor.open_page()
        assert "answers" in await visitor.read(DRAWINGS[0])


def _start_imports() -> tuple[float, float]:
    begin = time.perf_counter()
    command = [sys.executable, "-c", "import tensorflow, gradio; print(flush=True); input()"]
    with subprocess.Popen(
        command,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seconds, memory = time.perf_counter() - begin, resident_memory(process.pid)
        process.communicate("\n")
    return seconds, memory


def _times(function: Callable[[Argument], object], arguments: Sequence[Argument]) -> list[float]:
    """Milliseconds of each call, after one that may compile."""
    function(arguments[0])
    times = []
    for argument in arguments:
        begin = time.perf_counter()
        function(argument)
        times.append(1000 * (time.perf_counter() - begin))
    return times


def _beside(ours: Sequence[float], others: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile of both, and the ratio of the medians, where there are any."""
    found: dict[str, float] = {}
    for prefix, values in (("", ours), ("other_", others)):
        if values:
            p50, p95 = np.percentile(values, [50, 95]).round(3).tolist()
            found |= {f"{prefix}p50": p50, f"{prefix}p95": p95}
    if ours and others:
        found["ratio"] = round(statistics.median(ours) / statistics.median(others), 4)
    return found


if __name__ == "__main__":
    main()
