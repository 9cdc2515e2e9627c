"""The drawing room: the canvas, the networks' cards, and what the networks see."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import CANVAS, PEN
from web.answers import find_ink, read, read_digit, read_shrunk
from web.component import component
from web.reports import Card
from web.service.limits import Limiter
from web.service.pages import links

_HERE = Path(__file__).parent


def sketchpad(
    cards: Sequence[Card], recognizer: Recognizer, limiter: Limiter, *, networks: str
) -> gr.HTML:
    """Build the component.

    Args:
        cards: one for each network, in this order.
        recognizer: reads for browsers that cannot.
        limiter: limits how many drawings are read at once.
        networks: the address of the file that lets the browser read; "" if there is none.
    """
    examples = json.loads((_HERE / "examples.json").read_text("utf-8"))
    return component(
        _HERE,
        styles=["draw.css", "cards.css", "screens.css"],
        functions={
            "read_drawing": partial(read, recognizer),
            "read_digit": partial(read_digit, recognizer),
            "read_shrunk": partial(read_shrunk, recognizer),
            "find_ink": partial(find_ink, recognizer),
        },
        limiter=limiter,
        props={"networks": networks, "side": CANVAS, "pen": PEN},
        cards=cards,
        links=links(),
        examples=[
            {"title": example.pop("title"), "drawing": json.dumps(example)} for example in examples
        ],
    )
