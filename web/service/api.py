"""The answers for programs: plain HTTP, Gradio's clients, and MCP tools.

One drawing or up to 64 go in as text, JSON comes out.

The page and Gradio's clients speak Gradio's protocol, but are answered without Gradio's queue:
even with a bound on its length, it keeps a state, a list of events and undelivered answers for
each session that a client invents (4,000 requests: 58 MB). Here a session is only a key of a few
questions for a few seconds.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import gradio as gr

# Both come with Gradio, whose server they are.
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from gradio.exceptions import Error
from pydantic import BaseModel, Field, ValidationError
from typing_extensions import TypedDict  # which pydantic asks for before Python 3.12

from mnist_models import __version__
from web.answers import Fault, Prediction
from web.service.guard import BodyError, parse_json
from web.service.images import MAX_CHARACTERS
from web.service.limits import BUSY, BusyError, Limiter, Places, busy_delay, client

MAX_IMAGES = 64
_MAX_NAME = 64  # characters of a name that a client invents
_EXPECTED = "Expected JSON as Gradio's clients send it, but {}."

Predict = Callable[[Sequence[Any]], list[Prediction]]  # raises ValueError on a bad drawing
Answer = Callable[..., Awaitable[Any]]  # raises Gradio's Error with a sentence


class Batch(TypedDict):
    """The predictions of all networks for several drawings."""

    predictions: list[Prediction]


_Text = Annotated[str, Field(max_length=MAX_CHARACTERS, description="base64 text or a data URL")]


class OneImage(BaseModel, extra="forbid", strict=True):
    """The body of `POST /predict`."""

    image: _Text


class ManyImages(BaseModel, extra="forbid", strict=True):
    """The body of `POST /predict_batch`."""

    images: Annotated[list[_Text], Field(min_length=1, max_length=MAX_IMAGES)]


async def _in_turn(predict: Predict, images: Sequence[Any], limiter: Limiter) -> list[Prediction]:
    """Each drawing waits for a turn: a batch gives way to others between its drawings."""
    return [found for image in images for found in await limiter.run(predict, [image])]


def add_endpoints(read: Predict, limiter: Limiter) -> dict[str, Answer]:
    """Add the tools `predict` and `predict_batch` for Gradio's clients and MCP; call it in Blocks.

    Returns:
        Name → function that answers, which raises Gradio's Error.
    """

    async def answer(images: list[str]) -> list[Prediction]:
        try:
            if not isinstance(images, list) or not 1 <= len(images) <= MAX_IMAGES:
                raise ValueError(f"Expected a list of 1 to {MAX_IMAGES} images.")
            return await _in_turn(read, images, limiter)
        except BusyError as error:
            await busy_delay()
            raise gr.Error(str(error), print_exception=False) from None
        except ValueError as error:
            raise gr.Error(str(error), print_exception=False) from None

    async def predict(image: str) -> Prediction:
        """Read a handwritten digit with neural networks of rising strength.

        Args:
            image: a still PNG, JPEG or WebP with one digit, as base64 text or data URL.

        Returns:
            The 28×28 picture that the networks saw, and each network's name,
            digit (null if it sees none) and ten probabilities, calibrated.
        """
        return (await answer([image]))[0]

    async def predict_batch(images: list[str]) -> Batch:
        """Read up to 64 handwritten digits with neural networks of rising strength.

        Args:
            images: each a still PNG, JPEG or WebP with one digit, as base64 text or data URL.

        Returns:
            For each image in turn, what `predict` returns.
        """
        return {"predictions": await answer(images)}

    # The limiter bounds them: Gradio's queue would only be a second one. MCP names its
    # tools after the functions.
    endpoints: dict[str, Answer] = {"predict": predict, "predict_batch": predict_batch}
    for name, function in endpoints.items():
        gr.api(function, api_name=name, queue=False)
    return endpoints


def api_routes(
    predict: Predict, limiter: Limiter, names: Sequence[str], requests: Places
) -> APIRouter:
    """`POST /predict`, `POST /predict_batch` and `GET /health`."""
    router = APIRouter()

    async def answer(request: Request, body: type[BaseModel]) -> Response:
        try:
            given = body.model_validate_json(await request.body()).model_dump()
            images = given["images"] if "images" in given else [given["image"]]
            predictions = await _in_turn(predict, images, limiter)
        except ValidationError as error:
            return refusal(422, _sentence(error))
        except ValueError as error:
            return refusal(422, str(error))
        except BusyError as error:
            return JSONResponse({"error": str(error)}, 503, {"Retry-After": "1"})
        return JSONResponse({"predictions": predictions} if "images" in given else predictions[0])

    @router.post("/predict", **_described(OneImage, Prediction))
    async def predict_one(request: Request) -> Response:
        """Read one drawing with all networks."""
        return await answer(request, OneImage)

    @router.post("/predict_batch", **_described(ManyImages, Batch))
    async def predict_many(request: Request) -> Response:
        """Read up to 64 drawings with all networks."""
        return await answer(request, ManyImages)

    @router.get("/health")
    async def health() -> dict[str, Any]:
        """For probes: the networks are loaded, and the number of requests being answered."""
        load = {"requests": requests.size, "most": requests.most}
        return {"status": "ok", "version": __version__, "networks": list(names), "load": load}

    return router


def _described(body: type[BaseModel], reply: type) -> dict[str, Any]:
    """The entry in `/openapi.json` for a route that reads its body itself."""
    content = {"application/json": {"schema": body.model_json_schema()}}
    return {
        "response_model": reply,
        "responses": {422: {"model": Fault}, 413: {"model": Fault}, 503: {"model": Fault}},
        "openapi_extra": {"requestBody": {"required": True, "content": content}},
    }


def refusal(status: int, sentence: str) -> JSONResponse:
    """A response that says why there is no answer."""
    return JSONResponse({"error": sentence}, status)


def _sentence(error: ValidationError) -> str:
    """The first fault, without what was sent."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"])[:40] or "the body"
    return f"Expected JSON as README describes it, but {place}: {first['msg'].splitlines()[0]}."


@dataclass(frozen=True)
class _Question:
    """A question by Gradio's protocol; it is answered when its answer is fetched."""

    answer: Answer
    data: list[Any]
    size: int  # bytes
    client: str
    name: str = field(default_factory=lambda: uuid.uuid4().hex)


class Questions:
    """Questions whose answers nobody has fetched yet, by session."""

    MOST, MOST_BYTES = 64, 32_000_000
    SHARE = 4  # of these one client gets a quarter
    SECONDS = 10.0  # until a question is forgotten whose answer nobody fetches

    def __init__(self) -> None:
        self._waiting: dict[str, list[_Question]] = {}

    def add(self, session: str, question: _Question) -> bool:
        """Keep a question for a while, if there is room."""
        here = [each for kept in self._waiting.values() for each in kept]
        mine = [each for each in here if each.client == question.client]
        for share, kept in ((1, here), (self.SHARE, mine)):
            size = sum(each.size for each in kept) + question.size
            if len(kept) >= self.MOST // share or size > self.MOST_BYTES // share:
                return False
        self._waiting.setdefault(session, []).append(question)
        asyncio.get_running_loop().call_later(self.SECONDS, self._forget, session, question)
        return True

    def take(self, session: str) -> list[_Question]:
        """All of a session that have come since the last call."""
        return self._waiting.pop(session, [])

    def _forget(self, session: str, question: _Question) -> None:
        left = [each for each in self._waiting.pop(session, []) if each is not question]
        if left:
            self._waiting[session] = left

    async def events(self, session: str, waiting: list[_Question]) -> AsyncIterator[str]:
        """The answers as server-sent events, in turn, also to questions that come meanwhile."""
        while waiting:
            for question in waiting:
                output = await _output(question.answer, question.data)
                yield _event(
                    msg="process_completed",
                    event_id=question.name,
                    output=output,
                    success="error" not in output,
                )
            waiting = self.take(session)
        yield _event(msg="close_stream", event_id=None)


async def _output(answer: Answer, data: list[Any]) -> dict[str, Any]:
    """The answer to `data`, or the sentence that says why there is none."""
    try:
        return {"data": [await answer(*data)]}
    except Error as error:
        return {"error": str(error.message)}


def _event(**message: Any) -> str:
    return f"data: {json.dumps(message)}\n\n"


def page_routes(functions: Mapping[tuple[int, str], Answer]) -> APIRouter:
    """The route of the page: number of a component and name → function, which raises nothing."""
    router = APIRouter(prefix="/gradio_api", include_in_schema=False)

    @router.post("/component_server")
    @router.post("/component_server/")
    async def component_server(request: Request) -> Response:
        body = await _body(request)
        function = functions.get((_whole(body, "component_id"), _text(body, "fn_name")))
        if function is None:
            return refusal(404, "There is no such function.")
        reply = await function(body.get("data"))
        if "busy" in reply:
            await busy_delay()
        return JSONResponse(reply)

    return router


def client_routes(endpoints: Mapping[str, Answer]) -> APIRouter:
    """The routes of Gradio's clients: name → function, in the order of Gradio's numbers."""
    router = APIRouter(prefix="/gradio_api", include_in_schema=False)
    numbered = list(endpoints.values())
    questions = Questions()

    @router.post("/run/{name}")
    @router.post("/run/{name}/")
    async def run(request: Request, name: str) -> Response:
        if name not in endpoints:
            return refusal(404, "There is no such endpoint.")
        output = await _output(endpoints[name], _data(await _body(request)))
        return JSONResponse(output, 422 if "error" in output else 200)

    @router.post("/queue/join")
    async def join(request: Request) -> Response:
        body = await _body(request)
        number = _whole(body, "fn_index")
        if not 0 <= number < len(numbered):
            return refusal(404, "There is no such endpoint.")
        size = len(await request.body())
        question = _Question(numbered[number], _data(body), size, client.get())
        if not questions.add(_text(body, "session_hash"), question):
            return refusal(503, BUSY)
        return JSONResponse({"event_id": question.name})

    @router.get("/queue/data")
    async def data(session_hash: str = "") -> Response:
        waiting = questions.take(session_hash)
        if not waiting:
            return refusal(404, "Nothing has been asked in this session.")
        stream = questions.events(session_hash, waiting)
        return StreamingResponse(stream, media_type="text/event-stream")

    return router


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = parse_json(await request.body())
    except ValueError:
        raise BodyError(_EXPECTED.format("this is none")) from None
    if not isinstance(body, dict):
        raise BodyError(_EXPECTED.format("this is no object"))
    return body


def _whole(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if type(value) is not int:
        raise BodyError(_EXPECTED.format(f"{name} is no whole number"))
    return value


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= _MAX_NAME:
        raise BodyError(_EXPECTED.format(f"{name} is no text of 1 to {_MAX_NAME} characters"))
    return value


def _data(body: dict[str, Any]) -> list[Any]:
    value = body.get("data")
    if not isinstance(value, list) or len(value) != 1:
        raise BodyError(_EXPECTED.format("data is no list of one argument"))
    return value
