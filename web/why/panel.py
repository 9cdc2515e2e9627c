"""The panel that says why, for a page that holds a sketchpad too."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from mnist_models.explanation import Explainer
from mnist_models.recognizer import Recognizer
from web.cards import Card
from web.component import component
from web.service.limits import Limiter
from web.why.reasons import explain


def panel(
    cards: Sequence[Card], recognizer: Recognizer, gate: Limiter, *, networks: str
) -> gr.HTML:
    """Build the component, with a section for each network in the order of `cards`.

    `networks` is the address of what the browser explains with; "" leaves it to the server.
    """
    return component(
        Path(__file__).parent,
        styles=["why.css"],
        functions={"explain_picture": partial(explain, recognizer, Explainer(recognizer.networks))},
        gate=gate,
        networks=networks,
        cards=list(cards),
    )
