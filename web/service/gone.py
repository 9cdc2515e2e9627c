"""An end to work that nobody waits for any more."""

from anyio import create_task_group, sleep_forever
from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def run_until_gone(
    app: ASGIApp, body: bytes, scope: Scope, receive: Receive, send: Send
) -> None:
    """Run an ASGI app on a request whose body has been read; cancel it when its sender has gone.

    What waits at the gate then leaves it, and a batch ends before its next picture.
    """
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        if not unread:
            await sleep_forever()
        return unread.pop()

    async with create_task_group() as group:

        async def watch() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        group.start_soon(watch)
        await app(scope, replay, send)
        group.cancel_scope.cancel()
