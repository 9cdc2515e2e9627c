"""What the browser reads, beside what Python reads: the same, in a real browser."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from mnist_models.confidence import digit_probabilities, digit_score
from mnist_models.drawing.image import ink_from_canvas
from mnist_models.drawing.sketch import cut_out, shrink_canvas, sketch_stages
from mnist_models.strokes.pen import draw_as_person
from mnist_models.strokes.templates import TEMPLATES
from web.browser.rules import RULES
from web.service.images import decode

DRAWINGS = 2000
BATCH = 250
CLOSE = 1e-3
LISTEN = """
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => (window.heard = data));
        }
    };
"""
RUN = """async (text) => {
    const images = await unpacked(text);
    const starts = [...Array(images.length / 784).keys()].map((image) => 784 * image);
    return trained.networks.map(
        ({ run }) => starts.map((start) => run(images.subarray(start, start + 784)))
    );
}"""


def variants(drawings):
    """As the page gives them; and some on the whole sheet, framed, or dark on light."""
    for number, drawing in enumerate(drawings):
        if number % 10 == 7:
            yield drawing
        elif number % 10 == 8:
            framed = Image.fromarray(drawing)
            ImageDraw.Draw(framed).rectangle((9, 9, 390, 390), outline=255, width=number % 20 + 2)
            yield np.asarray(framed)
        elif number % 10 == 9:
            yield 255 - drawing
        else:
            yield np.pad(cut_out(drawing), 8)


def test_two_thousand_real_drawings_become_the_same_pixels_and_get_the_same_answers(
    reading, recognizer, real_drawings
):
    drawings = [*variants(real_drawings(DRAWINGS))]
    replies = [
        reply
        for start in range(0, DRAWINGS, BATCH)
        for reply in reading(drawings[start : start + BATCH])
    ]
    stages = [sketch_stages(ink_from_canvas(Image.fromarray(drawing))) for drawing in drawings]
    for reply, expected in zip(replies, stages, strict=True):
        fitted, centered = map(decode, reply["stages"][1:])
        np.testing.assert_array_equal(fitted, expected.fitted)
        np.testing.assert_array_equal(centered, expected.centered)
    readings = recognizer.read_images(np.stack([each.centered for each in stages]))
    pairs = [
        pair
        for reply, own in zip(replies, readings, strict=True)
        for pair in zip(reply["answers"], own, strict=True)
    ]
    assert sum(here["digit"] != there.digit for here, there in pairs) <= len(pairs) / 5000
    for here, there in pairs:
        assert here["name"] == there.name
        np.testing.assert_allclose(here["probabilities"], there.probabilities, atol=CLOSE)


def test_ten_thousand_test_digits_get_the_same_answers(
    page, reading, as_text, recognizer, real_mnist
):
    images = real_mnist[1].images
    starts = range(0, len(images), 1000)
    batches = [page.evaluate(RUN, as_text([images[start : start + 1000]])) for start in starts]
    here = np.concatenate([np.array(batch, np.float32) for batch in batches], axis=1)
    there, _ = recognizer.outputs(images)
    for ours, theirs, confidence in zip(here, there, recognizer.confidences, strict=True):
        digits, declined = zip(*(said(each, confidence) for each in (ours, theirs)), strict=True)
        changed = (digits[0] != digits[1]) | (declined[0] != declined[1])
        assert changed.sum() <= len(images) / 5000
        pair = (digit_probabilities(each, confidence.temperature) for each in (ours, theirs))
        np.testing.assert_allclose(*pair, atol=CLOSE)


def said(outputs, confidence):
    return outputs[:, :10].argmax(axis=1), digit_score(outputs) < confidence.threshold


def test_a_shrunk_canvas_is_the_same_and_stands_beside_the_exact_format(
    reading, recognizer, real_drawings
):
    drawings = [*real_drawings(50)]
    for reply, drawing in zip(reading(drawings, "readShrunk"), drawings, strict=True):
        np.testing.assert_array_equal(decode(reply["stages"][2]), shrink_canvas(drawing))
        exact = [reading.digit for reading in recognizer.read(drawing)]
        assert [answer["exact"] for answer in reply["answers"]] == exact


def test_the_pictures_of_the_first_stage_are_the_servers_to_a_level(reading, real_drawings):
    for drawing in real_drawings(20):
        (reply,) = reading([drawing], first=True)
        square = sketch_stages(drawing).square
        factor = -(-len(square) // RULES["largest"])
        expected = np.asarray(Image.fromarray(square).reduce(factor)) if factor > 1 else square
        # Pillow divides by whole numbers here, and is sometimes a level too dark.
        np.testing.assert_allclose(decode(reply["stages"][0]), expected.astype(int), atol=1)


def test_what_only_the_server_can_read_is_left_to_it(reading, photograph, scenes):
    ink = draw_as_person(
        [np.asarray(stroke) for stroke in TEMPLATES["3"]], np.random.default_rng(0)
    )
    photo = photograph(ink, scenes["uneven light"], np.random.default_rng(0))
    assert reading([np.asarray(photo.convert("L"))], "findInk") == [None]


def test_blank_paper_gets_the_servers_sentence(reading):
    assert reading([np.zeros((40, 40), np.uint8)]) == [{"error": RULES["noInk"]}]


def test_drawing_asks_the_server_for_nothing_and_goes_on_without_it(page, draw, answers):
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    draw(page, TEMPLATES["3"])
    assert answers(page) == ["3"] * 3
    page.context.set_offline(True)
    page.locator("[data-action=clear]").click()
    draw(page, TEMPLATES["0"])
    assert answers(page) == ["0"] * 3
    assert [url for url in sent if not url.startswith("data:")] == []


def test_the_cards_tell_the_time_that_this_browser_took(page, draw, answers):
    page.add_init_script(LISTEN)
    page.reload()
    page.locator(".page[data-state=idle][data-reader=browser]").wait_for()
    draw(page, TEMPLATES["3"])
    answers(page)
    assert times(page) == took(page.evaluate("heard.reply"))


def times(page):
    return [float(each.removesuffix(" ms")) for each in page.locator(".time").all_inner_texts()]


def took(reply):
    # Shown with one digit.
    return pytest.approx([answer["milliseconds"] for answer in reply["answers"]], abs=0.051)


def test_where_the_networks_cannot_be_had_the_server_answers_and_its_time_is_told(
    read_by_server, draw, answers
):
    replies = []
    read_by_server.on(
        "response", lambda reply: "component_server" in reply.url and replies.append(reply)
    )
    draw(read_by_server, TEMPLATES["3"])
    assert answers(read_by_server) == ["3"] * 3
    assert times(read_by_server) == took(replies[-1].json())
    expect(read_by_server.locator(".page")).to_have_attribute("data-reader", "server")
