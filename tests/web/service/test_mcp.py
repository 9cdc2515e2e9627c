"""The same answers for MCP clients, from the real server, asked by a real client."""

import subprocess
import sys
from ast import literal_eval
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def endpoint(serving):
    with serving("--mcp") as address:
        yield f"{address}gradio_api/mcp/"


def in_session(endpoint, ask):
    """What `ask` gets from an open MCP session."""

    async def run():
        async with (
            streamable_http_client(endpoint) as (receive, send, _),
            ClientSession(receive, send) as session,
        ):
            await session.initialize()
            return await ask(session)

    # In a thread, since Playwright's event loop may be running in this one.
    with ThreadPoolExecutor() as thread:
        return thread.submit(anyio.run, run).result()


def call(endpoint, tool, **arguments):
    return in_session(endpoint, lambda session: session.call_tool(tool, arguments))


def value(result):
    """What a tool gave, which Gradio writes as Python would."""
    (content,) = result.content
    return literal_eval(content.text)


def test_the_tools_are_predict_and_predict_batch(endpoint):
    tools = in_session(endpoint, lambda session: session.list_tools()).tools
    assert [tool.name for tool in tools] == ["predict", "predict_batch"]
    for tool, argument in zip(tools, ["image", "images"], strict=True):
        assert "handwritten digit" in tool.description
        assert "base64 text or data URL" in str(tool.inputSchema["properties"][argument])


def test_predict_reads_a_digit(endpoint, three):
    prediction = value(call(endpoint, "predict", image=three()))
    assert [answer["digit"] for answer in prediction["answers"]] == [3, 3, 3]


def test_predict_batch_reads_several(endpoint, three):
    batch = value(call(endpoint, "predict_batch", images=[three(), three("JPEG")]))
    assert len(batch["predictions"]) == 2


def test_a_bad_image_is_refused_in_one_sentence(endpoint, bad_image):
    result = call(endpoint, "predict", image=bad_image)
    assert result.isError
    (content,) = result.content
    assert "Traceback" not in content.text
    assert str(ROOT) not in content.text
    assert len(content.text.splitlines()) == 1


@pytest.mark.parametrize("tool", ["read_drawing", "find_ink", "explain_picture"])
def test_what_answers_the_page_is_no_tool(endpoint, tool, three):
    assert call(endpoint, tool, drawing=three()).isError


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPT = {"accept": "application/json, text/event-stream"}


def test_a_million_empty_objects_are_refused_while_others_are_answered(endpoint):
    health = endpoint.replace("gradio_api/mcp/", "health")
    body = b'{"jsonrpc": "2.0", "params": [' + b"{}," * 1_200_000 + b"{}]}"
    with ThreadPoolExecutor() as threads:
        sent = [
            threads.submit(httpx.post, endpoint, content=body, headers=ACCEPT, timeout=60)
            for _ in range(4)
        ]
        # A loop that parses them is silent for half a minute each.
        assert httpx.get(health, timeout=10).is_success
        replies = [each.result() for each in sent]
    for reply in replies:
        assert reply.status_code == 422
        assert "too many values" in reply.json()["error"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "rebound.example"}, 421),
    ],
)
def test_other_sites_pages_and_names_are_refused(endpoint, headers, status):
    reply = httpx.post(endpoint, json=PING, headers=ACCEPT | headers, timeout=30)
    assert reply.status_code == status
    assert "access-control-allow-origin" not in reply.headers
    if status != 200:
        assert len(reply.json()["error"].splitlines()) == 1


def test_without_the_package_one_sentence_says_what_to_install():
    program = (
        "import sys, runpy; sys.modules['mcp'] = None; sys.argv = ['demo.py', '--mcp'];"
        "runpy.run_path('demo.py', run_name='__main__')"
    )
    command = [sys.executable, "-c", program]
    process = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert process.returncode == 1
    sentence = process.stderr.splitlines()[-1]
    assert sentence == '--mcp needs more of Gradio: pip install "gradio[mcp]"'
