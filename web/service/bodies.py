"""Bodies of requests: how long, how slow, and how many values."""

import asyncio
from typing import Any

from starlette.types import Receive

MAX_VALUES = 1_000  # of a body in JSON: 64 images are 70
_DRAINED = 64_000_000  # bytes of a body that is refused, read so that its sender hears why
_PATIENCE = 10.0  # seconds for a short body; longer ones get more time
_SLOWEST = 100_000  # bytes a second


class TooLongError(ValueError):
    """A body has more bytes than it may."""


class TooSlowError(ValueError):
    """A body did not come in time."""


class GoneError(ConnectionError):
    """The sender has left."""


async def read_body(receive: Receive, most: int) -> bytes:
    """The whole body.

    Raises:
        TooLongError: if it has more than `most` bytes.
        TooSlowError: if it takes longer than ten seconds and one for each 100 kB.
        GoneError: if it breaks off.
    """
    body, length = bytearray(), 0
    start = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout(_PATIENCE) as clock:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise GoneError
                part = message.get("body", b"")
                length += len(part)
                if length <= most:
                    body += part
                if not message.get("more_body") or length > _DRAINED:
                    break
                clock.reschedule(start + _PATIENCE + length / _SLOWEST)
    except TimeoutError:
        raise TooSlowError from None
    if length > most:
        raise TooLongError
    return bytes(body)


def has_too_many_values(body: bytes) -> bool:
    """Whether JSON holds more than a thousand values; known before it is parsed.

    Commas and brackets in texts count too, but base64 has none.
    """
    return sum(body.count(sign) for sign in (b",", b"[", b"{")) > MAX_VALUES


def names_a_file(value: Any) -> bool:
    """Whether Gradio would take a part of `value` for a file, which it fetches."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if "path" in part and "meta" in part:
                return True
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return False
