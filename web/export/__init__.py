"""The page as a folder of files, for a host that runs no Python.

It is made from the very components that Gradio serves.
"""

import asyncio
import hashlib
import importlib.resources
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr

from web.component import STYLE, TEMPLATES
from web.service import pages
from web.service.pages import FILES, FOLDER, SCRIPTS

_HERE = Path(__file__).parent
_GRADIO = Path(str(importlib.resources.files("gradio"))) / "templates" / "frontend"
# Style attributes place the charts' marks; an uploaded picture is a blob.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_FIXED = "test_digits"  # the server function whose answer never changes
_UNKNOWN = '{ version: "", files: [""] }'  # the place in offline.js that is filled in here


def write(
    folder: Path,
    page: gr.Blocks,
    theme: gr.themes.Base,
    introduction: str,
    networks: Mapping[str, bytes],
) -> None:
    """Write the page.

    Args:
        folder: a new or an empty one; it is made if it is missing.
        page: its tabs contain the rooms.
        theme: the source of the colours and fonts.
        introduction: a heading in Markdown, and a sentence below it.
        networks: the address of the networks' file → the file.
    """
    tabs = [
        {"name": tab.elem_id, "label": tab.label, "rooms": _rooms(tab)}
        for tab in page.blocks.values()
        if isinstance(tab, gr.Tab)
    ]
    rooms = [room for tab in tabs for room in tab["rooms"]]
    functions = {each.__name__: each for room in rooms for each in room["functions"]}
    heading, sentence = introduction.removeprefix("# ").split("\n", 1)
    size = sum(map(len, networks.values()))
    index = TEMPLATES.get_template("export/shell.html").render(
        policy=_POLICY,
        title=page.title,
        description=pages.DESCRIPTION,
        modules=[f"{FOLDER}/{name}" for name in SCRIPTS],
        start=f"{FOLDER}/export/start.js",
        heading=heading,
        introduction=sentence.replace("\n", " "),
        megabytes=f"{size / 1e6:.1f}",
        tabs=tabs,
    )
    files = {f"{FOLDER}/{name}": (_HERE.parent / name).read_bytes() for name in FILES}
    files |= {**networks, **_style(theme, rooms)}
    files[f"{_FIXED}.json"] = json.dumps(asyncio.run(functions[_FIXED](None))).encode()
    files["icon.svg"] = pages.ICON.read_bytes()
    files["index.html"] = index.encode()
    files["offline.js"] = _offline(files)
    # The rest is not kept for use without a network.
    files["README.md"] = (_HERE / "README.md").read_bytes()
    files[pages.MODEL_CARD.lstrip("/")] = pages.MODEL_CARD_FILE.read_bytes()
    for path in pages.TUTORIAL_FOLDER.rglob("*"):
        if path.is_file():
            name = path.relative_to(pages.TUTORIAL_FOLDER).as_posix()
            files[f"tutorial/{name}"] = path.read_bytes()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _rooms(tab: gr.Tab) -> list[dict[str, Any]]:
    """The components on a tab, under the names of their folders in `web/`."""
    return [
        {
            "name": Path(re.findall(r"[\w/]+/start\.js", room.js_on_load)[0]).parent.name,
            "content": room.value,
            "style": room.css_template,
            "props": json.dumps(room.props),
            "functions": room.server_fns,
        }
        for room in tab.children
        if isinstance(room, gr.HTML)
    ]


def _style(theme: gr.themes.Base, rooms: list[dict[str, Any]]) -> dict[str, bytes]:
    """One style sheet, in which each room's rules apply to that room alone, and the fonts."""
    colours = theme._get_theme_css()
    parts = [colours, (_HERE / "shell.css").read_text("utf-8"), STYLE]
    parts += [f"#room-{room['name']} {{\n{room['style']}\n}}\n" for room in rooms]
    fonts = set(re.findall(r"url\('(static/[^']+)'\)", colours))
    return {"page.css": "".join(parts).encode()} | {
        name: (_GRADIO / name).read_bytes() for name in fonts if (_GRADIO / name).is_file()
    }


def _offline(files: Mapping[str, bytes]) -> bytes:
    """The service worker, with the list of the files and their hash."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0".encode() + content)
    names = ["./" if name == "index.html" else name for name in files]
    site = {"version": digest.hexdigest()[:16], "files": names}
    return (_HERE / "offline.js").read_text("utf-8").replace(_UNKNOWN, json.dumps(site)).encode()
