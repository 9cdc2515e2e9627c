"""How much work the server takes on: in all, and for each client address.

`Places` counts what is here, `Limiter` runs functions in threads, a few at a time.
"""

import asyncio
import time
import traceback
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from operator import attrgetter
from typing import TypeVar

# Gradio's own foundation, which bounds threads by a limiter.
from anyio import CapacityLimiter, to_thread

Result = TypeVar("Result")

BUSY = "The server is busy: try again in a moment."
BUSY_DELAY = 1.0  # seconds

# Requests with a body that are here at a time, in all and of one address. A school's visitors
# share an address, and each sends one at a time.
MAX_REQUESTS, MAX_REQUESTS_OF_ONE = 512, 64

# The client whose request is being answered, as `client_key` names it.
client: ContextVar[str] = ContextVar("client", default="")

_REFUSALS = 32  # of one client, which are delayed by the same time
# Seconds of processor time that a client's first call is expected to take, as a photo does;
# a call that takes less is cheap.
_EXPECTED_COST = 0.1
_COST_DECAY = 0.5  # the share of a client's cost that is left after a call that cost nothing
_MAX_CLIENTS = 10_000  # whose costs are remembered


class BusyError(RuntimeError):
    """The queue is full; the message is for the visitor."""


def client_key(address: str) -> str:
    """Name the client at an address: of IPv6 the first 64 bits, since a household has the rest."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and not known.ipv4_mapped:
        return known.exploded[:19]
    return str(getattr(known, "ipv4_mapped", None) or known)


class Places:
    """Counts what is here now, such as connections or requests: in all, and of each client."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, most_of_one
        self._taken: Counter[str] = Counter()

    @property
    def size(self) -> int:
        """How many places are taken."""
        return self._taken.total()

    def take(self, key: str) -> bool:
        """Take a place for a client; `False` if there is none left for it."""
        if self.size >= self.most or self._taken[key] >= self.most_of_one:
            return False
        self._taken[key] += 1
        return True

    def give_back(self, key: str) -> None:
        """Free a place that the client has taken."""
        self._taken[key] -= 1
        if not self._taken[key]:
            del self._taken[key]

    @contextmanager
    def taken(self, key: str) -> Iterator[bool]:
        """Hold a place for as long as the context lasts; gives `False` if there is none."""
        here = self.take(key)
        try:
            yield here
        finally:
            if here:
                self.give_back(key)


_refused: Counter[str] = Counter()  # requests of each client that wait for their refusal


async def busy_delay() -> None:
    """Wait before a client is told that the server is busy, a second or longer.

    A client that asks again at once then costs little: the more of its requests wait here,
    the longer each waits.
    """
    key = client.get()
    _refused[key] += 1
    try:
        await asyncio.sleep(BUSY_DELAY * max(1, _refused[key] / _REFUSALS))
    finally:
        _refused[key] -= 1
        if not _refused[key]:
            del _refused[key]


@dataclass
class _Client:
    cost: float = _EXPECTED_COST  # processor time of a call, seconds: rises at once, falls slowly
    calls: int = 0  # that run or wait


@dataclass(eq=False)
class _Call:
    """A call in the queue."""

    client: _Client
    deadline: float
    turn: asyncio.Future[None]
    runs: bool = False


class Limiter:
    """Run functions in threads, a few at a time, the others in a queue of bounded length.

    Shortest job first with ageing: a call's deadline depends on what its client's calls have
    cost and on how many of them are here, and the earliest deadline comes first. Since a call
    that runs cannot be stopped, one more place is kept for clients whose calls are cheap.
    `anyio.CapacityLimiter` alone would serve first come, first served, without a bound: one
    client with costly pictures would make all others wait.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        """Let `at_once` calls run, besides them a cheap one, and `waiting` more wait."""
        self._at_once, self._max_waiting = at_once, waiting
        # A call may wait as long as four full queues of calls like it take.
        self._patience = 4 * waiting / at_once
        self._running = 0
        self._waiting: list[_Call] = []  # by deadline
        self._clients: dict[str, _Client] = {}  # the one that was here last comes last
        self._threads = CapacityLimiter(at_once + 1)

    async def run(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call `function(*arguments)` in a thread when its turn has come.

        A call that is cancelled leaves the queue; one that runs already runs to its end.

        Raises:
            BusyError: if the queue is full of calls with earlier deadlines.
        """
        known = self._known()
        known.calls += 1
        try:
            await self._turn(known)
            try:
                results, error = await to_thread.run_sync(
                    _outcome, known, function, arguments, limiter=self._threads
                )
            finally:
                self._end()
        finally:
            known.calls -= 1
        if error is None:
            return results[0]
        try:
            raise error
        finally:
            del error  # its traceback holds this frame

    def has_room(self) -> bool:
        """Whether one more call of the present client would be let in now."""
        known = self._clients.get(client.get(), _Client())
        return self._has_room_until(self._deadline(known, known.calls + 1))

    def _known(self) -> _Client:
        key = client.get()
        self._clients[key] = known = self._clients.pop(key, None) or _Client()
        if len(self._clients) > _MAX_CLIENTS:
            del self._clients[next(iter(self._clients))]
        return known

    def _may_start(self, known: _Client) -> bool:
        return self._running < self._at_once + (known.cost < _EXPECTED_COST)

    def _deadline(self, known: _Client, calls: int) -> float:
        return asyncio.get_running_loop().time() + self._patience * known.cost * calls

    def _has_room_until(self, deadline: float) -> bool:
        return len(self._waiting) < self._max_waiting or deadline < self._waiting[-1].deadline

    async def _turn(self, known: _Client) -> None:
        """Wait for a place among the calls that run."""
        if self._may_start(known):
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        call = _Call(known, self._deadline(known, known.calls), turn)
        if not self._has_room_until(call.deadline):
            raise BusyError(BUSY)
        if len(self._waiting) >= self._max_waiting:
            last = self._waiting.pop()
            if not last.turn.done():  # otherwise its client has just disconnected
                last.turn.set_exception(BusyError(BUSY))
        insort(self._waiting, call, key=attrgetter("deadline"))
        try:
            await turn
        except asyncio.CancelledError:
            if call in self._waiting:
                self._waiting.remove(call)
            elif call.runs:  # its turn came at that very moment
                self._end()
            raise

    def _end(self) -> None:
        """Give a place among the calls that run to the next one that may have it."""
        self._running -= 1
        for call in self._waiting:
            if self._may_start(call.client) and not call.turn.done():
                self._waiting.remove(call)
                self._running += 1
                call.runs = True
                call.turn.set_result(None)
                return


def _outcome(
    known: _Client, function: Callable[..., Result], arguments: tuple[object, ...]
) -> tuple[list[Result], Exception | None]:
    """Call the function; return its result or its error, and count what it cost its client.

    An error that crosses to the event loop becomes part of reference cycles, with the frames of
    its traceback and the picture in them, until the garbage collector runs. So its frames are
    cleared, and so are those of the errors that it replaced.
    """
    begin = time.thread_time()
    try:
        return [function(*arguments)], None
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None:
            traceback.clear_frames(cause.__traceback__)
            cause = cause.__cause__ or cause.__context__
        return [], error
    finally:
        spent = time.thread_time() - begin
        known.cost = max(spent, spent + _COST_DECAY * (known.cost - spent))
