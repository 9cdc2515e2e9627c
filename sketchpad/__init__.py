"""The canvas, the cards and the reasons, as Gradio components. Knows no network."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

import gradio as gr

from sketchpad.gate import BusyError, Gate
from sketchpad.reasons import Reasons

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


class InkReply(TypedDict, total=False):
    """What the page does with a picture that the visitor brings: one of the two."""

    error: str  # one sentence for the visitor
    ink: str  # grey, 255 ink, cut out, a data URL


def sketchpad(
    cards: Sequence[Card],
    read: Callable[[Any], Reply],
    find: Callable[[Any], InkReply],
    gate: Gate,
) -> gr.HTML:
    """Build the component.

    Args:
        cards: one for each network, in the order in which they stand.
        read: called on the server whenever the drawing has changed, with the
            drawing as a data URL of a PNG; but since anybody can call it,
            with anything else too. It must not raise.
        find: the same for a picture that the visitor brings, to find the ink in.
        gate: bounds how many such calls run and wait.
    """

    async def read_drawing(drawing: Any) -> Reply:
        try:
            return await gate.run(read, drawing)
        except BusyError as busy:
            return {"error": str(busy), "busy": True}

    async def find_ink(picture: Any) -> InkReply:
        try:
            return await gate.run(find, picture)
        except BusyError as busy:
            return {"error": str(busy)}

    return gr.HTML(
        html_template=_text("sketchpad.html"),
        css_template=_text("sketchpad.css"),
        js_on_load=_text("sketchpad.js") + _text("bring.js"),
        apply_default_css=False,
        server_functions=[read_drawing, find_ink],
        cards=list(cards),
        digits=list(range(10)),
    )


def explanation(cards: Sequence[Card], explain: Callable[[Any], Reasons], gate: Gate) -> gr.HTML:
    """Build the panel that says why, for a page that holds a `sketchpad` too.

    Args:
        cards: as for the sketchpad.
        explain: called on the server while the panel is open, with the picture
            that the networks saw, a data URL; or by anybody, with anything
            else. It must not raise.
        gate: the sketchpad's.
    """

    async def explain_picture(picture: Any) -> Reasons:
        try:
            return await gate.run(explain, picture)
        except BusyError as busy:
            return {"error": str(busy)}

    return gr.HTML(
        html_template=_text("explanation.html"),
        css_template=_text("explanation.css"),
        js_on_load=_text("explanation.js"),
        apply_default_css=False,
        server_functions=[explain_picture],
        cards=list(cards),
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text("utf-8")
