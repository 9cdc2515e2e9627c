"""The canvas, the stages of a drawing, and the networks' cards."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import CANVAS, PEN
from web.answers import find_ink, read, read_digit, read_shrunk
from web.cards import Card
from web.component import component
from web.service.limits import Limiter
from web.service.pages import links

_HERE = Path(__file__).parent
# Later ones overrule earlier ones.
_STYLES = [
    "layout.css",
    "canvas.css",
    "buttons.css",
    "stages.css",
    "cards.css",
    "facts.css",
    "columns.css",
    "low.css",
    "phone.css",
    "modes.css",
]


def sketchpad(
    cards: Sequence[Card], recognizer: Recognizer, gate: Limiter, *, networks: str
) -> gr.HTML:
    """Build the component, with a card for each network in the order of `cards`.

    `networks` is the address of what the browser reads with; "" leaves it to the server.
    """
    return component(
        _HERE,
        styles=_STYLES,
        functions={
            "read_drawing": partial(read, recognizer),
            "read_digit": partial(read_digit, recognizer),
            "read_shrunk": partial(read_shrunk, recognizer),
            "find_ink": partial(find_ink, recognizer),
        },
        gate=gate,
        networks=networks,
        side=CANVAS,
        pen=PEN,
        cards=list(cards),
        digits=list(range(10)),
        links=links(),
        examples=[
            {"title": example.pop("title"), "drawing": json.dumps(example)}
            for example in json.loads((_HERE / "examples.json").read_text("utf-8"))
        ],
    )
