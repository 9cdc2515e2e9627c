"""The same answers for programs, from the real server."""

import base64
import io

import httpx
import numpy as np
import pytest
from PIL import Image

from mnist_models import __version__
from web.service.images import encode


def digits(prediction):
    return [answer["digit"] for answer in prediction["answers"]]


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("head", ["", "data:image/{};base64,"])
def test_an_image_gets_three_answers(server, file_format, head, three):
    image = head.format(file_format.lower()) + three(file_format)
    prediction = httpx.post(f"{server}predict", json={"image": image}).json()
    assert digits(prediction) == [3, 3, 3]
    for answer in prediction["answers"]:
        assert sum(answer["probabilities"]) == pytest.approx(1, abs=0.001)
    seen = prediction["image"].split(",")[1]
    assert Image.open(io.BytesIO(base64.b64decode(seen))).size == (28, 28)


def test_a_batch_is_answered_as_one_by_one(server, three):
    images = [encode(np.zeros((40, 40), np.uint8)), *[three()] * 63]
    batch = httpx.post(f"{server}predict_batch", json={"images": images}, timeout=30).json()
    assert [digits(each) for each in batch["predictions"]] == [[None] * 3, *[[3] * 3] * 63]


def test_gradios_client_gets_the_same(server, three):
    from gradio_client import Client

    client = Client(server, verbose=False)
    direct = httpx.post(f"{server}predict", json={"image": three()}).json()
    assert client.predict(image=three(), api_name="/predict") == direct
    batch = client.predict(images=[three()], api_name="/predict_batch")
    assert digits(batch["predictions"][0]) == [3, 3, 3]


def test_a_probe_learns_the_version_the_networks_and_the_load(server):
    reply = httpx.get(f"{server}health")
    assert reply.json() == {
        "status": "ok",
        "version": __version__,
        "networks": ["baseline", "simple_cnn", "deep_cnn"],
        "load": {"requests": 0, "most": 512},
    }
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "https://huggingface.co" in reply.headers["content-security-policy"]
