"""What a host needs, estimated from what load.py measured."""

import math
from typing import Any, NamedTuple

BUSY = 0.7  # of a core's time: with less to spare, queues grow
_CROWD = 1000  # visitors to be served at once


class Capacity(NamedTuple):
    """What a core gives and what visitors ask for."""

    core: float  # answers a second that one core gives
    visitor: float  # answers a second that one visitor asks for, pauses included
    cores_used: float  # by the one process, while too many visitors asked
    memory: float  # of a process, MB, the most in any phase

    @property
    def visitors(self) -> int:
        """Visitors that a core can serve."""
        return math.floor(BUSY * self.core / self.visitor)

    @property
    def cores(self) -> int:
        """Cores that a thousand visitors need."""
        return math.ceil(_CROWD * self.visitor / (BUSY * self.core))

    @property
    def replicas(self) -> int:
        """Processes that can use so many cores."""
        return math.ceil(self.cores / max(1.0, self.cores_used))


def capacity(record: dict[str, Any]) -> Capacity:
    """Estimate from the server's own processor time, whatever else the machine did."""
    many, crowd = record["phases"]["many visitors"], record["phases"]["too many"]
    return Capacity(
        core=many["answers"] / many["processor_seconds"],
        visitor=many["answers"] / many["visitors"] / many["seconds"],
        cores_used=crowd["processor_seconds"] / crowd["seconds"],
        memory=max(phase["memory"] for phase in record["phases"].values()),
    )
