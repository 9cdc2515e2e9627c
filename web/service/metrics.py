"""Figures for Prometheus, where the host asks for them: of the server, nothing about visitors."""

import time
from collections.abc import Iterable

# Loaded only with --metrics, whose package it is.
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.service.doors import METRICS, Door, Doors, path_of
from web.service.senders import Crowd


class Metrics:
    """Counts replies by the door that was asked, which no visitor can name anew."""

    def __init__(self, crowd: Crowd, doors: Iterable[Door]) -> None:
        self._doors = Doors(doors)
        self._registry = CollectorRegistry()
        self._replies = Counter(
            "digits_replies", "Replies that have begun", ["door", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "digits_request_seconds", "Until a reply is whole", ["door"], registry=self._registry
        )
        here = Gauge(
            "digits_requests", "Requests with a body that are here now", registry=self._registry
        )
        here.set_function(lambda: crowd.size)
        ProcessCollector(registry=self._registry)  # processor time, memory, open files

    def route(self) -> Route:
        """Where Prometheus asks."""

        async def tell(_: Request) -> Response:
            return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)

        return Route(METRICS.path, tell)

    def watched(self, app: ASGIApp) -> ASGIApp:
        """An ASGI app that does what `app` does, and counts."""

        async def watch(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            known = self._doors.find(scope["method"], path_of(scope))
            door = known.path if known else "closed"

            async def count(message: Message) -> None:
                if message["type"] == "http.response.start":
                    self._replies.labels(door, message["status"]).inc()
                await send(message)

            begin = time.monotonic()
            try:
                await app(scope, receive, count)
            finally:
                self._seconds.labels(door).observe(time.monotonic() - begin)

        return watch
