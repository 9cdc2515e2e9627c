"""The browser's replies beside Python's, for one corpus of synthetic drawings."""

from itertools import islice

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from mnist_models.drawing.image import ink_from_canvas, ink_from_image
from mnist_models.drawing.sketch import cut_out, shrink_canvas, sketch_stages, sketch_to_mnist
from mnist_models.explanation import Explainer
from mnist_models.recognizer import TURNED, read_upright
from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.drawings import HELD_OUT, ink, written
from web.browser.networks import RULES
from web.service.images import decode, encode
from web.why.reasons import explain

DRAWN, SHRUNK, DIGITS, FOUND = 3000, 500, 500, 1000  # questions of each kind: 5,000 in all
EXPLAINED = 30
BATCH = 500
CLOSE = 2e-3  # of probabilities: the browser's kernels have 16 bits


@pytest.fixture(scope="module")
def corpus():
    """Drawings of 140 pixels without end, every seventh a quarter-turned digit: mostly declined."""

    def draw():
        for number, digit in enumerate(written(0, HELD_OUT)):
            drawing = ink(digit.strokes, digit.widths)
            yield np.rot90(drawing) if number % 7 == 0 else drawing

    return draw()


def varied(number, drawing):
    """As the page sends it; or framed, faint, dark on light, or on noisy paper."""
    sheet = np.pad(drawing, (8, 8 + number % 40))
    if number % 10 == 6:
        framed = Image.fromarray(sheet)
        box = (2, 2, sheet.shape[1] - 3, sheet.shape[0] - 3)
        ImageDraw.Draw(framed).rectangle(box, outline=255, width=number % 5 + 1)
        return np.asarray(framed)
    if number % 10 == 7:
        return sheet // (number % 9 + 1)
    if number % 10 == 8:
        return 255 - sheet
    if number % 10 == 9:
        return sheet | np.random.default_rng(number).integers(0, 20, sheet.shape, np.uint8)
    return sheet


def in_batches(ask, kind, drawings):
    starts = range(0, len(drawings), BATCH)
    return [reply for start in starts for reply in ask(kind, drawings[start : start + BATCH])]


def same_answers(replies, readings):
    """At most one answer in 5,000 has another digit; returns how many have none."""
    pairs = [
        pair
        for reply, own in zip(replies, readings, strict=True)
        for pair in zip(reply["answers"], own, strict=True)
    ]
    assert [here["name"] for here, _ in pairs] == [there.name for _, there in pairs]
    there = np.array([there.probabilities for _, there in pairs])
    np.testing.assert_allclose([here["probabilities"] for here, _ in pairs], there, atol=CLOSE)
    assert sum(here["digit"] != there.digit for here, there in pairs) <= 1 + len(pairs) / 5000
    return sum(there.digit is None for _, there in pairs)


def test_drawings_become_the_same_pixels_and_get_the_same_answers(ask, recognizer, corpus):
    drawings = [varied(number, each) for number, each in enumerate(islice(corpus, DRAWN))]
    stages = [sketch_stages(ink_from_canvas(Image.fromarray(each))) for each in drawings]
    replies = in_batches(ask, "read", drawings)
    assert {len(reply) for reply in replies} == {2}
    for reply, expected in zip(replies, stages, strict=True):
        square = Image.fromarray(expected.square)
        factor = -(-square.width // RULES["largest"])
        pictures = (square.reduce(factor), expected.fitted, expected.centered)
        for ours, theirs in zip(reply["stages"], pictures, strict=True):
            if ours:
                np.testing.assert_array_equal(decode(ours), theirs)
    readings = recognizer.read_images(np.stack([each.centered for each in stages]))
    assert same_answers(replies, readings) > DRAWN / 10  # of all, so many decline


def test_a_shrunk_canvas_is_the_same_and_stands_beside_the_exact_format(ask, recognizer, corpus):
    drawings = [np.pad(each, ((150, 40), (30, 170))) for each in islice(corpus, SHRUNK)]
    replies = in_batches(ask, "readShrunk", drawings)
    shrunk = [shrink_canvas(each) for each in drawings]
    for reply, expected in zip(replies, shrunk, strict=True):
        assert reply["stages"][:2] == ["", ""]
        np.testing.assert_array_equal(decode(reply["stages"][2]), expected)
    same_answers(replies, recognizer.read_images(np.stack(shrunk)))
    exact = recognizer.read_images(np.stack([sketch_to_mnist(each) for each in drawings]))
    ours = [[answer["exact"] for answer in reply["answers"]] for reply in replies]
    theirs = [[reading.digit for reading in readings] for readings in exact]
    assert sum(here != there for here, there in zip(ours, theirs, strict=True)) <= 1


def test_a_digit_in_mnists_format_is_read_as_it_is(ask, recognizer, corpus):
    images = [sketch_to_mnist(each) for each in islice(corpus, DIGITS)]
    images[7] = np.zeros_like(images[7])  # without ink, without an answer
    replies = in_batches(ask, "readDigit", images)
    for reply, image in zip(replies, images, strict=True):
        np.testing.assert_array_equal(decode(reply["stages"][2]), image)
    same_answers(replies, recognizer.read_images(np.stack(images)))
    assert [answer["digit"] for answer in replies[7]["answers"]] == [None] * 3


def test_turned_digits_are_set_upright_to_the_same_pixels(ask, recognizer, corpus):
    turned = [
        np.asarray(Image.fromarray(each).rotate((26, -26)[number % 2], expand=True))
        for number, each in enumerate(islice(corpus, FOUND))
    ]
    assert max(max(each.shape) for each in turned) <= TURNED
    inks = [ink_from_canvas(Image.fromarray(each)) for each in turned]
    expected = [picture.ink for picture in read_upright(recognizer, inks)]
    changed = sum(theirs is not each for theirs, each in zip(expected, inks, strict=True))
    assert changed >= FOUND / 50
    found = [np.asarray(decode(each["ink"])) for each in in_batches(ask, "findInk", turned)]
    differ = [
        not np.array_equal(ours, cut_out(theirs))
        for ours, theirs in zip(found, expected, strict=True)
    ]
    assert sum(differ) <= 1


def test_large_turned_pictures_are_read_alike(ask, recognizer, corpus):
    large = [
        np.asarray(
            Image.fromarray(np.pad(each, 40)).resize((600, 600)).rotate((26, -26)[number % 2])
        )
        for number, each in enumerate(islice(corpus, 40))
    ]
    found = [np.asarray(decode(reply["ink"])) for reply in ask("findInk", large)]
    expected = read_upright(recognizer, [ink_from_canvas(Image.fromarray(each)) for each in large])
    pairs = [
        (recognizer.read(ours)[-1].digit, theirs.readings[-1].digit)
        for ours, theirs in zip(found, expected, strict=True)
    ]
    assert sum(ours != theirs for ours, theirs in pairs) <= 1


def test_explanations_are_the_same(ask, recognizer, corpus):
    images = [sketch_to_mnist(each) for each in islice(corpus, EXPLAINED)]
    explainer = Explainer(recognizer.networks)
    for image, here in zip(images, ask("explain", images), strict=True):
        there = explain(recognizer, explainer, encode(image))
        for ours, theirs in zip(here["reasons"], there["reasons"], strict=True):
            assert ours.keys() == theirs.keys()
            for part in ("name", "digit", "rival", "declined"):
                assert ours[part] == theirs[part]
            assert np.log(ours["odds"]) == pytest.approx(np.log(theirs["odds"]), abs=0.02)
            tolerance = 0.01 * np.abs(theirs["evidence"]).max() + 1e-4
            np.testing.assert_allclose(ours["evidence"], theirs["evidence"], atol=tolerance)
            for layers in zip(ours["layers"], theirs["layers"], strict=True):
                pictures = [decode(layer.pop("picture")) for layer in layers]
                np.testing.assert_allclose(*(np.asarray(each, int) for each in pictures), atol=1)
                assert layers[0] == layers[1]


def test_photos_are_left_to_the_server(ask, photograph, scenes):
    drawing = ink([np.asarray(stroke) for stroke in TEMPLATES["3"]], [np.full(20, 0.1)] * 3)
    photo = photograph(np.pad(drawing, 100), scenes["uneven light"], np.random.default_rng(0))
    assert ink_from_image(photo).any()
    assert ask("findInk", [np.asarray(photo.convert("L"))]) == [None]


def test_blank_paper_gets_a_sentence_instead_of_answers(ask):
    assert ask("read", [np.zeros((40, 40), np.uint8)]) == [{"error": RULES["noInk"]}]


def test_a_drawing_is_answered_while_another_is_being_explained(modules, corpus):
    order = modules.evaluate(
        """async (levels) => {
            const order = [];
            const image = { width: 28, height: 28, levels: Uint8Array.from(levels) };
            const kinds = ["explain", "readDigit"];
            await Promise.all(kinds.map((kind) => ask(kind, image).then(() => order.push(kind))));
            return order;
        }""",
        sketch_to_mnist(next(corpus)).ravel().tolist(),
    )
    assert order == ["readDigit", "explain"]


def shown_times(page):
    return [float(each.removesuffix(" ms")) for each in page.locator(".time").all_inner_texts()]


def test_the_page_asks_the_server_for_nothing_and_shows_the_browsers_own_times(page, draw, answers):
    page.add_init_script("""window.Worker = class extends Worker {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => (window.last = data));
        }
    };""")
    page.reload()
    page.locator(".page[data-state=idle][data-reader=browser]").wait_for()
    page.context.set_offline(True)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    draw(page, TEMPLATES["3"])
    assert answers(page) == ["3"] * 3
    times = [each["milliseconds"] for each in page.evaluate("last.reply.answers")]
    assert shown_times(page) == pytest.approx(times, abs=0.051)
    assert [url for url in sent if not url.startswith("data:")] == []


def test_without_the_networks_the_server_answers_and_its_times_are_shown(
    read_by_server, draw, answers
):
    page, replies = read_by_server, []
    page.on("response", lambda reply: "component_server" in reply.url and replies.append(reply))
    draw(page, TEMPLATES["3"])
    assert answers(page) == ["3"] * 3
    times = [each["milliseconds"] for each in replies[-1].json()["answers"]]
    assert shown_times(page) == pytest.approx(times, abs=0.051)
    expect(page.locator(".page")).to_have_attribute("data-reader", "server")
