"""The canvas, the cards and the reasons, as Gradio components. Knows no network."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypedDict

import gradio as gr

from web.draw.replies import Reply
from web.service.gate import BusyError, Gate
from web.why.reasons import Reasons

_HERE = Path(__file__).parent


def _text(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


STYLE = _text("page.css")  # of the page that holds the components

# The page's programs, each before those that import it.
_MODULES = (
    "drawing",
    "ink",
    "canvas",
    "voice",
    "keyboard",
    "tools",
    "reader",
    "stages",
    "cards",
    "examples",
    "tally",
    "bring",
)


class Fact(TypedDict):
    """A line of a card."""

    what: str
    value: str


class Card(TypedDict):
    """What stands on a network's card before anything is drawn."""

    name: str  # as in code and files
    title: str
    description: str
    facts: list[Fact]


class InkReply(TypedDict, total=False):
    """What the page does with a picture that the visitor brings: one of the two."""

    error: str  # one sentence for the visitor
    ink: str  # grey, 255 ink, cut out, a data URL


def sketchpad(
    cards: Sequence[Card],
    read: Callable[[Any], Reply],
    shrink: Callable[[Any], Reply],
    find: Callable[[Any], InkReply],
    gate: Gate,
) -> gr.HTML:
    """Build the component.

    Args:
        cards: one for each network, in the order in which they stand.
        read: called on the server whenever the drawing has changed, with the
            drawing as a data URL of a PNG; but since anybody can call it,
            with anything else too. It must not raise.
        shrink: the same, while the visitor wants the whole canvas shrunk.
        find: the same for a picture that the visitor brings, to find the ink in.
        gate: bounds how many such calls run and wait.
    """

    async def read_drawing(drawing: Any) -> Reply:
        return await _read(drawing, read)

    async def read_shrunk(drawing: Any) -> Reply:
        return await _read(drawing, shrink)

    async def _read(drawing: Any, reader: Callable[[Any], Reply]) -> Reply:
        try:
            return await gate.run(reader, drawing)
        except BusyError as busy:
            return {"error": str(busy), "busy": True}

    async def find_ink(picture: Any) -> InkReply:
        try:
            return await gate.run(find, picture)
        except BusyError as busy:
            return {"error": str(busy)}

    return gr.HTML(
        html_template=_text("draw/sketchpad.html"),
        css_template="".join(
            map(_text, ("draw/sketchpad.css", "draw/cards.css", "draw/phone.css"))
        ),
        js_on_load=_script(_MODULES),
        apply_default_css=False,
        server_functions=[read_drawing, read_shrunk, find_ink],
        cards=list(cards),
        digits=list(range(10)),
        examples=[
            {"title": example.pop("title"), "drawing": json.dumps(example)}
            for example in json.loads(_text("draw/examples.json"))
        ],
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
        html_template=_text("why/explanation.html"),
        css_template=_text("why/explanation.css"),
        js_on_load=_text("why/explanation.js"),
        apply_default_css=False,
        server_functions=[explain_picture],
        cards=list(cards),
    )


def _script(modules: Sequence[str]) -> str:
    """Modules as the one script that a component takes: a block, where no name may come twice."""
    text = "\n".join(_text(f"draw/{module}.js") for module in modules)
    return '"use strict";\n{\n' + re.sub(r"^import [^;]*;\n|^export ", "", text, flags=re.M) + "}\n"
