"""Take README's picture of the page.

python demo.py --port 7860 &
python -m benchmarks.screenshot http://127.0.0.1:7860

Needs Playwright and a Chromium (tests/requirements.txt).
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent.parent / "web" / "page.png"
# A three, as shares of the canvas: drawn by hand, not quite upright.
STROKE = [
    (0.33, 0.27), (0.42, 0.19), (0.55, 0.18), (0.64, 0.25), (0.62, 0.36), (0.53, 0.44),
    (0.43, 0.47), (0.55, 0.49), (0.66, 0.57), (0.67, 0.69), (0.58, 0.79), (0.45, 0.82),
    (0.34, 0.76),
]  # fmt: skip


def main(address: str) -> None:
    """Draw a three and keep what the page shows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1280, "height": 776}, device_scale_factor=1.5, color_scheme="light"
        )
        page.goto(address)
        page.locator(".page[data-state=idle]").wait_for()
        canvas = page.get_by_test_id("sketchpad")
        left, top, side = canvas.evaluate(
            "canvas => { const box = canvas.getBoundingClientRect();"
            " return [box.x, box.y, box.width]; }"
        )
        points = [(left + x * side, top + y * side) for x, y in STROKE]
        page.mouse.move(*points[0])
        page.mouse.down()
        for x, y in points[1:]:
            page.mouse.move(x, y, steps=4)
        page.mouse.up()
        page.wait_for_timeout(1000)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main(sys.argv[1])
