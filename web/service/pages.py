"""The files that the server sends.

Gradio's page and its descriptions are made once; scripts and networks have addresses that change
with their contents; the tutorial and the model card come as they are.

A browser keeps scripts and networks for good, and never mixes two versions: modules import
each other by relative paths, which stay below the same address.
"""

import gzip
import hashlib
import os
import re
import struct
import zlib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypedDict

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "Three networks read your digit"
DESCRIPTION = (
    "Draw a digit, and three Keras networks say what they see while the pen moves, and why."
)
_WEB = Path(__file__).parents[1]
_ROOT = _WEB.parent
ICON = _WEB / "icon.svg"
PREVIEW, MODEL_CARD = "/preview.png", "/model-card.txt"
MODEL_CARD_FILE = _ROOT / "weights" / "README.md"
TUTORIAL_FOLDER = _ROOT / "docs"
# Below the page's own address; empty if a copy of the project lacks it.
TUTORIAL = "tutorial/index.html" if TUTORIAL_FOLDER.is_dir() else ""

_ENDINGS = (".js", ".wasm", ".png")
# Those of the page stand in folders; `web/` itself holds the preview.
FILES = sorted(
    path.relative_to(_WEB).as_posix() for path in _WEB.glob("*/*") if path.suffix in _ENDINGS
)
SCRIPTS = [name for name in FILES if name.endswith(".js")]
_FOR_GOOD = {"cache-control": "public, max-age=31536000, immutable"}


def _content_hash() -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(f"{name}\0".encode() + (_WEB / name).read_bytes())
    return digest.hexdigest()[:16]


FOLDER = f"modules/{_content_hash()}"  # of the scripts, below the page's own address
# The browser fetches all scripts at once, not one when another imports it; those of the
# exported page are not for this one.
PRELOAD = "".join(
    f'<link rel="modulepreload" href="{FOLDER}/{name}">'
    for name in SCRIPTS
    if not name.startswith("export/")
)


def networks_address(file: bytes) -> str:
    """The address of the networks' file, below the page's own."""
    return f"networks/{hashlib.sha256(file).hexdigest()[:16]}.gz"


class Link(TypedDict):
    """A link at the end of the page."""

    title: str
    address: str  # the page's own are below its address


def links() -> list[Link]:
    """The links at the end of the page; only a host can know where its source lies."""
    space = os.environ.get("SPACE_ID")  # Hugging Face sets it
    of_space = f"https://huggingface.co/spaces/{space}/tree/main" if space else ""
    found = {
        "Model card": MODEL_CARD.lstrip("/"),
        "Tutorial": TUTORIAL,
        "Source": os.environ.get("SOURCE_URL", of_space),
    }
    return [{"title": title, "address": address} for title, address in found.items() if address]


class _Scripts(StaticFiles):
    """The scripts in `web/` and what they load, and none of its other files."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Look up a file; those of other kinds do not exist."""
        return super().lookup_path(path) if path.endswith(_ENDINGS) else ("", None)

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        """Send a file that the browser may keep for good."""
        response = super().file_response(*arguments, **options)
        response.headers.update(_FOR_GOOD)
        return response


def file_routes(networks: dict[str, bytes]) -> list[Route]:
    """The routes to all files; `networks` maps the address of the networks' file to the file."""
    scripts = _Scripts(directory=_WEB)
    tutorial = StaticFiles(directory=TUTORIAL_FOLDER, check_dir=False)

    async def script(request: Request) -> Response:
        return await scripts.get_response(request.path_params["path"], request.scope)

    async def lesson(request: Request) -> Response:
        return await tutorial.get_response(request.path_params["path"], request.scope)

    async def preview(_: Request) -> Response:
        return FileResponse(_WEB / "page.png")

    async def model_card(_: Request) -> Response:
        return FileResponse(MODEL_CARD_FILE, media_type="text/plain; charset=utf-8")

    async def network(request: Request) -> Response:
        file = networks[request.url.path.lstrip("/")]
        return Response(file, headers=_FOR_GOOD, media_type="application/gzip")

    return [
        Route(f"/{FOLDER}/{{path:path}}", script),
        Route("/tutorial/{path:path}", lesson),
        Route(PREVIEW, preview),
        Route(MODEL_CARD, model_card),
        *(Route(f"/{address}", network) for address in networks),
    ]


# What Gradio computes anew for each request, though only the page's address differs in it.
_GENERATED = ("/", "/config", "/gradio_api/info", "/openapi.json")
_PLACEHOLDER = "root.invalid"  # the host for which Gradio makes them
_GRADIOS_METAS = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_WITHOUT_SCRIPTS = f"""<noscript>
<h1>{TITLE}</h1>
<p>{DESCRIPTION}</p>
<p>This page draws and answers by JavaScript, which is switched off in this browser.</p>
</noscript>"""


class Pages:
    """ASGI middleware around Gradio: makes its page and descriptions once, and sends the bytes.

    The page gets a preview and words for browsers without JavaScript.
    """

    def __init__(self, app: ASGIApp, root_path: str = "") -> None:
        """Take the app, and the path or URL below which a proxy serves the page."""
        self._app, self._root_path = app, root_path.rstrip("/")
        self._made: dict[str, _Page] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI prescribes."""
        path = scope.get("path")
        if scope["type"] != "http" or scope["method"] != "GET" or path not in _GENERATED:
            await self._app(scope, receive, send)
            return
        if path not in self._made:
            self._made[path] = await self._make(path)
        headers = Headers(scope=scope)
        root = self._root_path
        if not root.startswith("http"):
            root = f"{scope['scheme']}://{headers['host']}{root}"
        await self._made[path].response(root.encode(), headers)(scope, receive, send)

    async def _make(self, path: str) -> "_Page":
        """Let Gradio make a page; what differs between requests is its address alone."""
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET",
            "scheme": "http", "path": path, "root_path": "", "query_string": b"",
            "headers": [(b"host", _PLACEHOLDER.encode())], "client": None,
            "server": (_PLACEHOLDER, 80),
        }  # fmt: skip
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        kind = Headers(raw=sent[0]["headers"])["content-type"]
        body = b"".join(message.get("body", b"") for message in sent[1:])
        if sent[0]["status"] != 200:
            raise RuntimeError(f"Gradio cannot make {path}: status {sent[0]['status']}")
        root = f"http://{_PLACEHOLDER}"
        if path == "/":
            body = _changed(body.decode(), root).encode()
        if self._root_path:  # which Gradio may have put behind the host already
            body = body.replace(f"{root}{self._root_path}".encode(), root.encode())
        return _Page(kind, body.split(root.encode()))


def _changed(page: str, root: str) -> str:
    """Give the page its own preview, icon, and words for browsers without JavaScript."""
    facts = {
        "og:title": TITLE,
        "og:description": DESCRIPTION,
        "og:type": "website",
        "og:url": f"{root}/",
        "og:image": f"{root}{PREVIEW}",
        "twitter:card": "summary_large_image",
    }
    metas = "".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in facts.items()
    )
    metas += f'<meta name="description" content="{DESCRIPTION}">'
    page = _GRADIOS_METAS.sub("", page)
    page = page.replace("</head>", f'{metas}<link rel="icon" href="favicon.ico"></head>', 1)
    return re.sub(r"<body[^>]*>", lambda body: body[0] + _WITHOUT_SCRIPTS, page, count=1)


@dataclass
class _Page:
    """A page in parts; between two of them stands the page's own address."""

    media_type: str
    parts: list[bytes]

    def __post_init__(self) -> None:
        self._packed = [_deflated(part) for part in self.parts]
        self._tag = hashlib.sha256(b"\0".join(self.parts)).hexdigest()[:16]

    def response(self, root: bytes, headers: Headers) -> Response:
        """The response to a request with these headers, for the page at `root`."""
        tag = f'W/"{self._tag}-{zlib.crc32(root):x}"'
        known = {"etag": tag, "vary": "accept-encoding", "cache-control": "no-cache"}
        if tag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=known)
        page = root.join(self.parts)
        if "gzip" in headers.get("accept-encoding", ""):
            known["content-encoding"] = "gzip"
            page = self._gzipped(root, page)
        return Response(page, headers=known, media_type=self.media_type)

    def _gzipped(self, root: bytes, page: bytes) -> bytes:
        """The page as gzip: its parts are compressed already, and the address is stored as it is.

        Compressing the whole page would take ten milliseconds for each host name that a client
        invents. See RFC 1951, section 3.2.4, and RFC 1952.
        """
        stored = struct.pack("<BHH", 0, len(root), len(root) ^ 0xFFFF) + root
        end = struct.pack("<LL", zlib.crc32(page), len(page))
        return gzip.compress(b"", mtime=0)[:10] + stored.join(self._packed) + b"\x03\0" + end


def _deflated(part: bytes) -> bytes:
    """Compress without a last block, up to a whole byte, and without reference to other parts."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
