"""What stands between the internet and Gradio: limits, closed doors, headers, clear words."""

import logging
from collections.abc import MutableMapping
from typing import Any

# Starlette is what Gradio's server is built on.
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from web.service.gate import BUSY
from web.service.gone import run_until_gone
from web.service.senders import network_of, sender

MAX_BODY = 4_000_000  # bytes: twice the largest image, or 64 ordinary ones
MAX_AT_ONCE = 256  # requests with a body
_DRAINED = 64_000_000  # bytes of a body that is refused, read so that its sender hears why
# All that may be posted. Everything else of Gradio's writes to the disk, such as uploads.
_POSTS = ("/predict", "/predict_batch")
_GRADIO_POSTS = ("component_server", "queue/join", "run/", "call/", "cancel", "reset", "mcp")
_GETS_THAT_WRITE = ("/gradio_api/deep_link",)

# Gradio needs inline scripts and evaluates a component's own. Nothing is loaded from
# elsewhere, and a Space shows the page in a frame of its site's.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self' https://huggingface.co https://*.hf.space"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}

_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware: refuses what is too long, too much or not offered, in one sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._posts = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI prescribes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reply = _Reply(send)
        try:
            if scope["method"] in ("GET", "HEAD", "OPTIONS"):
                await self._get(scope, receive, reply)
            else:
                await self._post(scope, receive, reply)
        except Exception:
            if reply.started:
                raise
            _log.exception("%s %s", scope["method"], scope["path"])
            await _refuse(500, "The server cannot answer this request.", scope, receive, reply)

    async def _get(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _path(scope).startswith(_GETS_THAT_WRITE):
            await _refuse(404, "There is nothing at this address.", scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _post(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _may_be_posted(_path(scope)):
            await _refuse(404, "Nothing can be sent to this address.", scope, receive, send)
        elif self._posts >= MAX_AT_ONCE:
            await _refuse(503, BUSY, scope, receive, send)
        else:
            self._posts += 1
            try:
                await self._bounded(scope, receive, send)
            finally:
                self._posts -= 1

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body before Gradio sees any of it."""
        body = await _read(receive, MAX_BODY)
        if body is None:
            sentence = f"Expected a body of at most {MAX_BODY:,} bytes: send smaller images."
            await _refuse(413, sentence, scope, receive, send)
            return
        sender.set(network_of((scope.get("client") or [""])[0]))
        await run_until_gone(self._app, body, scope, receive, send)


class _Reply:
    """`send` that adds the headers and remembers whether a reply has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            extra = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", []), *extra]}
        await self._send(message)


async def _read(receive: Receive, limit: int) -> bytes | None:
    """The body, or `None` if it is longer than `limit` bytes or breaks off."""
    parts, length = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        length += len(part)
        if length <= limit:
            parts.append(part)
        else:
            parts.clear()
        if not message.get("more_body") or length > _DRAINED:
            return b"".join(parts) if length <= limit else None


async def _refuse(status: int, sentence: str, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"retry-after": "1"} if status == 503 else None
    await JSONResponse({"error": sentence}, status, headers)(scope, receive, send)


def _path(scope: Scope) -> str:
    """The path below the one that the page is mounted at, without a slash at its end."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")).rstrip("/")


def _may_be_posted(path: str) -> bool:
    gradio = path.removeprefix("/gradio_api/")
    return path in _POSTS or (gradio != path and gradio.startswith(_GRADIO_POSTS))
