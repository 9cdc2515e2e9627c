"""The same answers for programs, from the real server."""

import base64
import io
import json
import os

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from demo import read
from mnist_models.strokes import draw
from mnist_models.templates import TEMPLATES
from sketchpad.data_url import encode

# A longer run: FUZZ_CASES=50000 pytest tests/test_api.py
CASES = int(os.environ.get("FUZZ_CASES", "2000"))


def three(file_format="PNG"):
    ink = draw([np.array(stroke) * 400 for stroke in TEMPLATES["3"]], 33)
    buffer = io.BytesIO()
    Image.fromarray(ink).convert("RGB").save(buffer, file_format)
    return base64.b64encode(buffer.getvalue()).decode()


def digits(prediction):
    return [answer["digit"] for answer in prediction["answers"]]


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("head", ["", "data:image/{};base64,"])
def test_an_image_gets_three_answers(server, file_format, head):
    image = head.format(file_format.lower()) + three(file_format)
    prediction = httpx.post(f"{server}predict", json={"image": image}).json()
    assert digits(prediction) == [3, 3, 3]
    for answer in prediction["answers"]:
        assert sum(answer["probabilities"]) == pytest.approx(1, abs=0.001)
    seen = prediction["image"].split(",")[1]
    assert Image.open(io.BytesIO(base64.b64decode(seen))).size == (28, 28)


def test_a_batch_is_answered_as_one_by_one(server):
    images = [encode(np.zeros((40, 40), np.uint8)), *[three()] * 63]
    batch = httpx.post(f"{server}predict_batch", json={"images": images}, timeout=30).json()
    assert [digits(each) for each in batch["predictions"]] == [[None] * 3, *[[3] * 3] * 63]


def test_gradios_client_gets_the_same(server):
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(server, verbose=False)
    direct = httpx.post(f"{server}predict", json={"image": three()}).json()
    assert client.predict(image=three(), api_name="/predict") == direct
    batch = client.predict(images=[three()], api_name="/predict_batch")
    assert digits(batch["predictions"][0]) == [3, 3, 3]
    with pytest.raises(AppError, match=r"^Expected a drawing"):
        client.predict(image="/etc/passwd", api_name="/predict")


def bomb(width, height):
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def animation():
    frames = [Image.new("L", (20, 20), level) for level in (0, 200)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return base64.b64encode(buffer.getvalue()).decode()


BAD = {
    "a path": "/etc/passwd",
    "a file's URL": "file:///etc/passwd",
    "a URL": "http://127.0.0.1:7860/",
    "a drawing as SVG": "data:image/svg+xml;base64,PHN2Zy8+",
    "truncated": three()[:400],
    "one pixel": bomb(1, 1),
    "a large bomb": bomb(9_000, 9_000),
    "a larger bomb": bomb(20_000, 20_000),
    "an animation": animation(),
    "nothing": "",
    "a number": 7,
    "null": None,
    "a file of Gradio's": {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_image_is_refused_in_one_sentence(server, kind):
    reply = httpx.post(f"{server}predict", json={"image": BAD[kind]})
    assert reply.status_code == 422
    assert list(reply.json()) == ["error"]
    assert reply.json()["error"].startswith("Expected")
    page = read(BAD[kind])
    assert page["error"].startswith("Expected")
    for text in (reply.text, str(page)):
        assert "Traceback" not in text
        assert "root:" not in text


@pytest.mark.parametrize(
    "body",
    ['{"image": NaN}', '{"image": "", "more": 1}', "[]", "", "[" * 100_000, '{"images": []}'],
)
@pytest.mark.parametrize("path", ["predict", "predict_batch"])
def test_another_body_is_refused_in_one_sentence(server, path, body):
    reply = httpx.post(server + path, content=body)
    assert reply.status_code == 422
    assert reply.json()["error"].startswith("Expected JSON as README describes it")


def test_too_many_images_are_refused(server):
    reply = httpx.post(f"{server}predict_batch", json={"images": [three()] * 65})
    assert reply.status_code == 422


def test_a_huge_body_is_refused_unread(server):
    for path in ("predict", "gradio_api/component_server/", "gradio_api/queue/join"):
        reply = httpx.post(server + path, content=b"a" * 30_000_000, timeout=30)
        assert reply.status_code == 413
        assert reply.json()["error"].startswith("Expected a body of at most")


def test_nothing_can_be_uploaded_or_written(server):
    for path in ("upload", "process_recording", "vibe-edit"):
        assert httpx.post(f"{server}gradio_api/{path}", files={"files": b"ink"}).status_code == 404
    assert httpx.get(f"{server}gradio_api/deep_link?session_hash=a").status_code == 404


def test_a_probe_learns_which_networks_are_loaded(server):
    reply = httpx.get(f"{server}health")
    assert reply.json() == {"status": "ok", "networks": ["baseline", "simple_cnn", "deep_cnn"]}
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "https://huggingface.co" in reply.headers["content-security-policy"]


def damaged(seed):
    """A real image with some of its bytes changed."""
    random = np.random.default_rng(seed)
    data = bytearray(base64.b64decode(three(["PNG", "JPEG", "WEBP"][seed % 3])))
    for place in random.integers(0, len(data), random.integers(1, 9)):
        data[place] = random.integers(256)
    return base64.b64encode(data[: random.integers(1, len(data) + 1)]).decode()


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)


@settings(max_examples=CASES)
@given(values | st.integers(0, 2**32).map(damaged))
def test_whatever_is_sent_the_page_gets_answers_or_one_sentence(drawing):
    reply = read(drawing)
    json.dumps(reply, allow_nan=False)
    assert "answers" in reply or reply["error"].startswith("Expected")
