"""The functions that answer the page."""

from functools import partial
from types import SimpleNamespace

import numpy as np
from PIL import Image

from mnist_models.explanation import Explainer
from mnist_models.recognizer import Reading
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from web.answers import find_ink, read, read_digit, read_shrunk
from web.service.images import decode, encode
from web.why.reasons import explain

BAD = (None, {"path": "/etc/passwd"}, encode(np.eye(300, dtype=np.uint8))[:-40])


def test_every_function_answers_a_bad_drawing_in_one_sentence(recognizer):
    functions = [partial(each, recognizer) for each in (read, read_shrunk, read_digit, find_ink)]
    functions.append(partial(explain, recognizer, Explainer(recognizer.networks)))
    for reply in [function(bad) for function in functions for bad in BAD]:
        assert list(reply) == ["error"]
        assert reply["error"].startswith("Expected")
        assert "\n" not in reply["error"]


def test_a_blank_drawing_gets_no_answers(recognizer):
    assert read(recognizer, encode(np.zeros((50, 50), np.uint8))) == {
        "error": "There is no ink to be seen in this drawing: draw on."
    }


def test_a_digit_in_mnists_format_is_read_as_it_is_and_a_committees_members_are_listed():
    uniform = np.full(10, 0.1, np.float32)
    readings = [
        Reading("baseline", uniform, 7, 0.1, 1.0),
        Reading("deep_cnn", uniform, None, 0.0, 1.0, (7, 1, 7)),
    ]
    seen = []
    stub = SimpleNamespace(read_image=lambda image: seen.append(image) or readings)
    image = np.arange(784, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    reply = read_digit(stub, encode(image))
    np.testing.assert_array_equal(seen, [image])
    assert reply["stages"] == ["", "", encode(image)]
    single, committee = reply["answers"]
    assert (single["digit"], "members" in single) == (7, False)
    assert (committee["digit"], committee["members"]) == (None, [7, 1, 7])


def test_a_turned_digit_is_found_upright(recognizer):
    upright = draw_with_pen(TEMPLATES["7"], 0.1)
    turned = Image.fromarray(upright).rotate(26)
    found = decode(find_ink(recognizer, encode(np.asarray(turned)))["ink"])
    ink = np.asarray(found.convert("L")) > 128
    top = np.flatnonzero(ink.any(axis=1))[0]
    assert ink[top + ink.shape[0] // 20].sum() > ink.shape[1] / 2  # its bar lies level again
