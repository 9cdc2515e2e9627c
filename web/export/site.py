"""Writes the page as a folder of files, from the very components that Gradio shows."""

import asyncio
import hashlib
import importlib.resources
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import gradio as gr

from web.component import STYLE
from web.export.handlebars import fill
from web.service import pages
from web.service.pages import FILES, FOLDER, SCRIPTS

_HERE = Path(__file__).parent
_WEB = _HERE.parent
_GRADIO = Path(str(importlib.resources.files("gradio"))) / "templates" / "frontend"
# Style attributes place the charts' marks; a picture that is brought is a blob.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_STYLE = "page.css"
_FIXED = "test_digits"  # the question whose answer never changes
_UNKNOWN = '{ version: "", files: [""] }'  # in offline.js


def write(
    folder: Path,
    page: gr.Blocks,
    theme: gr.themes.Base,
    introduction: str,
    networks: Mapping[str, bytes],
) -> None:
    """Write the page.

    Args:
        folder: a new or an empty one; made if it is missing.
        page: its tabs hold the rooms.
        theme: whose colours and fonts the rooms use.
        introduction: a heading in Markdown, and a sentence below it.
        networks: the address of the networks' file → the file.
    """
    rooms = [block for block in page.blocks.values() if isinstance(block, gr.HTML)]
    files = {f"{FOLDER}/{name}": (_WEB / name).read_bytes() for name in FILES}
    files |= {**networks, **_style(theme, rooms), **_fixed_answers(rooms)}
    files["icon.svg"] = pages.ICON.read_bytes()
    files["index.html"] = _index(page, introduction).encode()
    files["offline.js"] = _offline(files)
    files["README.md"] = (_HERE / "README.md").read_bytes()
    files |= _read_beside()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _name(room: gr.HTML) -> str:
    """The name of the folder in `web/` that the room comes from."""
    return Path(re.findall(r"[\w/]+/start\.js", room.js_on_load)[0]).parent.name


def _style(theme: gr.themes.Base, rooms: Iterable[gr.HTML]) -> dict[str, bytes]:
    """One style sheet, each room's rules bounded to the room as Gradio does it, and the fonts."""
    colours = theme._get_theme_css()
    fonts = set(re.findall(r"url\('(static/[^']+)'\)", colours))
    parts = [colours, (_HERE / "shell.css").read_text("utf-8"), STYLE]
    parts += [f"#room-{_name(room)} {{\n{room.css_template}\n}}\n" for room in rooms]
    return {_STYLE: "".join(parts).encode()} | {
        name: (_GRADIO / name).read_bytes() for name in fonts if (_GRADIO / name).is_file()
    }


def _fixed_answers(rooms: Iterable[gr.HTML]) -> dict[str, bytes]:
    """What the server answers to the one question whose answer never changes."""
    functions = {each.__name__: each for room in rooms for each in room.server_fns}
    answer = asyncio.run(functions[_FIXED](None))
    return {f"{_FIXED}.json": json.dumps(answer).encode()}


def _read_beside() -> dict[str, bytes]:
    """What the page links to: the model card, and the tutorial below `tutorial/`."""
    files = [path for path in pages.TUTORIAL_FOLDER.rglob("*") if path.is_file()]
    return {pages.MODEL_CARD.lstrip("/"): pages.MODEL_CARD_FILE.read_bytes()} | {
        f"tutorial/{path.relative_to(pages.TUTORIAL_FOLDER).as_posix()}": path.read_bytes()
        for path in files
    }


def _index(page: gr.Blocks, introduction: str) -> str:
    heading, sentence = introduction.removeprefix("# ").split("\n", 1)
    tabs = [
        {
            "name": tab.elem_id,
            "label": tab.label,
            "rooms": [_room(each) for each in tab.children if isinstance(each, gr.HTML)],
        }
        for tab in page.blocks.values()
        if isinstance(tab, gr.Tab)
    ]
    values = {
        "policy": _POLICY,
        "title": page.title,
        "description": pages.DESCRIPTION,
        "style": _STYLE,
        "modules": [f"{FOLDER}/{name}" for name in SCRIPTS],
        "start": f"{FOLDER}/export/start.js",
        "heading": heading,
        "introduction": sentence.replace("\n", " "),
        "tabs": tabs,
    }
    return fill((_HERE / "shell.html").read_text("utf-8"), values)


def _room(room: gr.HTML) -> dict[str, str]:
    plain = {name: each for name, each in room.props.items() if isinstance(each, str | int | float)}
    return {
        "name": _name(room),
        "content": fill(room.html_template, room.props),
        "props": json.dumps(plain),  # of which scripts use these alone
    }


def _offline(files: Mapping[str, bytes]) -> bytes:
    """The service worker, with the list of the files and their hash."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0".encode() + content)
    names = ["./" if name == "index.html" else name for name in files]
    site = {"version": digest.hexdigest()[:16], "files": names}
    return (_HERE / "offline.js").read_text("utf-8").replace(_UNKNOWN, json.dumps(site)).encode()
