"""Questions by Gradio's protocol: one request brings them, another fetches the answers."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from gradio.exceptions import Error

Answer = Callable[..., Awaitable[Any]]  # raises Gradio's Error with a sentence

_MOST = 64
_MOST_BYTES = 32_000_000
_SHARE = 4  # of these one address gets a quarter
_SECONDS = 10.0  # until a question is forgotten whose answer nobody fetches


@dataclass(frozen=True)
class Question:
    """What has been asked; it is answered when its answer is fetched."""

    answer: Answer
    data: list[Any]
    size: int  # bytes
    address: str
    name: str = field(default_factory=lambda: uuid.uuid4().hex)


class Questions:
    """Questions whose answers nobody has fetched yet, by session."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Question]] = {}

    def add(self, session: str, question: Question) -> bool:
        """Keep it for a while, if there is room."""
        here = [each for kept in self._waiting.values() for each in kept]
        mine = [each for each in here if each.address == question.address]
        for share, kept in ((1, here), (_SHARE, mine)):
            size = sum(each.size for each in kept) + question.size
            if len(kept) >= _MOST // share or size > _MOST_BYTES // share:
                return False
        self._waiting.setdefault(session, []).append(question)
        asyncio.get_running_loop().call_later(_SECONDS, self._forget, session, question)
        return True

    def take(self, session: str) -> list[Question]:
        """All of a session that have come since the last call."""
        return self._waiting.pop(session, [])

    def _forget(self, session: str, question: Question) -> None:
        left = [each for each in self._waiting.pop(session, []) if each is not question]
        if left:
            self._waiting[session] = left


async def events(questions: Questions, session: str, waiting: list[Question]) -> AsyncIterator[str]:
    """The answers as server-sent events, one after the other, also to what is asked meanwhile."""
    while waiting:
        for question in waiting:
            output = await output_of(question.answer, question.data)
            yield _event(
                msg="process_completed",
                event_id=question.name,
                output=output,
                success="error" not in output,
            )
        waiting = questions.take(session)
    yield _event(msg="close_stream", event_id=None)


async def output_of(answer: Answer, data: list[Any]) -> dict[str, Any]:
    """The answer to `data`, or the sentence that says why there is none."""
    try:
        return {"data": [await answer(*data)]}
    except Error as error:
        return {"error": str(error.message)}


def _event(**message: Any) -> str:
    return f"data: {json.dumps(message)}\n\n"
