"""What a server on the internet is sent: each way in, one sentence comes back, and it lives on."""

import base64
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from benchmarks.support.server import Server
from web.answers import find_ink, predict, read
from web.service.images import encode

ROOT = Path(__file__).parents[3]
# A longer run: FUZZ_CASES=50000 pytest tests/web/service/test_bad_input.py
CASES = int(os.environ.get("FUZZ_CASES", "2000"))


def test_a_bad_image_is_refused_in_one_sentence(server, bad_image, way):
    reply = way(server, bad_image)
    assert reply["error"].startswith("Expected")
    assert len(reply["error"].splitlines()) == 1
    for secret in ("Traceback", "root:", str(ROOT), sys.prefix):
        assert secret not in str(reply)


def test_a_path_disguised_as_a_file_of_gradios_opens_nothing(server, way):
    disguise = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    assert way(server, disguise)["error"].startswith("Expected")


def test_gradios_client_gets_the_same_sentence(server):
    with pytest.raises(AppError, match=r"^Expected a drawing"):
        Client(server, verbose=False).predict(image="/etc/passwd", api_name="/predict")


def memory(server, kind):
    """`VmRSS`, what is resident, or `VmHWM`, the most that ever was, MB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_damaged_pictures_leave_nothing_in_memory(free_port):
    noise = np.random.default_rng(0).integers(0, 255, (1200, 1200, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG")
    body = {"image": base64.b64encode(buffer.getvalue()[:9000]).decode()}
    with Server(free_port()) as server, httpx.Client() as client:
        used = []
        for _ in range(3):
            for _ in range(200):
                assert client.post(f"{server.address}predict", json=body).status_code == 422
            used.append(memory(server, "VmRSS"))
    assert used[-1] - used[0] < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_bad_images_cost_less_than_100_megabytes_and_the_server_answers_on(
    free_port, three, bad_images, ways
):
    with Server(free_port()) as server:

        def answers():
            good = {"image": three()}
            prediction = httpx.post(f"{server.address}predict", json=good).json()
            return [answer["digit"] for answer in prediction["answers"]]

        assert answers() == [3, 3, 3]
        before = memory(server, "VmRSS")
        Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")  # forget the peak
        for image in bad_images.values():
            for way in ways.values():
                way(server.address, image)
        httpx.post(f"{server.address}predict", content=b"a" * 30_000_000)
        assert memory(server, "VmHWM") - before < 100
        assert answers() == [3, 3, 3]


def test_ink_that_shrinking_has_faded_to_nothing_is_no_ink(recognizer):
    for size, place in (((4000, 200), (2000, 100)), ((200, 4000), (0, 3999))):
        picture = Image.new("L", size, 255)
        picture.putpixel(place, 0)
        text = encode(np.asarray(picture))
        (prediction,) = predict(recognizer, [text])
        assert [answer["digit"] for answer in prediction["answers"]] == [None] * 3
        assert "no digit to be found" in find_ink(recognizer, text)["error"]


@pytest.mark.parametrize(
    "body",
    ['{"image": NaN}', '{"image": "", "more": 1}', "[]", "", "[" * 100_000, '{"images": []}'],
)
@pytest.mark.parametrize("path", ["predict", "predict_batch"])
def test_another_body_is_refused_in_one_sentence(server, path, body):
    reply = httpx.post(server + path, content=body)
    assert reply.status_code == 422
    assert reply.json()["error"].startswith("Expected JSON as README describes it")


def test_too_many_images_are_refused(server, three):
    reply = httpx.post(f"{server}predict_batch", json={"images": [three()] * 65})
    assert reply.status_code == 422


def test_nothing_can_be_uploaded_or_written(server):
    for path in ("upload", "process_recording", "vibe-edit"):
        assert httpx.post(f"{server}gradio_api/{path}", files={"files": b"ink"}).status_code == 404
    assert httpx.get(f"{server}gradio_api/deep_link?session_hash=a").status_code == 404


def test_whatever_fits_the_described_interface_or_does_not_is_answered_as_described(
    server, tmp_path
):
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{server}openapi.json"),
        *("--include-path-regex", "^/(predict|predict_batch|health)$", "--max-examples", "100"),
        # A schema cannot say which text is an image; and to other methods the guard says 404.
        *("--exclude-checks", "positive_data_acceptance,unsupported_method"),
        *("--seed", "1", "--generation-database", "none", "--no-color"),
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def damaged(three, seed):
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
@given(data=st.data())
def test_whatever_is_sent_the_page_gets_answers_or_one_sentence(recognizer, three, data):
    seeds = st.integers(0, 2**32)
    drawing = data.draw(values | seeds.map(lambda seed: damaged(three, seed)))
    reply = read(recognizer, drawing)
    json.dumps(reply, allow_nan=False)
    assert "answers" in reply or reply["error"].startswith("Expected")
