"""The page's templates, and a room of the page as a Gradio component."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.service.limits import BusyError, Limiter
from web.service.pages import FOLDER

_WEB = Path(__file__).parent
# The rules of the whole page. They go into its head, since Gradio rewrites selectors in `css`.
STYLE = (_WEB / "page.css").read_text("utf-8")

TEMPLATES = Environment(
    loader=FileSystemLoader(_WEB),
    autoescape=True,
    undefined=StrictUndefined,  # a missing value is an error and not an empty place
    trim_blocks=True,
    lstrip_blocks=True,
)

Function = Callable[[Any], Any]

_START = """
import(new URL("{module}", document.baseURI)).then(
  ({{ start }}) => start(element, server, props),
  () => element.prepend("Part of the page failed to load. Please reload."),
);
"""


def component(
    folder: Path,
    *,
    styles: Sequence[str],
    functions: Mapping[str, Function],
    limiter: Limiter,
    props: Mapping[str, str | int | float] | None = None,
    **values: Any,
) -> gr.HTML:
    """Build one component.

    The template is rendered here, once, and passed to Gradio as a value. Gradio's own templates
    are rendered in the browser, and would take `{{`, `${`, a backtick or a backslash in a value
    for code.

    Args:
        folder: in `web/`. It contains the Jinja template `FOLDER.html`, the style sheets,
            and the module `start.js`, whose `start(element, server, props)` is called when
            the rendered template is on the page.
        styles: the names of the style sheets; later ones override earlier ones. Gradio
            renders them as it does its templates, so they contain none of those characters.
        functions: NAME → the function that answers the page's `server.NAME(argument)` with
            something ready for JSON. Anybody can call it with any argument, so it must not
            raise.
        limiter: limits how many such calls run and wait.
        props: the values that `start` receives.
        values: the values of the template.
    """
    return gr.HTML(
        TEMPLATES.get_template(f"{folder.name}/{folder.name}.html").render(values),
        css_template="".join((folder / name).read_text("utf-8") for name in styles),
        js_on_load=_START.format(module=f"{FOLDER}/{folder.name}/start.js"),
        apply_default_css=False,
        server_functions=[_limited(name, each, limiter) for name, each in functions.items()],
        **(props or {}),
    )


def _limited(
    name: str, function: Function, limiter: Limiter
) -> Callable[[Any], Coroutine[Any, Any, Any]]:
    """The function behind the limit, under the name by which the page calls it."""

    async def answer(argument: Any) -> Any:
        try:
            return await limiter.run(function, argument)
        except BusyError as busy:
            return {"error": str(busy), "busy": True}

    answer.__name__ = name
    return answer
