"""Take README's picture of the page.

python demo.py --port 7860 &
python -m benchmarks.screenshot http://127.0.0.1:7860

Needs Playwright and a Chromium (tests/requirements.txt).
"""

import sys
from pathlib import Path

from benchmarks.support.browser import chromium, draw

PICTURE = Path(__file__).parent.parent / "web" / "page.png"
# A three, as shares of the canvas: drawn by hand, not quite upright.
STROKE = [
    (0.33, 0.27), (0.42, 0.19), (0.55, 0.18), (0.64, 0.25), (0.62, 0.36), (0.53, 0.44),
    (0.43, 0.47), (0.55, 0.49), (0.66, 0.57), (0.67, 0.69), (0.58, 0.79), (0.45, 0.82),
    (0.34, 0.76),
]  # fmt: skip


def main(address: str) -> None:
    """Draw a three and keep what the page shows."""
    with chromium(height=776, device_scale_factor=1.5, color_scheme="light") as context:
        page = context.new_page()
        page.goto(address)
        page.locator(".page[data-state=idle]").wait_for()
        draw(page.get_by_test_id("sketchpad"), [STROKE])
        page.wait_for_timeout(1000)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main(sys.argv[1])
