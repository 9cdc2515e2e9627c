"""A log that nobody can fill: of each kind of line only a few a minute."""

import logging
import time
from collections import Counter
from collections.abc import Callable

_MOST = 5  # lines of a kind
_SECONDS = 60.0


class Few(logging.Filter):
    """Lets five lines a minute pass that the same place in a program writes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._since = clock()
        self._written: Counter[tuple[str, int]] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written; the last of its kind says that more are left out."""
        if self._clock() - self._since >= _SECONDS:
            self._since = self._clock()
            self._written.clear()
        kind = (record.pathname, record.lineno)
        self._written[kind] += 1
        if self._written[kind] == _MOST:
            record.msg = f"{record.msg} (more of these are left out for a minute)"
        return self._written[kind] <= _MOST


def keep_short() -> None:
    """Bound what this process logs; call it once its server has set up its own log."""
    few = Few()
    loggers = [logging.getLogger(name) for name in (None, "uvicorn")]
    handlers = [handler for logger in loggers for handler in logger.handlers]
    for handler in [*handlers, logging.lastResort]:
        if handler is not None:
            handler.addFilter(few)
