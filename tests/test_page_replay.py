"""Real people's strokes, drawn anew by pointer events in a real browser."""

import json

import numpy as np
from test_page import answers, browser, page  # noqa: F401 - fixtures

from mnist_models.sketch import ink_from_image
from mnist_models.strokes import CANVAS, read_unipen, scale_strokes
from sketchpad.data_url import decode

COUNT = 200
# All points of a stroke at once: through the browser's own mouse each would take a frame.
REPLAY = """strokes => {
    const canvas = document.querySelector("[data-testid=sketchpad]");
    const box = canvas.getBoundingClientRect();
    const point = (kind, [x, y]) => canvas.dispatchEvent(new PointerEvent(kind, {
        pointerId: 1, // the mouse's
        pointerType: "mouse",
        isPrimary: true,
        bubbles: true,
        clientX: box.left + x * box.width,
        clientY: box.top + y * box.height,
    }));
    for (const stroke of strokes) {
        point("pointerdown", stroke[0]);
        for (const each of stroke) point("pointermove", each);
        point("pointerup", stroke.at(-1));
    }
}"""


def some_drawings(folder):
    everything = read_unipen(folder)
    return [everything[index] for index in np.linspace(0, len(everything) - 1, COUNT).astype(int)]


def placed(strokes, random):
    """Strokes of any size, anywhere on a canvas of side 1."""
    size = random.uniform(0.35, 0.8)
    corner = random.uniform(0.05, 0.95 - size, 2)
    return [(stroke + corner).tolist() for stroke in scale_strokes(strokes, size)]


def sent_drawings(page):
    """What the page asks the server to read, as it comes."""
    sent = []
    page.on(
        "request",
        lambda request: (
            "read_drawing" in (request.post_data or "")
            and sent.append(json.loads(request.post_data)["data"])
        ),
    )
    return sent


def test_two_hundred_real_drawings_get_the_networks_own_answers(page, recognizer, unipen_folder):
    sent = sent_drawings(page)
    random = np.random.default_rng(0)
    right = 0
    for drawing in some_drawings(unipen_folder):
        page.evaluate(REPLAY, placed(drawing.strokes, random))
        given = answers(page)
        ink = ink_from_image(decode(sent[-1]))
        assert ink.shape == (CANVAS, CANVAS)
        digits = [reading.digit for reading in recognizer.read(ink)]
        assert given == ["" if digit is None else str(digit) for digit in digits]
        right += given[-1] == drawing.label
        page.keyboard.press("Delete")
    assert right > 0.9 * COUNT
