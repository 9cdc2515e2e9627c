"""The command, and the function that answers the page."""

import os
import shutil
import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT, start_demo

from demo import explain, find_ink, read
from sketchpad.data_url import encode

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


@pytest.mark.parametrize("answer", [read, find_ink, explain])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_drawing_gets_one_sentence(kind, answer):
    reply = answer(BAD[kind])
    assert list(reply) == ["error"]
    assert reply["error"].startswith("Expected")
    assert "\n" not in reply["error"]


def test_a_blank_drawing_gets_no_answers():
    reply = read(encode(np.zeros((50, 50), np.uint8)))
    assert [answer["digit"] for answer in reply["answers"]] == [None] * 3


def test_a_port_in_use_gives_one_sentence(server):
    port = server.rstrip("/").rsplit(":", 1)[1]
    process = start_demo("--host", "127.0.0.1", "--port", port)
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"Port {port} is in use: name another with --port." in errors
    assert "Traceback" not in errors + printed


def test_weights_that_are_missing_give_one_sentence(tmp_path):
    for part in ("demo.py", "mnist_models", "sketchpad"):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, tmp_path / part)
    process = subprocess.run(
        [sys.executable, "demo.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env=os.environ, check=False,
    )  # fmt: skip
    assert process.returncode == 1
    assert "Expected trained weights of baseline in weights/" in process.stderr
    assert "Traceback" not in process.stderr
