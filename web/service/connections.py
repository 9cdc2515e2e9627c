"""Connections: how many at a time, and how long one may be silent.

A program that opens connections and says nothing would else use up what a process may
open, and nobody could be answered.
"""

import asyncio
import sys
from collections import Counter
from typing import Any, ClassVar, cast

# Gradio runs on it; `http` is its setting for such a class.
from uvicorn.protocols.http.h11_impl import H11Protocol

from web.service.senders import network_of

if sys.platform != "win32":  # which has no such limit
    import resource

SILENCE = 10.0  # seconds for the head of a request
_MOST_FILES = 4096  # that this process asks to be allowed
_OTHER_FILES = 128  # files and connections of other kinds
_SHARE = 2  # of all connections, one address gets a half: it may be a proxy's


def most_connections() -> int:
    """How many this process can hold, once it has asked for more than is usual."""
    if sys.platform == "win32":
        return _MOST_FILES
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if allowed < _MOST_FILES:
        allowed = _MOST_FILES if most == resource.RLIM_INFINITY else min(_MOST_FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return max(allowed - _OTHER_FILES, 64)


class Connection(H11Protocol):
    """One connection of uvicorn's, which is closed if it is one too many or silent too long."""

    most: ClassVar[int] = _MOST_FILES
    _of: ClassVar[Counter[str]] = Counter()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._address: str | None = None  # once it counts
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let it in, if there is room."""
        transport = cast(asyncio.Transport, transport)  # as a socket's is
        super().connection_made(transport)
        address = network_of(self.client[0]) if self.client else ""
        if self._of.total() >= self.most or self._of[address] >= self.most // _SHARE:
            transport.abort()
            return
        self._address = address
        self._of[address] += 1
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request; its head must be whole in time."""
        super().data_received(data)
        if not self._is_idle():
            self._stop_waiting()
        elif self._timer is None:  # uvicorn has just stopped its own
            self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give its place to another."""
        super().connection_lost(exc)
        self._stop_waiting()
        if self._address is not None:
            self._of[self._address] -= 1
            if not self._of[self._address]:
                del self._of[self._address]

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _expect_request(self) -> None:
        self._timer = self.loop.call_later(SILENCE, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_idle():
            self.transport.abort()
