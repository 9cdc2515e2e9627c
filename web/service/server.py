"""How the server runs: the application around Gradio, its connections, its log, and its end."""

import asyncio
import logging
import os
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from gradio.networking import setup_tunnel
from gradio.tunneling import CURRENT_TUNNELS
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mnist_models import __version__
from web.service.guard import ALLOW_LIST, ENTRY, MCP, METRICS, BodyError, Guard, Sites
from web.service.limits import Limiter, Places, client_key
from web.service.pages import TITLE, Pages

if sys.platform != "win32":  # which has no such limit
    import resource

_FINISH = 4  # seconds for requests that run when the server is told to stop
_MAX_FILES = 4096  # that this process asks to be allowed
_OTHER_FILES = 128  # files and connections of other kinds
# Behind a Space's proxy, in private networks, the last address outside of them is the visitor's.
_PRIVATE = "127.0.0.1,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7"


def application(
    page: gr.Blocks,
    routes: Iterable[BaseRoute],
    sites: Sites,
    requests: Places,
    limiter: Limiter,
    *,
    root_path: str = "",
    mcp: bool = False,
    metrics: bool = False,
    **of_gradio: Any,
) -> ASGIApp:
    """Build the application that serves the page.

    Args:
        page: Gradio's.
        routes: they come before Gradio's own.
        sites: which host names and sites are known.
        requests: the places for requests with a body.
        limiter: bounds the work.
        root_path: path or URL below which a proxy serves the page.
        mcp: whether to be an MCP server too.
        metrics: whether to expose Prometheus metrics.
        of_gradio: more for `gr.mount_gradio_app`.
    """
    entries = (*ALLOW_LIST, *(MCP if mcp else ()), *((METRICS,) if metrics else ()))
    counted = Metrics(requests) if metrics else None
    if counted:
        routes = [counted.route(), *routes]
    app = FastAPI(
        title=TITLE,
        version=__version__,
        routes=list(routes),
        docs_url=None,
        redoc_url=None,
        exception_handlers={BodyError: _refuse_body},
    )
    gr.mount_gradio_app(
        app, page, path="/", root_path=root_path, mcp_server=mcp, footer_links=[],
        run_history=False, ssr_mode=False, show_error=False, enable_monitoring=False, **of_gradio,
    )  # fmt: skip
    on_space = "SPACE_ID" in os.environ
    guard = Guard(
        Pages(app, root_path),
        sites,
        requests,
        limiter,
        entries=entries,
        proxies=os.environ.get("FORWARDED_ALLOW_IPS", _PRIVATE if on_space else "127.0.0.1,::1"),
        root_path=root_path,
    )
    return counted.around(guard) if counted else guard


async def _refuse_body(_: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 422)


class Connection(HttpToolsProtocol):
    """A connection of uvicorn's with bounds that uvicorn lacks.

    It is closed if it is one too many in all or of its address, if the head of a request does
    not come within ten seconds, and if too many bytes of a request are not its body: heads,
    trailers, and the frames of chunks, of which each costs a hundred times what its bytes do.
    """

    SILENCE = 10.0  # seconds
    OVERHEAD = 65_536  # bytes
    PIPELINED = 8  # requests that wait for the answer to another
    places = Places(_MAX_FILES, _MAX_FILES // 2)  # an address gets half: it may be a proxy's

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._key: str | None = None  # while the connection has a place
        self._timer: asyncio.TimerHandle | None = None
        self._overhead = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the connection, if there is room."""
        super().connection_made(transport)
        key = client_key(self.client[0]) if self.client else ""
        if not self.places.take(key):
            transport.abort()
            return
        self._key = key
        self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Free the connection's place."""
        super().connection_lost(exc)
        self._stop_waiting()
        if self._key is not None:
            self.places.give_back(self._key)
            self._key = None

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        self._overhead += len(data)
        super().data_received(data)
        if self._overhead > self.OVERHEAD:
            self.transport.abort()
        elif not self._is_idle():
            self._stop_waiting()
        elif self._timer is None:  # uvicorn has just stopped its own
            self._expect_request()

    def on_message_begin(self) -> None:
        """Begin to count anew."""
        if len(self.pipeline) >= self.PIPELINED:
            raise ValueError("too many requests wait")  # to which uvicorn answers 400
        super().on_message_begin()
        self._overhead = 0

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._overhead = max(0, self._overhead - len(body))
        super().on_body(body)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _expect_request(self) -> None:
        self._timer = self.loop.call_later(self.SILENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_idle():
            self.transport.abort()


def max_connections() -> int:
    """How many this process can hold, once it has asked for more than is usual."""
    if sys.platform == "win32":
        return _MAX_FILES
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed < _MAX_FILES:
        allowed = _MAX_FILES if most == resource.RLIM_INFINITY else min(_MAX_FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return max(allowed - _OTHER_FILES, 64)


class BoundedLines(logging.Formatter):
    """Writes what visitors have sent in quotes, and not much of it."""

    MAX_MESSAGE, MAX_TRACEBACK = 300, 4_000  # characters

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the lines of a traceback, indented: none of them can look like another."""
        message = record.getMessage()[: self.MAX_MESSAGE]
        line = f"{record.levelname} {record.name}: {message!r}"
        if not record.exc_info:
            return line
        trace = self.formatException(record.exc_info)[-self.MAX_TRACEBACK :]
        lines = [ascii(each)[1:-1] for each in trace.splitlines()]
        return "\n    ".join([line, *lines])


class FewLines(logging.Filter):
    """Lets five lines a minute pass that the same place in a program writes.

    The package `mcp` writes none: it logs the names and arguments that clients send.
    """

    MOST, SECONDS = 5, 60.0
    SILENT = re.compile(r"[\\/]mcp[\\/]")

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._since = clock()
        self._written: Counter[tuple[str, int]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written; the last of its kind says that more are left out."""
        if self.SILENT.search(record.pathname):
            return False
        if self._clock() - self._since >= self.SECONDS:
            self._since = self._clock()
            self._written.clear()
        kind = (record.pathname, record.lineno)
        self._written[kind] += 1
        if self._written[kind] == self.MOST:
            record.msg = f"(more of these are left out for a minute) {record.msg}"
        return self._written[kind] <= self.MOST


def bound_log() -> None:
    """Give all loggers of the process one bounded log."""
    handler = logging.StreamHandler()
    handler.addFilter(FewLines())
    handler.setFormatter(BoundedLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(True)


class _Server(uvicorn.Server):
    """Prints its address once it answers."""

    public = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        if self.started and sockets:
            print(f"Draw at {self.public or shown_address(sockets[0])}", flush=True)


def shown_address(bound: socket.socket) -> str:
    """The address of the page for a browser on this machine."""
    host, port, *_ = bound.getsockname()
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)  # noqa: S104
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def serve(app: ASGIApp, sockets: list[socket.socket], *, share_token: str = "") -> NoReturn:
    """Serve until a signal says to stop; then finish what runs, for a few seconds at most.

    Args:
        app: the application.
        sockets: bound, all to the same port.
        share_token: the page's, to have a public address too.
    """
    bound_log()
    most = max_connections()
    Connection.places = Places(most, most // 2)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the guard reads them
        timeout_graceful_shutdown=_FINISH,
    )
    server = _Server(config)
    if share_token:
        port = sockets[0].getsockname()[1]
        server.public = setup_tunnel("127.0.0.1", port, share_token, None, None)
    try:
        server.run(sockets)
    except (SystemExit, KeyboardInterrupt):  # uvicorn raises the signal again, once it has ended
        pass
    except OSError as error:
        print(f"Port {sockets[0].getsockname()[1]} cannot be opened: {error}", file=sys.stderr)
    for tunnel in CURRENT_TUNNELS:
        tunnel.kill()
    sys.stdout.flush()
    # Python would now take TensorFlow apart, on a busy machine for half a minute; yet there is
    # nothing left to do.
    os._exit(0 if server.started else 1)


class Metrics:
    """Prometheus metrics of the server, without anything about visitors."""

    def __init__(self, requests: Places) -> None:
        """Count requests by their allow-list entry: visitors cannot invent names for it."""
        import prometheus_client as prometheus  # noqa: PLC0415 - a package that only this needs

        self._registry = registry = prometheus.CollectorRegistry()
        self._replies = prometheus.Counter(
            "digits_replies", "Responses that have begun", ["door", "status"], registry=registry
        )
        self._seconds = prometheus.Histogram(
            "digits_request_seconds", "Until a response is complete", ["door"], registry=registry
        )
        here = prometheus.Gauge(
            "digits_requests", "Requests with a body that are here now", registry=registry
        )
        here.set_function(lambda: requests.size)
        prometheus.ProcessCollector(registry=registry)  # processor time, memory, open files
        self._kind, self._text = prometheus.CONTENT_TYPE_LATEST, prometheus.generate_latest

    def route(self) -> Route:
        """The route that Prometheus requests."""

        async def show(_: Request) -> Response:
            return Response(self._text(self._registry), media_type=self._kind)

        return Route(METRICS.path, show)

    def around(self, app: ASGIApp) -> ASGIApp:
        """An ASGI app that does the same as `app`, and counts."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return

            async def count(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._replies.labels(scope.get(ENTRY, "closed"), message["status"]).inc()
                await send(message)

            begin = time.monotonic()
            try:
                await app(scope, receive, count)
            finally:
                self._seconds.labels(scope.get(ENTRY, "closed")).observe(time.monotonic() - begin)

        return counted
