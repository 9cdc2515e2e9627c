"""How long a visitor waits for the page, and for the cards after lifting the pen, in Chromium."""

import math
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from playwright.sync_api import BrowserContext, Error, Locator, Page, sync_playwright

from mnist_models.architectures import ARCHITECTURES
from mnist_models.strokes.templates import TEMPLATES
from web.service.pages import FOLDER

OURS, GRADIOS = "[data-model]", ", ".join(f"#{name}" for name in ARCHITECTURES)  # the cards
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_ENOUGH = 3  # digits that a page may leave unanswered before it is given up
# Firefox tells whole milliseconds: a change may well come in that of the pointer's lifting.
WATCH = """cards => {
  window.watch = { up: 0, last: 0 };
  const lift = () => (window.watch = { up: performance.now(), last: 0 });
  addEventListener("pointerup", lift, true);
  const observer = new MutationObserver(() => (watch.last = performance.now()));
  const what = { subtree: true, childList: true, characterData: true, attributes: true };
  for (const card of document.querySelectorAll(cards)) observer.observe(card, what);
}"""

# The first one is not timed: it lays out the weights.
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
    """From pointer-up to the last change of the cards, ms, for ten digits a round.

    Infinite where they had not changed after 15 seconds; after three such digits
    and no other the page is given up.

    Args:
        address: the page's.
        cards: a selector of them.
        rounds: of ten digits.
        reader: of our page: "browser", or "server" where the networks are kept from the browser.
        delay: ms that the network adds on the way to the server and back.
    """
    found: list[float] = []
    with _visit() as context:
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
    with _visit() as context:
        page = context.new_page()
        _slow_down(page, 0, bytes_a_second)
        begin = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.locator(".page[data-state=idle]").wait_for(timeout=120_000)
        usable = time.perf_counter() - begin
        page.locator(".page[data-reader=browser]").wait_for(timeout=120_000)
        return usable, time.perf_counter() - begin


def asked_for(address: str) -> tuple[list[str], int]:
    """What Chromium, with nothing cached, gets until it reads; and how often a drawing asks."""
    with _visit() as context:
        found: list[str] = []
        context.on("request", lambda request: found.append(request.url))
        page = context.new_page()
        _open(page, address, OURS, "browser")
        before = [url for url in dict.fromkeys(found) if url.startswith(address)]
        found.clear()
        _wait(page, OURS, "3")
        return before, sum(url.startswith(address) for url in found)


def explanations(address: str, networks: str, pictures: Sequence[str]) -> list[float]:
    """How long the browser takes to say why, ms, for each of the pictures, data URLs."""
    with _visit() as context:
        page = context.new_page()
        _open(page, address, OURS, "browser")
        module = f"{FOLDER}/browser/reader.js"
        return list(page.evaluate(_EXPLAIN, [module, networks, pictures]))


@contextmanager
def _visit() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_OPTIONS
        )
        yield browser.new_context(viewport={"width": 1280, "height": 800})
        browser.close()


def _slow_down(page: Page, delay: int, bytes_a_second: float = -1) -> None:
    conditions = {"offline": False, "latency": delay, "uploadThroughput": bytes_a_second}
    client = page.context.new_cdp_session(page)
    client.send(
        "Network.emulateNetworkConditions", conditions | {"downloadThroughput": bytes_a_second}
    )


def _open(page: Page, address: str, cards: str, reader: str) -> None:
    page.goto(address)
    page.locator(cards).last.wait_for()
    if reader:
        page.locator(f".page[data-reader={reader}]").wait_for()
    page.wait_for_timeout(1000)


def _wait(page: Page, cards: str, digit: str) -> float:
    canvas = page.get_by_test_id("sketchpad") if cards == OURS else _gradios_canvas(page)
    page.evaluate(WATCH, cards)
    box = canvas.bounding_box()
    assert box is not None
    # Gradio's sheet lies in the middle of its canvas and takes some three quarters of it.
    size = min(box["width"], box["height"]) * (1 if cards == OURS else 0.7)
    middle = np.array([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2])
    corner = middle - size / 2
    for stroke in TEMPLATES[digit]:
        points = (corner + np.asarray(stroke) * size).tolist()
        page.mouse.move(*points[0])
        page.mouse.down()
        for x, y in points[1:]:
            page.mouse.move(x, y, steps=3)
        page.mouse.up()
    try:
        page.wait_for_function("watch.last >= watch.up", polling=100, timeout=15_000)
    except Error:
        return math.inf
    page.wait_for_function("performance.now() - watch.last > 2000", polling=100)
    return float(page.evaluate("watch.last - watch.up"))


def _gradios_canvas(page: Page) -> Locator:
    page.get_by_role("button", name="Brush").first.click()
    page.wait_for_timeout(300)
    return page.locator("canvas").first
