"""Bounded work: so many calls at a time, so many waiting, and nobody waits for a costly sender.

Shortest job first, by what a sender's calls have cost so far, with ageing: a call
has a deadline, and the earliest deadline comes first.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

# Gradio's own foundation; its threads take a limiter each.
from anyio import CapacityLimiter, to_thread

from web.service.senders import sender

Result = TypeVar("Result")

BUSY = "The server is busy: try again in a moment."

_UNKNOWN = 0.1  # seconds that a sender's first call is expected to cost, as a photo does
_KEPT = 0.5  # how much of a sender's cost is left after a call that cost nothing
_MOST_SENDERS = 10_000  # are remembered


class BusyError(RuntimeError):
    """The waiting room is full; the message says so to a visitor."""


@dataclass
class _Sender:
    cost: float = _UNKNOWN  # processor time of a call, seconds: it rises at once, falls slowly
    calls: int = 0  # that run or wait


class Gate:
    """Run functions in threads, a few at a time.

    Gradio's queue does not bound server functions: without this, visitors
    that the machine cannot serve would all wait ever longer.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        """Let `at_once` calls run and `waiting` more wait; both count calls, not visitors."""
        self._free, self._room = at_once, waiting
        # A call may wait as long as four full rooms of calls like it take.
        self._patience = 4 * waiting / at_once
        self._deadlines: dict[asyncio.Future[None], float] = {}  # of the calls that wait
        self._senders: dict[str, _Sender] = {}  # the one that was here last comes last
        self._threads = CapacityLimiter(at_once)

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call `function(*arguments)` in a thread when its turn has come.

        A call that is cancelled leaves the waiting room; one that runs, runs on.

        Raises:
            BusyError: if the waiting room is full, or filled by others whose turn is
                earlier: less costly calls, or those of a sender who has fewer here.
        """
        known = self._sender()
        known.calls += 1
        try:
            await self._turn(known)
            try:
                return await to_thread.run_sync(
                    _measured, known, function, arguments, limiter=self._threads
                )
            finally:
                self._release()
        finally:
            known.calls -= 1

    def _sender(self) -> _Sender:
        name = sender.get()
        self._senders[name] = known = self._senders.pop(name, None) or _Sender()
        if len(self._senders) > _MOST_SENDERS:
            del self._senders[next(iter(self._senders))]
        return known

    async def _turn(self, known: _Sender) -> None:
        """Wait for a place among those that run."""
        if self._free:
            self._free -= 1
            return
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience * known.cost * known.calls
        self._make_room(deadline)
        place = loop.create_future()
        self._deadlines[place] = deadline
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # the turn came at that very moment
                self._release()
            raise
        finally:
            self._deadlines.pop(place, None)

    def _make_room(self, deadline: float) -> None:
        """Where the room is full, send the call with the latest deadline away."""
        if len(self._deadlines) < self._room:
            return
        last = max(self._deadlines, key=self._deadlines.__getitem__)
        if deadline >= self._deadlines[last]:
            raise BusyError(BUSY)
        del self._deadlines[last]
        if not last.done():
            last.set_exception(BusyError(BUSY))

    def _release(self) -> None:
        """Give a place among those that run to the next call."""
        waiting = [place for place in self._deadlines if not place.done()]
        if not waiting:
            self._free += 1
            return
        first = min(waiting, key=self._deadlines.__getitem__)
        del self._deadlines[first]
        first.set_result(None)


def _measured(
    known: _Sender, function: Callable[..., Result], arguments: tuple[object, ...]
) -> Result:
    """The function's result; what it costs counts for its sender, also where it fails."""
    begin = time.thread_time()
    try:
        return function(*arguments)
    finally:
        spent = time.thread_time() - begin
        known.cost = max(spent, spent + _KEPT * (known.cost - spent))
