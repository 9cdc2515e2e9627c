"""The allow-list: what may be asked of this server, by whom, and how much of it.

Whatever is not named here is closed, also what a newer Gradio adds.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

# Starlette is what Gradio's server is built on.
from starlette.types import Scope

MAX_BODY = 4_000_000  # bytes: twice the largest image, or 64 ordinary ones

# One or more steps of a path, none of which is hidden or leads upwards.
_STEPS = r"(?:[\w@~][\w@~.+-]*/)*[\w@~][\w@~.+-]*"


class Door(NamedTuple):
    """A path that is open to one method."""

    method: str  # GET stands for HEAD too
    path: str  # `*` stands for any file below it
    visitor: str  # who calls it
    most: int = 0  # bytes of a body
    files: bool = False  # whether Gradio would fetch files that a body names
    busy: int = 503  # the status with which a busy server refuses


DOORS = (
    Door("GET", "/", "a browser"),
    Door("GET", "/assets/*", "the page"),
    Door("GET", "/static/*", "the page"),
    Door("GET", "/modules/*", "the page"),
    Door("GET", "/tutorial/*", "a reader"),
    Door("GET", "/networks/*", "the page"),
    Door("GET", "/theme.css", "the page"),
    Door("GET", "/manifest.json", "the page"),
    Door("GET", "/favicon.ico", "a browser"),
    Door("GET", "/preview.png", "who shows a link to the page"),
    Door("GET", "/model-card.txt", "a visitor"),
    Door("GET", "/robots.txt", "a search engine"),
    # Of another status Gradio would not tell the page.
    Door("POST", "/gradio_api/component_server", "the page", MAX_BODY, busy=200),
    Door("POST", "/predict", "a program", MAX_BODY),
    Door("POST", "/predict_batch", "a program", MAX_BODY),
    Door("GET", "/openapi.json", "a program"),
    Door("GET", "/health", "a probe"),
    Door("GET", "/gradio_api/startup-events", "Gradio, when it starts"),
    Door("GET", "/config", "Gradio's clients"),
    Door("GET", "/gradio_api/info", "Gradio's clients"),
    Door("POST", "/gradio_api/run/predict", "Gradio's client in JavaScript", MAX_BODY),
    Door("POST", "/gradio_api/run/predict_batch", "Gradio's client in JavaScript", MAX_BODY),
    Door("POST", "/gradio_api/queue/join", "Gradio's client in Python", MAX_BODY),
    Door("GET", "/gradio_api/queue/data", "Gradio's client in Python"),
)
METRICS = Door("GET", "/metrics", "Prometheus")
MCP_DOORS = (
    Door("GET", "/gradio_api/mcp", "an MCP client"),
    Door("POST", "/gradio_api/mcp", "an MCP client", MAX_BODY, files=True),
)


def open_doors(*, mcp: bool = False, metrics: bool = False) -> tuple[Door, ...]:
    """Those that the host's options open."""
    return (*DOORS, *(MCP_DOORS if mcp else ()), *((METRICS,) if metrics else ()))


def path_of(scope: Scope) -> str:
    """The path of a request below the one that the page is mounted at."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


class Doors:
    """Finds the door for a request."""

    def __init__(self, doors: Iterable[Door]) -> None:
        self._exact = {(door.method, door.path): door for door in doors if "*" not in door.path}
        self._below = [
            (door.method, re.compile(re.escape(door.path).replace(r"\*", _STEPS), re.ASCII), door)
            for door in doors
            if "*" in door.path
        ]

    def find(self, method: str, path: str) -> Door | None:
        """The open door for a method at a path, with or without a slash at its end."""
        method = "GET" if method == "HEAD" else method
        path = path.removesuffix("/") or "/"
        return self._exact.get((method, path)) or next(
            (door for its, paths, door in self._below if its == method and paths.fullmatch(path)),
            None,
        )
