"""The canvas and the cards, as one Gradio component. Knows no model."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

import gradio as gr

from sketchpad.gate import BusyError, Gate

_HERE = Path(__file__).parent


class Card(TypedDict):
    """What stands on a network's card before anything is drawn."""

    name: str  # as in code and files
    title: str
    subtitle: str


class Answer(TypedDict):
    """What one network says of a drawing."""

    name: str
    digit: int | None  # None where there is no answer
    probabilities: list[float]  # ten, 0–1


class Reply(TypedDict, total=False):
    """What the page shows after a stroke: `error`, or all the rest."""

    error: str  # one sentence for the visitor
    busy: bool  # the same drawing may be sent again in a moment
    image: str  # the 28×28 picture that the networks saw, a data URL
    answers: list[Answer]


def sketchpad(cards: Sequence[Card], read: Callable[[Any], Reply], gate: Gate) -> gr.HTML:
    """Build the component.

    Args:
        cards: one for each network, in the order in which they stand.
        read: called on the server whenever the drawing has changed, with the
            drawing as a data URL of a PNG; but since anybody can call it,
            with anything else too. It must not raise.
        gate: bounds how many such calls run and wait.
    """

    async def read_drawing(drawing: Any) -> Reply:
        try:
            return await gate.run(read, drawing)
        except BusyError as busy:
            return {"error": str(busy), "busy": True}

    return gr.HTML(
        html_template=_text("sketchpad.html"),
        css_template=_text("sketchpad.css"),
        js_on_load=_text("sketchpad.js"),
        apply_default_css=False,
        server_functions=[read_drawing],
        cards=list(cards),
        digits=list(range(10)),
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
