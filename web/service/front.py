"""Changes the first file that Gradio sends: its preview, words without JavaScript, fewer bytes."""

import gzip
import re
from functools import lru_cache
from html import escape
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "Three networks read your digit"
DESCRIPTION = (
    "Draw a digit, and three Keras networks say what they see while the pen moves, and why."
)
_WITHOUT_SCRIPTS = """<noscript>
<h1>{title}</h1>
<p>{description}</p>
<p>This page draws and answers by JavaScript, which is switched off in this browser.</p>
</noscript>"""
_GRADIOS = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>')
_ROOT = Path(__file__).parents[2]
_PICTURE, MODEL_CARD = "/preview.png", "/model-card.txt"
ICON = _ROOT / "web" / "icon.svg"
CARD = _ROOT / "weights" / "README.md"


class Front:
    """ASGI middleware around Gradio: changes its first file and passes on all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI prescribes."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or scope["method"] != "GET" or path not in ("", "/"):
            await self._app(scope, receive, send)
            return
        started: Message = {}
        chunks: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
                return
            chunks.append(message.get("body", b""))
            if not message.get("more_body"):
                await _send(scope, started, b"".join(chunks), send)

        await self._app(scope, receive, collect)


def files() -> list[Route]:
    """The routes to the picture that stands beside links to the page, and to the model card."""

    async def picture(_: Request) -> FileResponse:
        return FileResponse(_ROOT / "web" / "page.png")

    async def card(_: Request) -> FileResponse:
        return FileResponse(CARD, media_type="text/plain; charset=utf-8")

    return [Route(_PICTURE, picture), Route(MODEL_CARD, card)]


async def _send(scope: Scope, started: Message, body: bytes, send: Send) -> None:
    """Send the file, changed and packed if it is a page and the browser can unpack it."""
    headers = MutableHeaders(raw=list(started["headers"]))
    if headers.get("content-type", "").startswith("text/html"):
        request = Request(scope)
        root = f"{request.url.scheme}://{request.url.netloc}{scope.get('root_path', '')}"
        body = _changed(body, root)
        if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            body = _packed(body)
            headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        headers.add_vary_header("accept-encoding")
    await send({**started, "headers": headers.raw})
    await send({"type": "http.response.body", "body": body})


def _changed(page: bytes, root: str) -> bytes:
    """The page with its own preview; `root` is its address without the last slash."""
    facts = {
        "og:title": TITLE,
        "og:description": DESCRIPTION,
        "og:type": "website",
        "og:url": f"{root}/",
        "og:image": f"{root}{_PICTURE}",
        "twitter:card": "summary_large_image",
    }
    metas = "".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in facts.items()
    )
    metas += f'<meta name="description" content="{DESCRIPTION}">'
    words = _WITHOUT_SCRIPTS.format(title=TITLE, description=DESCRIPTION)
    text = _GRADIOS.sub("", page.decode())
    text = text.replace("</head>", f'{metas}<link rel="icon" href="favicon.ico"></head>', 1)
    return re.sub(r"<body[^>]*>", lambda body: body[0] + words, text, count=1).encode()


@lru_cache(maxsize=4)
def _packed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)
