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
from conftest import ROOT, free_port
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from test_api import digits, three

from demo import read

sys.path.insert(0, "benchmarks")
from service import Server

# A longer run: FUZZ_CASES=50000 pytest tests/test_bad_input.py
CASES = int(os.environ.get("FUZZ_CASES", "2000"))


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
    "a dictionary": {"path": "/etc/passwd"},
}


def by_http(address, image):
    reply = httpx.post(f"{address}predict", json={"image": image}, timeout=30)
    assert reply.status_code == 422
    return reply.json()


def ask(address, function, argument):
    """Call a server function as the page does."""
    components = httpx.get(f"{address}config").json()["components"]
    (place,) = (each["id"] for each in components if function in str(each["props"]))
    question = {"data": argument, "component_id": place, "fn_name": function, "session_hash": "a"}
    return httpx.post(f"{address}gradio_api/component_server/", json=question, timeout=30).json()


def by_page(address, image):
    return ask(address, "read_drawing", image)


def by_gradio(address, image):
    """As Gradio's clients ask, but with a path that they would turn into an upload."""
    return httpx.post(f"{address}gradio_api/run/predict", json={"data": [image]}, timeout=30).json()


WAYS = [by_http, by_page, by_gradio]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_image_is_refused_in_one_sentence(server, kind, way):
    reply = way(server, BAD[kind])
    assert reply["error"].startswith("Expected")
    assert len(reply["error"].splitlines()) == 1
    for secret in ("Traceback", "root:", str(ROOT), sys.prefix):
        assert secret not in str(reply)


def test_a_path_disguised_as_a_file_of_gradios_opens_nothing(server):
    disguise = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    for way in (by_http, by_page):
        assert way(server, disguise)["error"].startswith("Expected")
    assert not by_gradio(server, disguise)["error"]  # Gradio itself refuses it, without a word


def test_gradios_client_is_told_the_same(server):
    with pytest.raises(AppError, match=r"^Expected a drawing"):
        Client(server, verbose=False).predict(image="/etc/passwd", api_name="/predict")


def memory(server, kind):
    """`VmRSS`, what is resident, or `VmHWM`, the most that ever was, MB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_bad_images_cost_less_than_100_megabytes_and_the_server_answers_on():
    with Server(free_port()) as server:

        def answers():
            good = {"image": three()}
            return digits(httpx.post(f"{server.address}predict", json=good).json())

        assert answers() == [3, 3, 3]
        before = memory(server, "VmRSS")
        Path(f"/proc/{server.process.pid}/clear_refs").write_text("5")  # forget the peak
        for image in BAD.values():
            for way in WAYS:
                way(server.address, image)
        httpx.post(f"{server.address}predict", content=b"a" * 30_000_000)
        assert memory(server, "VmHWM") - before < 100
        assert answers() == [3, 3, 3]


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
