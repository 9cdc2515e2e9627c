"""What every reply carries, and the replies that refuse."""

import asyncio
import json
from collections import Counter
from collections.abc import MutableMapping
from typing import Any

from starlette.types import Send

from web.service.gate import BUSY
from web.service.origins import Origins
from web.service.senders import sender

BUSY_DELAY = 1.0  # seconds
_REFUSALS = 32  # that one sender gets in this time

# Gradio needs inline scripts and evaluates a component's own. Nothing is loaded from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; "
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "vary": "origin",
}

Headers = list[tuple[bytes, bytes]]  # as ASGI takes them


def common_headers(origins: Origins) -> Headers:
    """What belongs to every reply."""
    policy = {"content-security-policy": _POLICY + origins.frame_ancestors()}
    return encoded(policy | _HEADERS)


def encoded(headers: dict[str, str]) -> Headers:
    """`headers` as ASGI takes them."""
    return [(name.encode(), value.encode()) for name, value in headers.items()]


_refused: Counter[str] = Counter()  # requests that wait for this word, of each sender


async def delay() -> None:
    """Wait before the word that the server is busy, as long as it asks its sender to wait.

    So those who ask again at once cannot keep the server busy with refusing: the more
    of them one sender has, the longer each waits.
    """
    name = sender.get()
    _refused[name] += 1
    try:
        await asyncio.sleep(BUSY_DELAY * max(1, _refused[name] / _REFUSALS))
    finally:
        _refused[name] -= 1
        if not _refused[name]:
            del _refused[name]


class Reply:
    """`send` that adds headers and remembers whether a reply has begun."""

    def __init__(self, send: Send, headers: Headers) -> None:
        self._send, self._headers = send, headers
        self.started = False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        """Send a message, as ASGI prescribes."""
        if message["type"] == "http.response.start":
            if message["status"] == 503:
                await delay()
            self.started = True
            message = {**message, "headers": [*message.get("headers", []), *self._headers]}
        await self._send(message)

    async def say_busy(self, status: int) -> None:
        """Refuse for now."""
        if status != 503:
            await delay()
        await self.refuse(status, BUSY, busy=True)

    async def refuse(self, status: int, sentence: str, **more: Any) -> None:
        """Send one sentence, or nothing where there is none."""
        body = json.dumps({"error": sentence, **more}).encode() if sentence else b""
        headers = encoded({"content-length": str(len(body))})
        if body:
            headers += encoded({"content-type": "application/json"})
        if status == 503:
            headers += encoded({"retry-after": "1"})
        await self({"type": "http.response.start", "status": status, "headers": headers})
        await self({"type": "http.response.body", "body": body})
