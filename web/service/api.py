"""The same answers for programs: plain HTTP, Gradio's clients, and MCP tools.

One drawing or up to 64 go in as text, what the networks say comes out as JSON.
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import gradio as gr

# Both come with Gradio, whose server they are.
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError
from typing_extensions import TypedDict  # which pydantic asks for before Python 3.12

from mnist_models import __version__
from web.answers import Fault, Prediction
from web.service.gate import BusyError, Gate
from web.service.images import MAX_CHARACTERS
from web.service.questions import Answer
from web.service.replies import delay
from web.service.senders import MAX_AT_ONCE, Crowd

MAX_IMAGES = 64


class Batch(TypedDict):
    """What all networks say of several drawings."""

    predictions: list[Prediction]


Predict = Callable[[Sequence[Any]], list[Prediction]]  # raises ValueError on a bad drawing

_Text = Annotated[str, Field(max_length=MAX_CHARACTERS, description="base64 text or a data URL")]


class OneImage(BaseModel, extra="forbid", strict=True):
    """The body of `POST /predict`."""

    image: _Text


class ManyImages(BaseModel, extra="forbid", strict=True):
    """The body of `POST /predict_batch`."""

    images: Annotated[list[_Text], Field(min_length=1, max_length=MAX_IMAGES)]


def check_count(images: Any) -> None:
    """Refuse anything but a list of 1 to 64.

    Raises:
        ValueError: with one sentence.
    """
    if not isinstance(images, list) or not 1 <= len(images) <= MAX_IMAGES:
        raise ValueError(f"Expected a list of 1 to {MAX_IMAGES} images.")


def add_endpoints(read: Predict, gate: Gate) -> dict[str, Answer]:
    """Give Gradio's clients and MCP the tools `predict` and `predict_batch`; call it in Blocks.

    Returns:
        Name → what answers, which raises Gradio's Error.
    """

    async def answer(images: list[str]) -> list[Prediction]:
        try:
            check_count(images)
            return await _in_turn(read, images, gate)
        except BusyError as error:
            await delay()
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

    # The gate bounds them: Gradio's queue would only be a second one. MCP names its
    # tools after the functions.
    endpoints: dict[str, Answer] = {"predict": predict, "predict_batch": predict_batch}
    for name, function in endpoints.items():
        gr.api(function, api_name=name, queue=False)
    return endpoints


def routes(predict: Predict, gate: Gate, names: Sequence[str], crowd: Crowd) -> APIRouter:
    """`POST /predict`, `POST /predict_batch` and `GET /health`, without Gradio's queue."""
    router = APIRouter()

    async def answer(request: Request, body: type[BaseModel]) -> Response:
        try:
            given = body.model_validate_json(await request.body()).model_dump()
            images = given["images"] if "images" in given else [given["image"]]
            predictions = await _in_turn(predict, images, gate)
        except ValidationError as error:
            return _fault(422, _sentence(error))
        except ValueError as error:
            return _fault(422, str(error))
        except BusyError as error:
            return _fault(503, str(error))
        return JSONResponse({"predictions": predictions} if "images" in given else predictions[0])

    @router.post("/predict", **_described(OneImage, Prediction))
    async def predict_one(request: Request) -> Response:
        """What the networks say of one drawing."""
        return await answer(request, OneImage)

    @router.post("/predict_batch", **_described(ManyImages, Batch))
    async def predict_many(request: Request) -> Response:
        """What the networks say of up to 64 drawings."""
        return await answer(request, ManyImages)

    @router.get("/health")
    async def health() -> dict[str, Any]:
        """For probes: the networks are loaded, and so many requests are being answered."""
        load = {"requests": crowd.size, "most": MAX_AT_ONCE}
        return {"status": "ok", "version": __version__, "networks": list(names), "load": load}

    return router


async def _in_turn(predict: Predict, images: Sequence[Any], gate: Gate) -> list[Prediction]:
    """A turn for each drawing: a batch gives way to others between its drawings."""
    return [found for image in images for found in await gate.run(predict, [image])]


def _described(body: type[BaseModel], reply: type) -> dict[str, Any]:
    """What `/openapi.json` says of a route that reads its body itself."""
    content = {"application/json": {"schema": body.model_json_schema()}}
    return {
        "response_model": reply,
        "responses": {422: {"model": Fault}, 413: {"model": Fault}, 503: {"model": Fault}},
        "openapi_extra": {"requestBody": {"required": True, "content": content}},
    }


def _fault(status: int, sentence: str) -> JSONResponse:
    headers = {"Retry-After": "1"} if status == 503 else None
    return JSONResponse({"error": sentence}, status, headers)


def _sentence(error: ValidationError) -> str:
    """The first fault, without what was sent."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(step) for step in first["loc"])[:40] or "the body"
    return f"Expected JSON as README describes it, but {place}: {first['msg'].splitlines()[0]}."
