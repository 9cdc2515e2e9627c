"""What stands between the internet and Gradio: closed doors, limits, headers, clear words."""

import json
import logging
from collections.abc import Iterable

# Starlette is what Gradio's server is built on; its threads are AnyIO's.
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from web.service.bodies import (
    GoneError,
    TooLongError,
    TooSlowError,
    has_too_many_values,
    names_a_file,
    read_body,
)
from web.service.doors import DOORS, Door, Doors, path_of
from web.service.gone import run_until_gone
from web.service.origins import Origins
from web.service.replies import Reply, common_headers, encoded
from web.service.senders import Crowd, network_of, sender

_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware: refuses what is too long, too much or not offered, in one sentence."""

    def __init__(
        self, app: ASGIApp, origins: Origins, crowd: Crowd, doors: Iterable[Door] = DOORS
    ) -> None:
        self._app, self._origins, self._crowd = app, origins, crowd
        self._doors = Doors(doors)
        self._headers = common_headers(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, as ASGI prescribes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sender.set(network_of((scope.get("client") or [""])[0]))
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        reply = Reply(send, self._headers + encoded(self._origins.reply_headers(origin)))
        try:
            await self._answer(scope, receive, reply, headers)
        except GoneError:
            pass
        except Exception:
            # The method and the path are the sender's: quoted, they cannot look like other lines.
            _log.exception("%r %r", scope["method"], scope["path"][:200])
            if not reply.started:
                await reply.refuse(500, "The server cannot answer this request.")

    async def _answer(self, scope: Scope, receive: Receive, reply: Reply, headers: Headers) -> None:
        door = self._doors.find(_method(scope, headers), path_of(scope))
        if door is None:
            await reply.refuse(404, "There is nothing at this address, or not by this method.")
        elif fault := self._origins.fault(headers, works=bool(door.most)):
            await reply.refuse(*fault)
        elif scope["method"] == "OPTIONS":
            await reply.refuse(204, "")
        elif not door.most:
            await self._app(_without_origin(scope), receive, reply)
        else:
            await self._admit(door, scope, receive, reply)

    async def _admit(self, door: Door, scope: Scope, receive: Receive, reply: Reply) -> None:
        if not self._crowd.has_room_for(sender.get()):
            await reply.say_busy(door.busy)
            return
        with self._crowd.joined(sender.get()):
            try:
                body = await read_body(receive, door.most)
            except TooLongError:
                sentence = f"Expected a body of at most {door.most:,} bytes: send smaller images."
                await reply.refuse(413, sentence)
            except TooSlowError:
                await reply.refuse(408, "The body of the request did not come in time.")
            else:
                await self._pass_on(door, body, scope, receive, reply)

    async def _pass_on(
        self, door: Door, body: bytes, scope: Scope, receive: Receive, reply: Reply
    ) -> None:
        """Let a request in once nothing is wrong with its body."""
        if has_too_many_values(body):
            sentence = "Expected JSON as README describes it, but the body holds too many values."
            await reply.refuse(422, sentence)
        elif door.files and await to_thread.run_sync(_names_a_file, body):
            await reply.refuse(422, "Expected images as text, not as files or addresses.")
        else:
            await run_until_gone(self._app, body, _without_origin(scope), receive, reply)


def _names_a_file(body: bytes) -> bool:
    try:
        return names_a_file(json.loads(body))
    except (ValueError, RecursionError):
        return False  # Gradio cannot read it either


def _method(scope: Scope, headers: Headers) -> str:
    """The method, or the one that a browser asks leave for."""
    method: str = scope["method"]
    return headers.get("access-control-request-method", "") if method == "OPTIONS" else method


def _without_origin(scope: Scope) -> Scope:
    """Gradio would let almost any page read its replies: who may is decided here."""
    return {**scope, "headers": [each for each in scope["headers"] if each[0] != b"origin"]}
