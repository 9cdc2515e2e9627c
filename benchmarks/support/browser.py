"""How long a visitor waits for the cards after lifting the pen, in Chromium."""

import math
import shutil

import numpy as np
from playwright.sync_api import Error, Locator, Page, sync_playwright

from mnist_models.architectures import ARCHITECTURES
from mnist_models.strokes.templates import TEMPLATES

OURS, GRADIOS = "[data-model]", ", ".join(f"#{name}" for name in ARCHITECTURES)  # the cards
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_ENOUGH = 3  # digits that a page may leave unanswered before it is given up
_WATCH = """cards => {
  window.watch = { up: 0, last: 0 };
  addEventListener("pointerup", () => (watch.up = watch.last = performance.now()), true);
  const observer = new MutationObserver(() => (watch.last = performance.now()));
  const what = { subtree: true, childList: true, characterData: true, attributes: true };
  for (const card of document.querySelectorAll(cards)) observer.observe(card, what);
}"""


def waits(address: str, cards: str, rounds: int) -> list[float]:
    """From pointer-up to the last change of the cards, ms, for ten digits a round.

    Infinite where they had not changed after 15 seconds; after three such digits
    and no other the page is given up.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=_OPTIONS
        )
        found: list[float] = []
        for digit in list(range(10)) * rounds:
            # A visitor anew, since the page keeps a visitor's drawing.
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            found.append(_wait(page, address, cards, str(digit)))
            page.close()
            if len(found) >= _ENOUGH and min(found) == math.inf:
                break
        browser.close()
    return found


def _wait(page: Page, address: str, cards: str, digit: str) -> float:
    page.goto(address)
    page.locator(cards).last.wait_for()
    page.wait_for_timeout(1000)
    canvas = page.get_by_test_id("sketchpad") if cards == OURS else _gradios_canvas(page)
    page.evaluate(_WATCH, cards)
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
        page.wait_for_function("watch.last > watch.up", polling=100, timeout=15_000)
    except Error:
        return math.inf
    page.wait_for_function("performance.now() - watch.last > 2000", polling=100)
    return float(page.evaluate("watch.last - watch.up"))


def _gradios_canvas(page: Page) -> Locator:
    page.get_by_role("button", name="Brush").first.click()
    page.wait_for_timeout(300)
    return page.locator("canvas").first
