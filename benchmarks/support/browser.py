"""How long a visitor waits for the page and for its cards, in Chromium and in Firefox.

Chromium is driven by Playwright. Firefox is driven by WebDriver BiDi, which it speaks
itself (https://w3c.github.io/webdriver-bidi).
"""

import json
import math
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import numpy as np
from playwright.sync_api import BrowserContext, Error, Locator, Page, sync_playwright
from websockets.sync.client import connect

from benchmarks.support.visitor import SECONDS, Visitor
from mnist_models.architectures import ARCHITECTURES
from mnist_models.strokes.templates import TEMPLATES
from web.service.pages import FOLDER

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
OURS, GRADIOS = "[data-model]", ", ".join(f"#{name}" for name in ARCHITECTURES)  # the cards
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_ENOUGH = 3  # unanswered digits, without any answered one, after which a page is given up
_BROWSER_READS = "document.querySelector('.page[data-state=idle][data-reader=browser]')"

# Firefox gives times in whole milliseconds: a change may come in that of the pointer-up.
_WATCH = """cards => {
  window.watch = { up: 0, last: 0 };
  const lift = () => (window.watch = { up: performance.now(), last: 0 });
  addEventListener("pointerup", lift, true);
  const observer = new MutationObserver(() => (watch.last = performance.now()));
  const what = { subtree: true, childList: true, characterData: true, attributes: true };
  for (const card of document.querySelectorAll(cards)) observer.observe(card, what);
}"""
_CHANGED, _SETTLED = "watch.last >= watch.up", "performance.now() - watch.last > 2000"

# The first explanation is not timed: it lays out the weights.
_EXPLAIN = """async ([module, networks, pictures]) => {
  const { readerOf } = await import(new URL(module, document.baseURI));
  const reader = readerOf(networks);
  const times = [];
  for (const picture of [pictures[0], ...pictures]) {
    const begin = performance.now();
    await reader.readPicture("explain", picture);
    times.push(performance.now() - begin);
  }
  return times.slice(1);
}"""


def waits(
    address: str, cards: str, rounds: int, *, reader: str = "", delay: int = 0
) -> list[float]:
    """Times from pointer-up to the last change of the cards in Chromium, ms.

    Infinite where the cards had not changed after 15 seconds. A page is given up
    if it leaves its first three digits unanswered.

    Args:
        address: of the page.
        cards: the cards' selector, `OURS` or `GRADIOS`.
        rounds: of ten digits.
        reader: for our page: "browser", or "server" to keep the networks from the browser.
        delay: latency that is added to the network, ms.
    """
    found: list[float] = []
    with chromium() as context:
        if reader == "server":
            context.route("**/networks/*", lambda route: route.abort())
        for digit in list(range(10)) * rounds:
            page = context.new_page()  # the page keeps a visitor's drawing
            _open(page, address, cards, reader)
            _slow_down(page, delay)
            found.append(_wait(page, cards, str(digit)))
            page.close()
            if len(found) >= _ENOUGH and min(found) == math.inf:
                break
    return found


def cold_load(address: str, bytes_a_second: float) -> tuple[float, float]:
    """Seconds until our page can be drawn on, and until the browser reads, with nothing cached."""
    with chromium() as context:
        page = context.new_page()
        _slow_down(page, 0, bytes_a_second)
        begin = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(".page[data-state=idle]").wait_for(timeout=120_000)
        usable = time.perf_counter() - begin
        page.locator(".page[data-reader=browser]").wait_for(timeout=120_000)
        return usable, time.perf_counter() - begin


def asked_for(address: str) -> tuple[list[str], int]:
    """The URLs of a first visit until the browser reads, and the requests of a drawing then."""
    with chromium() as context:
        found: list[str] = []
        context.on("request", lambda request: found.append(request.url))
        page = context.new_page()
        _open(page, address, OURS, "browser")
        before = [url for url in dict.fromkeys(found) if url.startswith(address)]
        found.clear()
        _wait(page, OURS, "3")
        return before, sum(url.startswith(address) for url in found)


def explanations(address: str, networks: str, pictures: Sequence[str]) -> list[float]:
    """How long the browser takes to explain each of the pictures (data URLs), ms."""
    with chromium() as context:
        page = context.new_page()
        _open(page, address, OURS, "browser")
        module = f"{FOLDER}/browser/reader.js"
        return list(page.evaluate(_EXPLAIN, [module, networks, pictures]))


@contextmanager
def chromium(height: int = 800, **options: Any) -> Iterator[BrowserContext]:
    """A Chromium with nothing cached, 1280 pixels wide; `options` are those of Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_OPTIONS
        )
        yield browser.new_context(viewport={"width": 1280, "height": height}, **options)
        browser.close()


def _slow_down(page: Page, delay: int, bytes_a_second: float = -1) -> None:
    client = page.context.new_cdp_session(page)
    limits = {"uploadThroughput": bytes_a_second, "downloadThroughput": bytes_a_second}
    client.send("Network.emulateNetworkConditions", {"offline": False, "latency": delay, **limits})


def _open(page: Page, address: str, cards: str, reader: str) -> None:
    page.goto(address)
    page.locator(cards).last.wait_for()
    if reader:
        page.locator(f".page[data-reader={reader}]").wait_for()
    page.wait_for_timeout(1000)


def _wait(page: Page, cards: str, digit: str) -> float:
    """Draw a digit; ms from pointer-up to the cards' last change, infinite without one."""
    if cards == OURS:
        canvas, share = page.get_by_test_id("sketchpad"), 1.0
    else:
        page.get_by_role("button", name="Brush").first.click()
        page.wait_for_timeout(300)
        # Gradio's sheet lies in the middle of its canvas and takes about three quarters of it.
        canvas, share = page.locator("canvas").first, 0.7
    page.evaluate(_WATCH, cards)
    draw(canvas, TEMPLATES[digit], share)
    try:
        page.wait_for_function(_CHANGED, polling=100, timeout=15_000)
    except Error:
        return math.inf
    page.wait_for_function(_SETTLED, polling=100)
    return float(page.evaluate("watch.last - watch.up"))


def draw(canvas: Locator, strokes: Sequence[Any], share: float = 1.0) -> None:
    """Draw strokes, in shares of a square's side, on the square that is a share of a canvas."""
    box, mouse = canvas.bounding_box(), canvas.page.mouse
    assert box is not None
    size = min(box["width"], box["height"]) * share
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    for stroke in strokes:
        points = (middle - size / 2 + np.asarray(stroke) * size).tolist()
        mouse.move(*points[0])
        mouse.down()
        for x, y in points[1:]:
            mouse.move(x, y, steps=3)
        mouse.up()


class Firefox(Visitor):
    """One window of Firefox."""

    def __init__(self, address: str) -> None:
        self._socket = connect(f"{address}/session", max_size=None)
        self._numbers = count()
        self.ask("session.new", capabilities={})
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        """The browser's result of one of the protocol's commands."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            reply = json.loads(self._socket.recv(SECONDS))
            if reply.get("id") == number:
                assert reply["type"] == "success", reply
                return reply["result"]

    def open(self, url: str) -> None:
        """Open a page and wait until it has loaded."""
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression; of a promise, what it resolves to."""
        reply = self.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert reply["type"] == "success", reply
        return json.loads(reply["result"].get("value", "null"))

    def point(self, actions: list[dict[str, Any]]) -> None:
        """Perform WebDriver's pointer actions."""
        self.ask("input.performActions", context=self.context, actions=actions)

    def size(self, width: int, height: int) -> None:
        """Resize the viewport, pixels."""
        viewport = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.context, viewport=viewport)

    def offline(self, on: bool) -> None:
        """Disconnect the network, or connect it again."""
        conditions, contexts = {"type": "offline"} if on else None, [self.context]
        command = "emulation.setNetworkConditions"
        self.ask(command, networkConditions=conditions, contexts=contexts)


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A Firefox with a new profile."""
    assert FIREFOX, "Expected Firefox to be installed."
    options = ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [FIREFOX, *options, profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        try:
            found = (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr)
            yield Firefox(next(filter(None, found))[1])
        finally:
            process.terminate()
            process.wait(30)


def waits_in_firefox(address: str, rounds: int) -> list[float]:
    """As `waits` on our page, read by the browser, but in Firefox."""
    found = []
    with firefox() as page:
        for digit in list(range(10)) * rounds:
            page.open(address)
            page.run("sessionStorage.clear()")  # it keeps a visitor's drawing
            page.open(address)
            page.wait(_BROWSER_READS)
            page.run(f"({_WATCH})({OURS!r})")
            page.draw(TEMPLATES[str(digit)])
            page.wait(f"{_CHANGED} && {_SETTLED}")
            found.append(float(page.run("watch.last - watch.up")))
    return found
