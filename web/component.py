"""A room of the page as a Gradio component: what its folder holds, and what it asks the server."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from web.service.limits import BusyError, Limiter
from web.service.pages import FOLDER

_WEB = Path(__file__).parent
# What holds on the whole page: its colours, what Gradio puts around the rooms, and what changes
# several of them. For the page's head, since Gradio rewrites selectors of what it takes as `css`.
STYLE = "".join(
    (_WEB / name).read_text("utf-8") for name in ("tokens.css", "page.css", "modes.css")
)

Function = Callable[[Any], Any]

_START = """
import(new URL("{module}", document.baseURI)).then(
  ({{ start }}) => start(element, server, props),
  () => element.prepend("This part of the page could not be loaded: reload the page."),
);
"""


def component(
    folder: Path,
    *,
    styles: Sequence[str],
    functions: Mapping[str, Function],
    gate: Limiter,
    **props: Any,
) -> gr.HTML:
    """Build one component.

    Args:
        folder: in `web/`; holds the template `FOLDER.html`, the style sheets,
            and the module `start.js`, whose `start(element, server, props)` is
            called once the template stands on the page.
        styles: the names of the style sheets; later ones overrule earlier ones.
        functions: NAME → what answers the page's `server.NAME(argument)` with
            something ready for JSON. Anybody can call it, with any argument,
            so it must not raise.
        gate: bounds how many such calls run and wait.
        props: what fills the template's places; they reach `start` too.
    """
    return gr.HTML(
        html_template=(folder / f"{folder.name}.html").read_text("utf-8"),
        css_template="".join((folder / name).read_text("utf-8") for name in styles),
        js_on_load=_START.format(module=f"{FOLDER}/{folder.name}/start.js"),
        apply_default_css=False,
        server_functions=[_gated(name, each, gate) for name, each in functions.items()],
        **props,
    )


def _gated(
    name: str, function: Function, gate: Limiter
) -> Callable[[Any], Coroutine[Any, Any, Any]]:
    """`function` behind the gate, under the name by which Gradio lets the page call it."""

    async def answer(argument: Any) -> Any:
        try:
            return await gate.run(function, argument)
        except BusyError as busy:
            return {"error": str(busy), "busy": True}

    answer.__name__ = name
    return answer
