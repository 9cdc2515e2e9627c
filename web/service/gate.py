"""Bounded work: so many drawings at a time, so many waiting, and a clear word to the rest."""

from collections.abc import Callable
from typing import TypeVar

# Gradio's own foundation; its threads take a limiter each.
from anyio import CapacityLimiter, to_thread

Result = TypeVar("Result")

BUSY = "The server is busy: try again in a moment."


class BusyError(RuntimeError):
    """The waiting room is full; the message says so to a visitor."""


class Gate:
    """Run functions in threads, a few at a time.

    Gradio's queue does not bound server functions: without this, visitors
    that the machine cannot serve would all wait ever longer.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        """Let `at_once` calls run and `waiting` more wait; both count calls, not visitors."""
        self._at_once, self._waiting = at_once, waiting
        self._limiter: CapacityLimiter | None = None  # belongs to the loop that first uses it

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call `function(*arguments)` in a thread when its turn has come.

        Raises:
            BusyError: at once, if the waiting room is full.
        """
        self._limiter = self._limiter or CapacityLimiter(self._at_once)
        if self._limiter.statistics().tasks_waiting >= self._waiting:
            raise BusyError(BUSY)
        return await to_thread.run_sync(function, *arguments, limiter=self._limiter)
