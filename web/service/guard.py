"""The middleware between the network and Gradio.

Refuses requests that are not on the allow-list, come from other sites' pages, or are too large,
too slow or too many, each with one sentence; adds the security headers.

Starlette's own middlewares do less: TrustedHostMiddleware cannot allow every IP address, and
CORSMiddleware lets a foreign page's plain POST through and only hides the response from it.
"""

import asyncio
import json
import logging
import re
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import urlsplit

# Starlette is what Gradio's server is built on; AnyIO's threads and tasks are Starlette's.
from anyio import create_task_group, sleep_forever, to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.service.limits import BUSY, Limiter, Places, busy_delay, client, client_key

MAX_BODY = 4_000_000  # bytes: twice the largest image, or 64 ordinary ones
_MAX_VALUES = 1_000  # in a JSON body: 64 images are 70
_MAX_DEPTH = 32  # of JSON for MCP
_MAX_DRAINED = 64_000_000  # bytes of a refused body, read so that its client gets the response
_PATIENCE = 10.0  # seconds for a short body; longer ones get more time
_SLOWEST = 100_000  # bytes a second
_STOPPING = "The server is stopping: try again in a moment."

ENTRY = "digits.entry"  # where a request's scope holds the path of its allow-list entry
_log = logging.getLogger(__name__)


class Entry(NamedTuple):
    """A path that one method may request."""

    method: str  # GET stands for HEAD too
    path: str  # `*` stands for any file below it
    caller: str
    most: int = 0  # bytes of a body
    mcp: bool = False  # it is an MCP server
    busy: int = 503  # the status of a refusal when the server is busy


ALLOW_LIST = (
    Entry("GET", "/", "a browser"),
    Entry("GET", "/assets/*", "the page"),
    Entry("GET", "/static/*", "the page"),
    Entry("GET", "/modules/*", "the page"),
    Entry("GET", "/tutorial/*", "a reader"),
    Entry("GET", "/networks/*", "the page"),
    Entry("GET", "/theme.css", "the page"),
    Entry("GET", "/manifest.json", "the page"),
    Entry("GET", "/favicon.ico", "a browser"),
    Entry("GET", "/preview.png", "a site that shows a link to the page"),
    Entry("GET", "/model-card.txt", "a visitor"),
    Entry("GET", "/robots.txt", "a search engine"),
    # Gradio hides the body of any response but 200 from the page.
    Entry("POST", "/gradio_api/component_server", "the page", MAX_BODY, busy=200),
    Entry("POST", "/predict", "a program", MAX_BODY),
    Entry("POST", "/predict_batch", "a program", MAX_BODY),
    Entry("GET", "/openapi.json", "a program"),
    Entry("GET", "/health", "a probe"),
    Entry("GET", "/config", "Gradio's clients"),
    Entry("GET", "/gradio_api/info", "Gradio's clients"),
    Entry("POST", "/gradio_api/run/predict", "Gradio's client in JavaScript", MAX_BODY),
    Entry("POST", "/gradio_api/run/predict_batch", "Gradio's client in JavaScript", MAX_BODY),
    Entry("POST", "/gradio_api/queue/join", "Gradio's client in Python", MAX_BODY),
    Entry("GET", "/gradio_api/queue/data", "Gradio's client in Python"),
)
METRICS = Entry("GET", "/metrics", "Prometheus")
MCP = (
    Entry("GET", "/gradio_api/mcp", "an MCP client", mcp=True),
    Entry("POST", "/gradio_api/mcp", "an MCP client", MAX_BODY, mcp=True),
)

# One or more steps of a path, none of which is hidden or leads upwards.
_STEPS = r"(?:[\w@~][\w@~.+-]*/)*[\w@~][\w@~.+-]*"


class AllowList:
    """Finds the entry for a request. Everything else is closed, also what a newer Gradio adds."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._exact = {(each.method, each.path): each for each in entries if "*" not in each.path}
        self._below = [
            (each.method, re.compile(re.escape(each.path).replace(r"\*", _STEPS), re.ASCII), each)
            for each in entries
            if "*" in each.path
        ]

    def find(self, method: str, path: str) -> Entry | None:
        """The entry for a method and a path, with or without a slash at its end."""
        method = "GET" if method == "HEAD" else method
        path = path.removesuffix("/") or "/"
        return self._exact.get((method, path)) or next(
            (entry for its, paths, entry in self._below if its == method and paths.fullmatch(path)),
            None,
        )


_THIS_MACHINE = frozenset({"localhost", "localhost.localdomain"})
_HOST = re.compile(r"[\w.-]{1,253}(:\d{1,5})?|\[[\da-f:.]+\](:\d{1,5})?", re.ASCII | re.IGNORECASE)
_SPACES = ("https://huggingface.co", "https://*.hf.space")  # a Space is shown in their frames


@dataclass(frozen=True)
class Sites:
    """Which host names the server answers to, and which sites may send requests or frame it.

    A visitor's browser runs other sites' scripts beside this page. Their requests carry their
    site as `Origin`; and if a name has been bound to this machine behind the browser's back
    (DNS rebinding), the request carries that name as `Host`.
    """

    hosts: Collection[str] | None = None  # names besides this machine's; None: any
    origins: Collection[str] = ()  # other sites whose pages may send requests, as https://site
    frames: Collection[str] = ()  # other sites that may show the page in a frame

    def fault(self, host: str, public: str, origin: str | None, *, works: bool) -> tuple[int, str]:
        """Why a request is refused, as status and sentence; status 0 if it is not.

        Args:
            host: the request's `Host`.
            public: the host that the visitor's browser has asked, which a proxy may replace.
            origin: the request's `Origin`; `None` if no other site's page sent it.
            works: whether the request makes the server do more than show the page.
        """
        if not (_HOST.fullmatch(host) and _HOST.fullmatch(public) and self._knows(host)):
            return 421, "The server does not know the host name of this request (--allow-host)."
        if works and origin is not None and not self._may_ask(origin, {host, public}):
            return 403, "Pages of other sites may not send requests here (--allow-origin)."
        return 0, ""

    def _knows(self, host: str) -> bool:
        name = urlsplit(f"//{host}").hostname or ""
        # Nobody can bind an address to this machine.
        return (
            self.hosts is None or name in _THIS_MACHINE or name in self.hosts or _is_address(name)
        )

    def _may_ask(self, origin: str, own: Collection[str]) -> bool:
        return origin in self.origins or urlsplit(origin).netloc in own


def known_hosts(
    listening: str, allowed: Collection[str], *, public: bool = False
) -> Collection[str] | None:
    """The host names that a server answers to; `None` if it cannot know them all.

    Args:
        listening: the address or name that it listens on.
        allowed: the names given by `--allow-host`.
        public: whether it has a public address too.
    """
    local = listening in _THIS_MACHINE or (
        _is_address(listening) and ip_address(listening).is_loopback
    )
    return {listening.lower(), *allowed} if allowed or (local and not public) else None


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


class Proxies:
    """The reverse proxies whose `X-Forwarded-*` headers are believed."""

    def __init__(self, addresses: str) -> None:
        """Take addresses and networks, separated by commas; `*` stands for any."""
        names = [name.strip() for name in addresses.split(",") if name.strip()]
        self._any = "*" in names
        try:
            self._networks = [ip_network(name, strict=False) for name in names if name != "*"]
        except ValueError as error:
            sys.exit(f"Expected addresses in FORWARDED_ALLOW_IPS, but {error}.")

    def __contains__(self, address: str) -> bool:
        return self._any or self._is_named(address)

    def _is_named(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in each for each in self._networks)

    def visitor(self, peer: str, headers: Headers) -> str:
        """The address of the visitor whom a proxy has named.

        Each proxy appends an address, so the last one that is not a proxy's counts: those
        before it may be invented.
        """
        found = [each.strip() for each in ",".join(headers.getlist("x-forwarded-for")).split(",")]
        return next((each for each in reversed(found) if each and not self._is_named(each)), peer)


# Gradio needs inline scripts and evaluates a component's own. Nothing is loaded from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self' "
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "vary": "origin",
}
# They name a visitor, a host or a root: only a proxy that is named may, and the guard reads them.
_FORWARDED = (b"origin", b"forwarded", b"x-gradio-server")


class TooLongError(ValueError):
    """A body has more bytes than it may."""


class TooSlowError(ValueError):
    """A body did not come in time."""


class BodyError(ValueError):
    """A body is not JSON as it should be; the message says why, and the client gets it with 422."""


class DisconnectedError(ConnectionError):
    """The client has disconnected."""


class Exchange:
    """One request's body and its response."""

    def __init__(self, headers: Headers, receive: Receive, send: Send, added: dict[str, str]):
        """Take the request's headers, ASGI's two functions, and headers for the response."""
        self._receive, self._send, self._added = receive, send, encoded(added)
        has_body = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
        self._unread = has_body and "expect" not in headers
        self._close = has_body  # the connection, unless the body has been read
        self.started, self.delayed = False, True

    async def read(self, most: int) -> bytes:
        """Read the whole body, in memory for at most `most` bytes.

        Raises:
            TooLongError: if it is longer; up to 64 MB are read all the same.
            TooSlowError: if it takes longer than ten seconds and one for each 100 kB.
            DisconnectedError: if the client disconnects.
        """
        body, length, self._unread = bytearray(), 0, False
        start = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(_PATIENCE) as clock:
                while True:
                    message = await self._receive()
                    if message["type"] == "http.disconnect":
                        raise DisconnectedError
                    part = message.get("body", b"")
                    length += len(part)
                    if length <= most:
                        body += part
                    if not message.get("more_body"):
                        self._close = False
                        break
                    if length > _MAX_DRAINED:
                        break
                    clock.reschedule(start + _PATIENCE + length / _SLOWEST)
        except TimeoutError:
            raise TooSlowError from None
        if length > most:
            raise TooLongError
        return bytes(body)

    async def send(self, message: Message) -> None:
        """Send a message of the response, as ASGI prescribes, with the added headers."""
        if message["type"] == "http.response.start":
            if message["status"] == 503 and self.delayed:
                await busy_delay()
            self.started = True
            closing = [(b"connection", b"close")] if self._close else []
            headers = [*message.get("headers", []), *self._added, *closing]
            message = {**message, "headers": headers}
        await self._send(message)

    async def refuse(self, status: int, sentence: str, **more: Any) -> None:
        """Respond with one sentence, or with nothing if it is empty.

        The body is read first: otherwise a client that is still sending gets a reset connection
        instead of the response.
        """
        if self._unread:
            with suppress(TooLongError, TooSlowError):
                await self.read(0)
        body = json.dumps({"error": sentence, **more}).encode() if sentence else b""
        headers = {"content-length": str(len(body))}
        if body:
            headers["content-type"] = "application/json"
        if status == 503:
            headers["retry-after"] = "1"
        await self.send(
            {"type": "http.response.start", "status": status, "headers": encoded(headers)}
        )
        await self.send({"type": "http.response.body", "body": body})


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Convert headers to ASGI's form."""
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


class Guard:
    """ASGI middleware; see the module's docstring."""

    def __init__(
        self,
        app: ASGIApp,
        sites: Sites,
        requests: Places,
        limiter: Limiter,
        *,
        entries: Iterable[Entry] = ALLOW_LIST,
        proxies: str = "",
        root_path: str = "",
    ) -> None:
        """Take the app, the rules, who may name visitors, and the path that proxies serve it at."""
        self._app, self._sites, self._requests, self._limiter = app, sites, requests, limiter
        self._allowed, self._proxies = AllowList(entries), Proxies(proxies)
        self._prefix = urlsplit(root_path).path.rstrip("/")
        frames = " ".join((*_SPACES, *sites.frames))
        self._headers = {"content-security-policy": _POLICY + frames} | _HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI prescribes."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # nothing here speaks WebSocket; uvicorn is told so too
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        added = self._headers | self._allowing_to_read(origin)
        exchange = Exchange(headers, receive, send, added)
        try:
            await self._answer(scope, headers, origin, exchange, receive)
        except DisconnectedError:
            pass
        except asyncio.CancelledError:  # uvicorn does so when its time to stop is over
            if not exchange.started:
                exchange.delayed = False
                await exchange.refuse(503, _STOPPING)
        except Exception:
            _log.exception("%s %s", scope["method"], scope["path"])
            if not exchange.started:
                await exchange.refuse(500, "The server cannot answer this request.")

    def _allowing_to_read(self, origin: str | None) -> dict[str, str]:
        """Headers that let a page of an allowed site read the response."""
        if origin not in self._sites.origins:
            return {}
        return {
            "access-control-allow-origin": str(origin),
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "content-type",
            "access-control-max-age": "600",
        }

    async def _answer(
        self, scope: Scope, headers: Headers, origin: str | None, exchange: Exchange,
        receive: Receive,
    ) -> None:  # fmt: skip
        peer = (scope.get("client") or [""])[0]
        host = public = headers.get("host", "")
        scheme = scope.get("scheme", "http")
        if peer in self._proxies:
            peer = self._proxies.visitor(peer, headers)
            public = headers.get("x-forwarded-host", host).split(",")[0].strip()
            if headers.get("x-forwarded-proto", "").split(",")[0].strip() == "https":
                scheme = "https"
        client.set(client_key(peer))
        method, path = scope["method"], scope["path"].removeprefix(self._prefix)
        asked = headers.get("access-control-request-method", "") if method == "OPTIONS" else method
        entry = self._allowed.find(asked, path)
        scope[ENTRY] = entry.path if entry else "closed"
        if entry is None:
            sentence = "There is nothing at this address, or not by this method."
            await exchange.refuse(404, sentence)
            return
        status, sentence = self._sites.fault(host, public, origin, works=bool(entry.most))
        if status:
            await exchange.refuse(status, sentence)
            return
        if method == "OPTIONS":
            await exchange.refuse(204, "")
            return
        # Gradio would decide anew who may read, and take anybody's word for its address.
        kept = [
            each for each in scope["headers"]
            if each[0] not in _FORWARDED and each[0] != b"host"
            and not each[0].startswith(b"x-forwarded-")
        ]  # fmt: skip
        inner = {
            **scope,
            "method": "GET" if method == "HEAD" else method,  # uvicorn leaves the body out
            "path": path if path and not entry.mcp else f"{path.rstrip('/')}/",
            "root_path": "",
            "client": (peer, 0),
            "scheme": scheme,
            "headers": [*kept, (b"host", public.encode("latin-1"))],
        }
        if entry.most:
            await self._answer_with_body(entry, inner, exchange, receive)
        else:
            await self._app(inner, receive, exchange.send)

    async def _answer_with_body(
        self, entry: Entry, scope: Scope, exchange: Exchange, receive: Receive
    ) -> None:
        with self._requests.taken(client.get()) as here:
            if not (here and self._limiter.has_room()):
                if entry.busy != 503:
                    await busy_delay()
                await exchange.refuse(entry.busy, BUSY, busy=True)
                return
            try:
                body = await exchange.read(entry.most)
            except TooLongError:
                sentence = f"Expected a body of at most {entry.most:,} bytes: send smaller images."
                await exchange.refuse(413, sentence)
                return
            except TooSlowError:
                await exchange.refuse(408, "The body of the request did not come in time.")
                return
            fault = ""
            if has_too_many_values(body):
                fault = "Expected JSON as README describes it, but the body holds too many values."
            elif entry.mcp:
                fault = await to_thread.run_sync(fault_in_mcp, body)
            if fault:
                await exchange.refuse(422, fault)
                return
            await run_until_disconnect(self._app, body, scope, receive, exchange.send)


def has_too_many_values(body: bytes) -> bool:
    """Whether JSON holds more than a thousand values; known before it is parsed.

    Commas and brackets in texts count too, but base64 has none.
    """
    return sum(body.count(sign) for sign in (b",", b"[", b"{")) > _MAX_VALUES


def parse_json(body: bytes) -> Any:
    """Parse JSON strictly.

    Raises:
        ValueError: if it is not JSON in UTF-8, or too deep, or has numbers of absurd length.
    """
    try:
        return json.loads(body.decode(), parse_constant=_refuse, parse_int=_whole_number)
    except RecursionError:
        raise ValueError("too deep") from None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _whole_number(digits: str) -> int:
    if len(digits) > 100:
        raise ValueError("too many digits")
    return int(digits)


def fault_in_mcp(body: bytes) -> str:
    """Why a body would make an MCP server fail, or Gradio fetch a file; empty if it does not."""
    try:
        level = [parse_json(body)]
        json.dumps(level, ensure_ascii=False).encode()  # half of a character is refused
    except ValueError:
        return "Expected JSON as MCP prescribes it, but the body is something else."
    for _ in range(_MAX_DEPTH):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                if "path" in value and "meta" in value:
                    return "Expected images as text, not as files or addresses."
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        if not inner:
            return ""
        level = inner
    return "Expected JSON as MCP prescribes it, but the body is too deep."


async def run_until_disconnect(
    app: ASGIApp, body: bytes, scope: Scope, receive: Receive, send: Send
) -> None:
    """Run an ASGI app on a request whose body has been read; cancel it if the client disconnects.

    A call in the limiter's queue then leaves it, and a batch ends before its next picture.
    """
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        if not unread:
            await sleep_forever()
        return unread.pop()

    async with create_task_group() as group:

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        group.start_soon(watch)
        await app(scope, replay, send)
        group.cancel_scope.cancel()
