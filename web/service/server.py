"""How Gradio's server runs: what it is given, and how it ends."""

import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, NoReturn

import gradio as gr
from fastapi import FastAPI, Request, Response
from gradio.tunneling import CURRENT_TUNNELS
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from web.service import log
from web.service.clients import BodyError, refusal
from web.service.connections import Connection, most_connections
from web.service.doors import open_doors
from web.service.front import Front
from web.service.guard import Guard
from web.service.origins import Origins
from web.service.senders import Crowd

_FINISH = 4  # seconds for what runs when the server is told to end
_END = 5.0  # seconds until it ends, whatever still runs


def app_options(
    routes: Iterable[BaseRoute],
    origins: Origins,
    crowd: Crowd,
    *,
    mcp: bool = False,
    metrics: bool = False,
) -> dict[str, Any]:
    """What Gradio's `launch` takes as `app_kwargs`: routes before its own, and the guard."""
    doors, watched = open_doors(mcp=mcp, metrics=metrics), _unwatched
    if metrics:
        from web.service.metrics import Metrics  # noqa: PLC0415 - a package that only this needs

        counted = Metrics(crowd, doors)
        routes, watched = [counted.route(), *routes], counted.watched

    @asynccontextmanager
    async def guarded(app: FastAPI) -> AsyncIterator[None]:
        # Here, since middleware that Gradio is given stands inside of its own.
        inner = app.middleware_stack or app.build_middleware_stack()
        app.middleware_stack = watched(Guard(Front(inner), origins, crowd, doors))
        yield

    return {
        "routes": list(routes),
        "lifespan": guarded,
        "exception_handlers": {BodyError: _refuse_body, Exception: _refuse},
    }


def _unwatched(app: ASGIApp) -> ASGIApp:
    return app


async def _refuse_body(_: Request, error: Exception) -> Response:
    return refusal(422, str(error))


async def _refuse(_: Request, __: Exception) -> Response:  # which the guard logs
    return refusal(500, "The server cannot answer this request.")


def prepare_environment(host: str) -> None:
    """Set what Gradio and its server read while they start."""
    # Gradio asks itself whether it runs; a proxy could not.
    for name in ("no_proxy", "NO_PROXY"):
        known = os.environ.get(name)
        os.environ[name] = ",".join([*([known] if known else []), "localhost", "127.0.0.1", host])
    # A Space is reached only through its host's proxy, which says who asks.
    if "SPACE_ID" in os.environ:
        os.environ.setdefault("FORWARDED_ALLOW_IPS", "*")


def bound(page: gr.Blocks) -> None:
    """Give a page that has been launched its limits, which Gradio does not take."""
    Connection.most = most_connections()
    page.server.config.http_protocol_class = Connection
    page.server.config.timeout_graceful_shutdown = _FINISH
    log.keep_short()


def wait_for_end(page: gr.Blocks) -> NoReturn:
    """Serve until a signal says to end; then finish what runs, for five seconds at most."""
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # a container's first process ignores others
        signal.signal(number, lambda *_: told.set())
    while not told.wait(1):  # Windows takes signals only in between
        pass
    forced = threading.Timer(_END, os._exit, [1])
    forced.daemon = True
    forced.start()
    page.close(verbose=False)
    for tunnel in CURRENT_TUNNELS:  # of --share
        tunnel.kill()
    sys.stdout.flush()
    # Python would now take TensorFlow apart, on a busy machine for half a minute, and the
    # timer would not run any more; yet there is nothing left to do.
    os._exit(0)
