"""Pointer events on the canvas."""

import pytest

POINTERS = """events => {
    const canvas = document.querySelector("[data-testid=sketchpad]");
    canvas.setPointerCapture = () => undefined; // of pointers that the browser does not know
    const box = canvas.getBoundingClientRect();
    for (const [kind, pointerType, pointerId, x, y] of events) {
        canvas.dispatchEvent(new PointerEvent(`pointer${kind}`, {
            pointerType, pointerId, bubbles: true,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height,
        }));
    }
}"""


@pytest.fixture(scope="session")
def send_pointers():
    """Send events at once, where the browser's own mouse would take a frame for each.

    An event is its kind, the pointer's type and number, and x and y in shares of the canvas.
    """
    return lambda page, events: page.evaluate(POINTERS, events)


@pytest.fixture(scope="session")
def replay(send_pointers):
    """Draw strokes, in shares of the canvas, at once."""

    def draw_strokes(page, strokes):
        for stroke in strokes:
            points = [(float(x), float(y)) for x, y in stroke]
            kinds = ["down", *["move"] * len(points), "up"]
            path = [points[0], *points, points[-1]]
            events = [(kind, "mouse", 1, *at) for kind, at in zip(kinds, path, strict=True)]
            send_pointers(page, events)

    return draw_strokes
