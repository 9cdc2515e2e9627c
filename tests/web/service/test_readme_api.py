"""The examples of the API in docs/api.md and README, run as written on the real server."""

import base64
import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from mnist_models.strokes.templates import TEMPLATES

ROOT = Path(__file__).parents[3]
API = (ROOT / "docs" / "api.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8").split("## Call the API")[1].split("\n## ")[0]


def example(language, server, text=API):
    """The only example in `language`, sent to this server."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert "http://127.0.0.1:7860" in found
    return found.replace("http://127.0.0.1:7860", server.rstrip("/"))


@pytest.fixture
def prediction(server, three):
    return httpx.post(f"{server}predict", json={"image": three()}).json()


@pytest.fixture
def folder(tmp_path, three, monkeypatch):
    """The working folder, with digit.png in it."""
    (tmp_path / "digit.png").write_bytes(base64.b64decode(three()))
    monkeypatch.chdir(tmp_path)


def test_the_example_with_curl_gets_the_prediction(server, prediction, folder):
    command = ["bash", "-c", example("sh", server)]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    assert json.loads(printed) == prediction


def test_the_example_in_readme_gets_the_prediction(server, prediction, folder):
    names = {}
    exec(example("python", server, README), names)
    assert names["prediction"] == prediction


def test_the_example_with_gradios_client_gets_the_prediction(server, prediction, three):
    names = {"base64_text": three()}
    exec(example("python", server), names)
    assert names["prediction"] == prediction


def test_the_example_in_javascript_reads_the_canvas(server, page, draw):
    draw(page, TEMPLATES["3"])
    program = example("js", server) + "return { image, answers };"
    canvas = page.get_by_test_id("sketchpad")
    found = canvas.evaluate(f"async canvas => {{ {program} }}")
    assert [answer["digit"] for answer in found["answers"]] == [3, 3, 3]
    assert found["image"].startswith("data:image/png;base64,")


def test_the_response_has_the_fields_that_are_shown(prediction):
    (text,) = re.findall(r"```json\n(.*?)```", API, re.DOTALL)
    shown = json.loads(text.replace(", …]", "]"))
    assert list(shown) == list(prediction)
    assert list(shown["answers"][0]) == list(prediction["answers"][0])
