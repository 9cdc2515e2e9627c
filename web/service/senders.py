"""Who asks, and how much of the server one of them may have."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address

MAX_AT_ONCE = 512  # requests with a body
MAX_OF_ONE = 64  # of one address: a school's visitors share one, and each asks one thing at a time

# Whose request is being answered, as `network_of` gives it.
sender: ContextVar[str] = ContextVar("sender", default="")


class Crowd:
    """Requests with a body that are in the server now, in all and of each address."""

    def __init__(self, has_room: Callable[[], bool] = lambda: True) -> None:
        """Take what tells whether the work has room for one more of the present sender's."""
        self._has_room = has_room
        self.size = 0
        self._of: Counter[str] = Counter()

    def has_room_for(self, address: str) -> bool:
        """Whether one more from `address` may come in; asked before its body is read."""
        full = self.size >= MAX_AT_ONCE or self._of[address] >= MAX_OF_ONE
        return not full and self._has_room()

    @contextmanager
    def joined(self, address: str) -> Iterator[None]:
        """Count one from `address` in for as long as it is here."""
        self.size += 1
        self._of[address] += 1
        try:
            yield
        finally:
            self.size -= 1
            self._of[address] -= 1
            if not self._of[address]:
                del self._of[address]


def network_of(address: str) -> str:
    """An address as one sender: of IPv6 the first half, since a household has the rest."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address) and not known.ipv4_mapped:
        return known.exploded[:19]
    return str(getattr(known, "ipv4_mapped", None) or known)
