"""Real people's strokes, drawn anew by pointer events in a real browser."""

import json

import numpy as np

from mnist_models.drawing.image import ink_from_canvas
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import CANVAS, scale_strokes
from web.service.images import decode

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


def placed(strokes, random, margin=0.05):
    """Strokes of any size, anywhere on a canvas of side 1; a negative margin: over its edge too."""
    size = random.uniform(0.35, 0.8)
    corner = random.uniform(margin, 1 - margin - size, 2)
    return [(stroke + corner).tolist() for stroke in scale_strokes(strokes, size)]


def sent_drawings(page):
    """What the page asks the server to read, as it comes."""
    sent = []
    page.on(
        "request",
        lambda request: (
            any(name in (request.post_data or "") for name in ("read_drawing", "read_shrunk"))
            and sent.append(json.loads(request.post_data)["data"])
        ),
    )
    return sent


def test_two_hundred_real_drawings_get_the_networks_own_answers(
    read_by_server, recognizer, real_digits, answers
):
    page = read_by_server
    sent = sent_drawings(page)
    random = np.random.default_rng(0)
    right = 0
    for drawing in real_digits(COUNT):
        page.evaluate(REPLAY, placed(drawing.strokes, random))
        given = answers(page)
        ink = ink_from_canvas(decode(sent[-1]))
        digits = [reading.digit for reading in recognizer.read(ink)]
        assert given == ["" if digit is None else str(digit) for digit in digits]
        right += given[-1] == drawing.label
        page.keyboard.press("Delete")
    assert right > 0.9 * COUNT


def test_the_inked_part_alone_is_read_as_the_whole_sheet_is(read_by_server, real_digits, answers):
    page = read_by_server
    sent = sent_drawings(page)
    random = np.random.default_rng(1)
    for drawing in real_digits(30):
        page.evaluate(REPLAY, placed(drawing.strokes, random, margin=-0.15))
        answers(page)
        part = ink_from_canvas(decode(sent[-1]))
        page.get_by_label("Shrink the whole canvas instead").check()
        answers(page)
        whole = ink_from_canvas(decode(sent[-1]))
        assert whole.shape == (CANVAS, CANVAS)
        assert part.size < whole.size
        np.testing.assert_array_equal(sketch_to_mnist(part), sketch_to_mnist(whole))
        page.get_by_label("Shrink the whole canvas instead").uncheck()
        page.keyboard.press("Delete")
