"""The guard before an application that would do anything."""

import asyncio
import json
import logging
from collections import Counter

import pytest
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from web.service import replies
from web.service.doors import DOORS, MCP_DOORS
from web.service.gate import BUSY
from web.service.guard import Guard
from web.service.origins import Origins
from web.service.senders import MAX_OF_ONE, Crowd, sender

SCHOOL = "https://school.example"


async def willing(scope, receive, send):
    """Answers whatever it is asked; at /health it fails."""
    if scope["path"] == "/health":
        raise RuntimeError("no")
    body = (await receive())["body"]
    origin = dict(scope["headers"]).get(b"origin")
    await JSONResponse({"got": len(body), "origin": str(origin)})(scope, receive, send)


@pytest.fixture
def crowd():
    return Crowd()


@pytest.fixture
def guarded(crowd):
    guard = Guard(willing, Origins(pages=[SCHOOL]), crowd, DOORS + MCP_DOORS)
    return TestClient(guard, base_url="http://127.0.0.1")


def sentence_of(reply):
    sentence = reply.json()["error"]
    assert len(sentence.splitlines()) == 1
    assert reply.headers["x-content-type-options"] == "nosniff"
    return sentence


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
@pytest.mark.parametrize("path", ["/gradio_api/upload", "/gradio_api/file=/etc/passwd", "/login"])
def test_a_closed_door_says_so(guarded, method, path):
    reply = guarded.request(method, path)
    assert reply.status_code == 404
    assert "nothing at this address" in sentence_of(reply)


def test_what_fits_is_let_in_whole(guarded):
    assert guarded.post("/predict", content=b"a" * 1000).json()["got"] == 1000
    assert guarded.get("/config").status_code == 200


def test_a_body_that_is_too_long_is_refused_in_a_sentence(guarded):
    reply = guarded.post("/predict", content=b"a" * 4_000_001)
    assert reply.status_code == 413
    assert sentence_of(reply).startswith("Expected a body of at most 4,000,000 bytes")


@pytest.mark.parametrize("path", ["/predict", "/gradio_api/component_server", "/gradio_api/mcp"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"image":[' + b"{}," * 400_000 + b"{}]}"])
def test_json_that_is_costly_to_parse_is_refused_unparsed(guarded, path, body):
    reply = guarded.post(path, content=body)
    assert reply.status_code == 422
    assert "too many values" in sentence_of(reply)


def test_a_file_that_gradio_would_fetch_does_not_reach_it(guarded):
    file = {"path": "http://127.0.0.1:9/", "meta": {"_type": "gradio.FileData"}}
    call = {"method": "tools/call", "params": {"arguments": {"images": [file]}}}
    reply = guarded.post("/gradio_api/mcp", json=call)
    assert reply.status_code == 422
    assert "not as files or addresses" in sentence_of(reply)
    assert guarded.post("/gradio_api/mcp", json={"method": "ping"}).status_code == 200


def test_a_page_of_another_site_is_refused_and_cannot_read_replies(guarded):
    reply = guarded.post("/predict", json={}, headers={"origin": "https://evil.example"})
    assert reply.status_code == 403
    preflight = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    replies = [reply, guarded.options("/predict", headers=preflight)]
    assert replies[1].status_code == 403
    replies.append(guarded.get("/config", headers={"origin": "https://evil.example"}))
    assert not any("access-control-allow-origin" in each.headers for each in replies)


def test_a_page_of_an_allowed_site_is_answered(guarded):
    asked = {"origin": SCHOOL, "access-control-request-method": "POST"}
    preflight = guarded.options("/predict", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    reply = guarded.post("/predict", json={}, headers={"origin": SCHOOL})
    assert reply.json()["origin"] == "None"  # Gradio shall not decide it once more
    assert reply.headers["access-control-allow-origin"] == SCHOOL


def test_who_asks_too_much_at_once_is_told_to_wait_without_being_read(guarded, crowd, monkeypatch):
    monkeypatch.setattr(replies, "BUSY_DELAY", 0.01)
    places = [crowd.joined("testclient") for _ in range(MAX_OF_ONE)]
    for place in places:
        place.__enter__()
    reply = guarded.post("/predict", content=b"a")
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "1")
    assert "busy" in sentence_of(reply)
    places.pop().__exit__(None, None, None)
    assert guarded.post("/predict", content=b"a").status_code == 200
    assert crowd.size == MAX_OF_ONE - 1


def test_the_page_is_told_so_by_a_reply_that_gradio_passes_on(guarded, monkeypatch):
    monkeypatch.setattr(replies, "BUSY_DELAY", 0.01)
    monkeypatch.setattr(Crowd, "has_room_for", lambda *_: False)
    reply = guarded.post("/gradio_api/component_server", content=b"{}")
    assert (reply.status_code, reply.json()) == (200, {"error": BUSY, "busy": True})


def test_the_more_of_one_sender_is_refused_the_longer_each_waits(run, monkeypatch):
    monkeypatch.setattr(replies, "BUSY_DELAY", 0.01)
    monkeypatch.setattr(replies, "_refused", Counter(many=3200))
    told = []

    async def refuse(name):
        sender.set(name)
        await replies.delay()
        told.append(name)

    async def story():
        await asyncio.gather(refuse("many"), refuse("another"))

    run(story())
    assert told == ["another", "many"]
    assert replies._refused == {"many": 3200}


def test_an_error_becomes_a_sentence_and_a_line_in_the_log(guarded, caplog):
    with caplog.at_level(logging.ERROR):
        reply = guarded.get("/health")
    assert reply.status_code == 500
    assert sentence_of(reply) == "The server cannot answer this request."
    assert "'GET' '/health'" in caplog.text


def test_a_sender_that_leaves_is_not_answered(crowd, run):
    async def gone():
        return {"type": "http.disconnect"}

    async def send(message):
        raise AssertionError(message)

    headers = [(b"host", b"127.0.0.1")]
    scope = {"type": "http", "method": "POST", "path": "/predict", "headers": headers}
    run(Guard(willing, Origins(), crowd)(scope, gone, send))
    assert crowd.size == 0


def test_below_a_proxys_prefix_the_same_doors_are_open(crowd):
    guard = Guard(willing, Origins(), crowd)
    below = TestClient(guard, base_url="http://127.0.0.1", root_path="/digits")
    assert below.get("/digits/config").status_code == below.get("/config").status_code == 200
    assert below.get("/digits/gradio_api/upload").status_code == 404


def test_the_policy_lets_the_page_load_nothing_from_elsewhere(guarded):
    policy = guarded.get("/config").headers["content-security-policy"].split("; ")
    assert "default-src 'self'" in policy
    assert json.dumps(policy).count("http") == 2  # the two sites of a Space's frame
