"""The panel that explains the answers, for a page that holds a sketchpad too."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from mnist_models.explanation import Explainer
from mnist_models.recognizer import Recognizer
from web.component import component
from web.reports import Card
from web.service.limits import Limiter
from web.why.reasons import explain


def panel(
    cards: Sequence[Card], recognizer: Recognizer, limiter: Limiter, *, networks: str
) -> gr.HTML:
    """Build the component.

    Args:
        cards: one for each network; its sections stand in this order.
        recognizer: its networks are explained for browsers that cannot do it themselves.
        limiter: limits how many explanations are computed at once.
        networks: the address of the file that lets the browser explain; "" if there is none.
    """
    return component(
        Path(__file__).parent,
        styles=["why.css"],
        functions={"explain_picture": partial(explain, recognizer, Explainer(recognizer.networks))},
        limiter=limiter,
        props={"networks": networks},
        cards=cards,
    )
