"""Fills the rooms' templates, with as much of Handlebars as they use.

On the page Gradio does this in the browser (https://handlebarsjs.com/guide/).
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

_TAG = re.compile(r"\{\{\{(?P<raw>[^{}]+)\}\}\}|\{\{(?P<tag>[^{}]+)\}\}")
_BLOCKS = ("each", "if")


class TemplateError(ValueError):
    """A template uses what is not known here; the message says what."""


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template with its values in their places.

    Args:
        template: with `{{name}}`, `{{{html}}}`, and `{{#each list}}` or
            `{{#if name}}` up to their ends; paths as `this.name` and `../name`.
        values: name → value.

    Raises:
        TemplateError: if it holds anything else of Handlebars.
    """
    return "".join(_filled(template, [values]))


def _filled(template: str, scopes: list[Any]) -> Iterator[str]:
    place = 0
    while tag := _TAG.search(template, place):
        yield template[place : tag.start()]
        place = tag.end()
        name = (tag["raw"] or tag["tag"]).strip()
        if not name.startswith("#"):
            value = str(_value(name, scopes))
            yield value if tag["raw"] else html.escape(value)
            continue
        kind, _, path = name[1:].partition(" ")
        end = _end(template, place, kind)
        inner, value = template[place : end.start()], _value(path.strip(), scopes)
        place = end.end()
        if kind == "if":
            yield from _filled(inner, scopes) if value else ()
        else:
            for each in value:
                yield from _filled(inner, [*scopes, each])
    yield template[place:]


def _end(template: str, start: int, kind: str) -> re.Match[str]:
    """The tag that ends the block whose inside begins at `start`."""
    depth = 1
    for tag in re.finditer(rf"\{{\{{(#{kind} |/{kind}\}}\}})", template):
        if kind in _BLOCKS and tag.start() >= start:
            depth += 1 if tag[1].startswith("#") else -1
            if not depth:
                return tag
    raise TemplateError(f"Expected each or if with its end in a template, got {kind!r}.")


def _value(path: str, scopes: list[Any]) -> Any:
    while path.startswith("../"):
        path, scopes = path.removeprefix("../"), scopes[:-1]
    value = scopes[-1]
    for step in path.removeprefix("this").removeprefix(".").split("."):
        if step and not (isinstance(value, Mapping) and step in value):
            raise TemplateError(f"Expected a value for {path!r} in a template, but there is none.")
        value = value[step] if step else value
    return value
