"""The command, and the function that answers the page."""

import shutil
from pathlib import Path

import httpx
import numpy as np
import pytest

from demo import explain, find_ink, read, read_shrunk
from mnist_models import __version__
from web.service.images import encode

ROOT = Path(__file__).parent.parent
BAD = {
    "nothing": None,
    "a number": 7,
    "a path": {"path": "/etc/passwd"},
    "plain text": "hello",
    "not base64": "data:image/png;base64,!!!",
    "no image": "data:image/png;base64,aGVsbG8=",
    "truncated": encode(np.eye(300, dtype=np.uint8))[:-40],
    "too long": "data:image/png;base64," + "A" * 3_000_000,
    "too many pixels": encode(np.zeros((2001, 2000), np.uint8)),
}


@pytest.mark.parametrize("answer", [read, read_shrunk, find_ink, explain])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_drawing_gets_one_sentence(kind, answer):
    reply = answer(BAD[kind])
    assert list(reply) == ["error"]
    assert reply["error"].startswith("Expected")
    assert "\n" not in reply["error"]


def test_a_blank_drawing_gets_no_answers():
    assert read(encode(np.zeros((50, 50), np.uint8))) == {
        "error": "There is no ink to be seen in this drawing: draw on."
    }


def test_a_port_in_use_gives_one_sentence(server, start_demo):
    port = server.rstrip("/").rsplit(":", 1)[1]
    process = start_demo("--host", "127.0.0.1", "--port", port)
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"Port {port} is in use: name another with --port." in errors
    assert "Traceback" not in errors + printed


def test_the_command_says_its_version(start_demo):
    printed, _ = start_demo("--version").communicate(timeout=120)
    assert printed.strip() == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def copied(folder, *parts):
    for part in parts:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    return folder


def test_weights_that_are_missing_give_one_sentence(tmp_path, start_demo):
    process = start_demo(folder=copied(tmp_path, "demo.py", "mnist_models", "web"))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Expected trained weights of baseline in weights/" in errors
    assert "Traceback" not in errors


def test_without_one_network_the_page_runs_with_the_others_and_says_so(tmp_path, serving):
    folder = copied(tmp_path, "demo.py", "mnist_models", "web", "weights")
    (folder / "weights" / "simple_cnn.weights.h5").write_bytes(b"version https://git-lfs")
    with serving(folder=folder) as address:
        assert httpx.get(f"{address}health").json()["networks"] == ["baseline", "deep_cnn"]
        drawing = encode(np.eye(100, dtype=np.uint8) * 255)
        prediction = httpx.post(f"{address}predict", json={"image": drawing}).json()
        assert [answer["name"] for answer in prediction["answers"]] == ["baseline", "deep_cnn"]
        assert "Not here today: Simple CNN. The others answer as ever." in httpx.get(address).text
