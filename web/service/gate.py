"""Bounded work: so many calls at a time, so many waiting, and nobody waits for a costly sender.

Shortest job first, by what a sender's calls have cost so far, with ageing: a call
has a deadline, and the earliest deadline comes first. Since a call that runs cannot
be stopped, one place more is kept for senders whose calls are cheap.
"""

import asyncio
import time
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

# Gradio's own foundation; its threads take a limiter each.
from anyio import CapacityLimiter, to_thread

from web.service.senders import sender

Result = TypeVar("Result")

BUSY = "The server is busy: try again in a moment."

# Seconds that a sender's first call is expected to cost, as a photo does; less is cheap.
_UNKNOWN = 0.1
_KEPT = 0.5  # how much of a sender's cost is left after a call that cost nothing
_MOST_SENDERS = 10_000  # are remembered


class BusyError(RuntimeError):
    """The waiting room is full; the message says so to a visitor."""


@dataclass
class _Sender:
    cost: float = _UNKNOWN  # processor time of a call, seconds: it rises at once, falls slowly
    calls: int = 0  # that run or wait


@dataclass(eq=False)
class _Call:
    """One that waits."""

    sender: _Sender
    deadline: float
    turn: asyncio.Future[None]
    runs: bool = False


class Gate:
    """Run functions in threads, a few at a time.

    Gradio's queue does not bound server functions: without this, visitors
    that the machine cannot serve would all wait ever longer.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        """Let `at_once` calls run, beside them a cheap one, and `waiting` more wait."""
        self._places, self._room = at_once, waiting
        # A call may wait as long as four full rooms of calls like it take.
        self._patience = 4 * waiting / at_once
        self._running = 0
        self._waiting: list[_Call] = []
        self._senders: dict[str, _Sender] = {}  # the one that was here last comes last
        self._threads = CapacityLimiter(at_once + 1)

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
                self._end()
        finally:
            known.calls -= 1

    def has_room(self) -> bool:
        """Whether one more call of the present sender would be let in now."""
        known = self._senders.get(sender.get(), _Sender())
        return self._is_open_until(self._deadline(known, known.calls + 1))

    def _sender(self) -> _Sender:
        name = sender.get()
        self._senders[name] = known = self._senders.pop(name, None) or _Sender()
        if len(self._senders) > _MOST_SENDERS:
            del self._senders[next(iter(self._senders))]
        return known

    def _may_start(self, known: _Sender) -> bool:
        return self._running < self._places + (known.cost < _UNKNOWN)

    def _deadline(self, known: _Sender, calls: int) -> float:
        return asyncio.get_running_loop().time() + self._patience * known.cost * calls

    def _is_open_until(self, deadline: float) -> bool:
        """Whether there is room, or one waits whose deadline is later."""
        return len(self._waiting) < self._room or deadline < self._waiting[-1].deadline

    async def _turn(self, known: _Sender) -> None:
        """Wait for a place among those that run."""
        if self._may_start(known):
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        call = _Call(known, self._deadline(known, known.calls), turn)
        self._enter(call)
        try:
            await turn
        except asyncio.CancelledError:
            if call in self._waiting:
                self._waiting.remove(call)
            elif call.runs:  # its turn came at that very moment
                self._end()
            raise

    def _enter(self, call: _Call) -> None:
        """Let it wait; where the room is full, send the call with the latest deadline away."""
        if not self._is_open_until(call.deadline):
            raise BusyError(BUSY)
        if len(self._waiting) >= self._room:
            last = self._waiting.pop()
            if not last.turn.done():  # else its sender has just gone
                last.turn.set_exception(BusyError(BUSY))
        insort(self._waiting, call, key=attrgetter("deadline"))

    def _end(self) -> None:
        """Give a place among those that run to the next call that may have it."""
        self._running -= 1
        for call in self._waiting:
            if self._may_start(call.sender) and not call.turn.done():
                self._waiting.remove(call)
                self._running += 1
                call.runs = True
                call.turn.set_result(None)
                return


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
