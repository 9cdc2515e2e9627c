"""The functions that answer the page."""

from functools import partial

import numpy as np
import pytest
from PIL import Image

from mnist_models.explanation import Explainer
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from web.answers import find_ink, read, read_digit, read_shrunk
from web.service.images import decode, encode
from web.why.reasons import explain

BAD = {
    "nothing": None,
    "a number": 7,
    "a path": {"path": "/etc/passwd"},
    "plain text": "hello",
    "not base64": "data:image/png;base64,!!!",
    "no image": "data:image/png;base64,aGVsbG8=",
    "truncated": encode(np.eye(300, dtype=np.uint8))[:-40],
    "too long": "data:image/png;base64," + "A" * 3_000_000,
    "too many pixels": encode(np.zeros((2001, 2000), np.uint8)),
}


@pytest.fixture(scope="module")
def functions(recognizer):
    """What the page can ask, by name."""
    return {
        "read": partial(read, recognizer),
        "read_shrunk": partial(read_shrunk, recognizer),
        "read_digit": partial(read_digit, recognizer),
        "find_ink": partial(find_ink, recognizer),
        "explain": partial(explain, recognizer, Explainer(recognizer.networks)),
    }


@pytest.mark.parametrize("function", ["read", "read_shrunk", "read_digit", "find_ink", "explain"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_drawing_gets_one_sentence(functions, kind, function):
    reply = functions[function](BAD[kind])
    assert list(reply) == ["error"]
    assert reply["error"].startswith("Expected")
    assert "\n" not in reply["error"]


def test_a_blank_drawing_gets_no_answers(recognizer):
    assert read(recognizer, encode(np.zeros((50, 50), np.uint8))) == {
        "error": "There is no ink to be seen in this drawing: draw on."
    }


def test_a_digit_of_mnist_is_read_as_it_is(recognizer, real_mnist):
    test = real_mnist[1]
    for image in test.images[:20]:
        reply = read_digit(recognizer, encode(image))
        assert reply["stages"] == ["", "", encode(image)]
        digits = [reading.digit for reading in recognizer.read_image(image)]
        assert [answer["digit"] for answer in reply["answers"]] == digits


def test_a_turned_digit_is_found_upright(recognizer):
    upright = draw_with_pen(TEMPLATES["7"], 0.1)
    turned = Image.fromarray(upright).rotate(26)
    found = decode(find_ink(recognizer, encode(np.asarray(turned)))["ink"])
    ink = np.asarray(found.convert("L")) > 128
    top = np.flatnonzero(ink.any(axis=1))[0]
    assert ink[top + ink.shape[0] // 20].sum() > ink.shape[1] / 2  # its bar lies level again
