"""What the page and Gradio's clients ask, answered by Gradio's protocol but without its queue.

Gradio keeps a state for each session that anybody names, and each answer that nobody
fetches. Here nothing of a session is kept but a few questions for a few seconds.
"""

import json
from collections.abc import Mapping
from typing import Any

# Both come with Gradio, whose server they are.
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from web.service.gate import BUSY
from web.service.questions import Answer, Question, Questions, events, output_of
from web.service.replies import delay
from web.service.senders import sender

_LARGE = 100_000  # bytes, from which on a body is parsed in a thread
_LONGEST = 64  # characters of a name
_EXPECTED = "Expected JSON as Gradio's clients send it, but {}."


class BodyError(ValueError):
    """A body is not what it should be; the message says why."""


def page_routes(functions: Mapping[tuple[int, str], Answer]) -> APIRouter:
    """The route by which the page asks.

    Args:
        functions: number of a component and name → what answers; it raises nothing.
    """
    router = APIRouter(prefix="/gradio_api", include_in_schema=False)

    @router.post("/component_server")
    @router.post("/component_server/")
    async def answer_page(request: Request) -> Response:
        body = await _body(request)
        function = functions.get((_whole(body, "component_id"), _text(body, "fn_name")))
        if function is None:
            return refusal(404, "There is no such function.")
        reply = await function(body.get("data"))
        if "busy" in reply:
            await delay()
        return JSONResponse(reply)

    return router


def client_routes(endpoints: Mapping[str, Answer]) -> APIRouter:
    """The routes of Gradio's clients.

    Args:
        endpoints: name → what answers, in the order of Gradio's numbers.
    """
    router = APIRouter(prefix="/gradio_api", include_in_schema=False)
    numbered = list(endpoints.values())
    questions = Questions()

    @router.post("/run/{name}")
    @router.post("/run/{name}/")
    async def run(request: Request, name: str) -> Response:
        if name not in endpoints:
            return refusal(404, "There is no such endpoint.")
        output = await output_of(endpoints[name], _data(await _body(request)))
        return JSONResponse(output, 422 if "error" in output else 200)

    @router.post("/queue/join")
    async def join(request: Request) -> Response:
        body = await _body(request)
        number = _whole(body, "fn_index")
        if not 0 <= number < len(numbered):
            return refusal(404, "There is no such endpoint.")
        size = len(await request.body())
        question = Question(numbered[number], _data(body), size, sender.get())
        if not questions.add(_text(body, "session_hash"), question):
            return refusal(503, BUSY)
        return JSONResponse({"event_id": question.name})

    @router.get("/queue/data")
    async def data(session_hash: str = "") -> Response:
        waiting = questions.take(session_hash)
        if not waiting:
            return refusal(404, "Nothing has been asked in this session.")
        stream = events(questions, session_hash, waiting)
        return StreamingResponse(stream, media_type="text/event-stream")

    return router


def refusal(status: int, sentence: str) -> JSONResponse:
    """A reply that says why there is no other."""
    return JSONResponse({"error": sentence}, status)


async def _body(request: Request) -> dict[str, Any]:
    text = await request.body()
    try:
        large = len(text) > _LARGE
        body = await to_thread.run_sync(_parsed, text) if large else _parsed(text)
    except (ValueError, RecursionError):
        raise BodyError(_EXPECTED.format("this is none")) from None
    if not isinstance(body, dict):
        raise BodyError(_EXPECTED.format("this is no object"))
    return body


def _parsed(text: bytes) -> Any:
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _whole(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if type(value) is not int:
        raise BodyError(_EXPECTED.format(f"{name} is no whole number"))
    return value


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST:
        raise BodyError(_EXPECTED.format(f"{name} is no text of 1 to {_LONGEST} characters"))
    return value


def _data(body: dict[str, Any]) -> list[Any]:
    value = body.get("data")
    if not isinstance(value, list) or len(value) != 1:
        raise BodyError(_EXPECTED.format("data is no list of one argument"))
    return value
