"""README's examples of the API, run as they stand there against the real server."""

import base64
import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest

from mnist_models.strokes.templates import TEMPLATES

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")


def example(language, server):
    """The one example in `language` of README's part on the API, sent to this server."""
    part = README.split("## Call the API")[1].split("\n## ")[0]
    (text,) = re.findall(rf"```{language}\n(.*?)```", part, re.DOTALL)
    assert "http://127.0.0.1:7860" in text
    return text.replace("http://127.0.0.1:7860", server.rstrip("/"))


@pytest.fixture
def prediction(server, three):
    return httpx.post(f"{server}predict", json={"image": three()}).json()


def test_the_example_with_curl_gets_the_prediction(server, prediction, tmp_path, three):
    (tmp_path / "digit.png").write_bytes(base64.b64decode(three()))
    command = ["bash", "-c", example("sh", server)]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert json.loads(printed) == prediction


def test_the_example_in_python_gets_the_prediction(server, prediction, three):
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


def test_the_reply_looks_as_readme_shows_it(prediction):
    shown = example_reply()
    assert list(shown) == list(prediction)
    assert list(shown["answers"][0]) == list(prediction["answers"][0])


def example_reply():
    (text,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    return json.loads(text.replace(", …]", "]"))
