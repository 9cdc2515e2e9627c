"""The canvas and the cards, as one Gradio component. Knows no model."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

import gradio as gr

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
    image: str  # the 28×28 picture that the networks saw, a data URL
    answers: list[Answer]


class InkReply(TypedDict, total=False):
    """What the page does with a picture that the visitor brings: one of the two."""

    error: str  # one sentence for the visitor
    ink: str  # grey, 255 ink, cut out, a data URL


class Layer(TypedDict):
    """What a layer of convolutions responds with."""

    title: str
    count: int  # of the maps in the picture
    picture: str  # the maps side by side, a data URL


class Reason(TypedDict):
    """Why one network answers as it does."""

    name: str
    digit: int
    rival: int  # its runner-up
    odds: float  # of the answer against the runner-up
    paperOdds: float  # the same for blank paper
    evidence: list[float]  # 784, row by row: above 0 for the answer, below for the runner-up
    layers: list[Layer]
    remark: str  # instead of layers


class Reasons(TypedDict, total=False):
    """What the page shows when it is asked why: one of the two."""

    error: str  # one sentence for the visitor
    reasons: list[Reason]


def sketchpad(
    cards: Sequence[Card],
    read: Callable[[Any], Reply],
    find: Callable[[Any], InkReply],
) -> gr.HTML:
    """Build the component.

    Args:
        cards: one for each network, in the order in which they stand.
        read: called on the server whenever the drawing has changed, with the
            drawing as a data URL of a PNG; but since anybody can call it,
            with anything else too. It must not raise.
        find: the same for a picture that the visitor brings, to find the ink in.
    """

    def read_drawing(drawing: Any) -> Reply:
        return read(drawing)

    def find_ink(picture: Any) -> InkReply:
        return find(picture)

    return gr.HTML(
        html_template=_text("sketchpad.html"),
        css_template=_text("sketchpad.css"),
        js_on_load=_text("sketchpad.js") + _text("bring.js"),
        apply_default_css=False,
        server_functions=[read_drawing, find_ink],
        cards=list(cards),
        digits=list(range(10)),
    )


def explanation(cards: Sequence[Card], explain: Callable[[Any], Reasons]) -> gr.HTML:
    """Build the panel that says why, for a page that holds a `sketchpad` too.

    Args:
        cards: as for the sketchpad.
        explain: called on the server while the panel is open, with the picture
            that the networks saw, a data URL; or by anybody, with anything
            else. It must not raise.
    """

    def explain_picture(picture: Any) -> Reasons:
        return explain(picture)

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
