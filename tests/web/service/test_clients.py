"""The page's questions and those of Gradio's clients, by Gradio's protocol."""

import json
import re
import socket
import tempfile
import time
from pathlib import Path

import pytest

from web.service.api import Questions

JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"


def digits(prediction):
    return [answer["digit"] for answer in prediction["answers"]]


def events(client, session):
    with client.stream("GET", DATA, params={"session_hash": session}) as stream:
        lines = [line for line in stream.iter_lines() if line]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


@pytest.fixture
def join(client):
    def ask(data, session="one", number=0):
        body = {"data": data, "fn_index": number, "session_hash": session}
        return client.post(JOIN, json=body)

    return ask


@pytest.fixture
def on_page(client):
    """Ask as the page does."""
    components = client.get("/config").json()["components"]
    (place,) = (each["id"] for each in components if "read_drawing" in str(each["props"]))

    def ask(data, **changes):
        body = {"data": data, "component_id": place, "fn_name": "read_drawing"}
        return client.post("/gradio_api/component_server/", json={**body, **changes})

    return ask


def test_a_question_is_answered_when_its_answer_is_fetched_and_only_then(client, join, three):
    name = join([three()]).json()["event_id"]
    answer, end = events(client, "one")
    assert (answer["event_id"], answer["success"]) == (name, True)
    assert digits(answer["output"]["data"][0]) == [3, 3, 3]
    assert end["msg"] == "close_stream"
    assert client.get(DATA, params={"session_hash": "one"}).status_code == 404


def test_a_bad_question_gets_its_sentence_as_the_answer(client, join):
    join([{"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}], "two")
    join([["no image"]], "two", number=1)
    *answers, _ = events(client, "two")
    for answer in answers:
        assert not answer["success"]
        assert answer["output"]["error"].startswith("Expected a drawing")


def test_few_questions_wait_at_a_time_for_somebody_who_fetches_their_answers(
    client, join, monkeypatch
):
    monkeypatch.setattr(Questions, "SECONDS", 60)
    sessions = [f"session {n}" for n in range(16)]
    assert [join(["a"], session).status_code for session in sessions] == [200] * 16
    assert join(["a"], "another").status_code == 503
    for session in sessions:
        events(client, session)
    assert join(["a"], "another").status_code == 200
    events(client, "another")


def test_a_question_whose_answer_nobody_fetches_is_soon_forgotten(client, join, monkeypatch):
    monkeypatch.setattr(Questions, "SECONDS", 0.1)
    assert join(["a"], "left").status_code == 200
    time.sleep(0.3)
    assert client.get(DATA, params={"session_hash": "left"}).status_code == 404


PATHS = [JOIN, "/gradio_api/run/predict", "/gradio_api/component_server"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("body", [b'{"data": [NaN]}', b"[]", b'"text"', b"\xff", b"{", b""])
def test_what_is_no_json_object_is_refused_in_one_sentence(client, path, body):
    reply = client.post(path, content=body)
    assert reply.status_code == 422
    assert reply.json()["error"].startswith("Expected JSON as Gradio's clients send it")


@pytest.mark.parametrize(
    "changes",
    [
        {"data": "a"},
        {"data": []},
        {"data": ["a", "b"]},
        {"fn_index": "0"},
        {"fn_index": True},
        {"session_hash": "a" * 65},
        {"session_hash": ""},
        {"session_hash": None},
    ],
)
def test_a_question_of_another_form_is_refused_in_one_sentence(client, changes):
    body = {"data": ["a"], "fn_index": 0, "session_hash": "a", **changes}
    reply = client.post(JOIN, json=body)
    assert reply.status_code == 422
    assert reply.json()["error"].startswith("Expected JSON as Gradio's clients send it")


@pytest.mark.parametrize("number", [2, -1, 999])
def test_a_number_that_belongs_to_nothing_is_refused_in_one_sentence(join, number):
    assert join(["a"], number=number).status_code == 404


def test_gradios_client_in_javascript_is_answered_at_once(client, three):
    reply = client.post("/gradio_api/run/predict_batch", json={"data": [[three()]]})
    assert digits(reply.json()["data"][0]["predictions"][0]) == [3, 3, 3]
    assert client.post("/gradio_api/run/predict", json={"data": ["a"]}).status_code == 422


def test_the_page_is_answered_and_keeps_no_session(on_page, app, three):
    for session in range(5):
        reply = on_page("data:image/png;base64," + three(), session_hash=f"{session}" * 1000)
        assert digits(reply.json()) == [3, 3, 3]
    gradio = app._app._app.routes[-1].app
    assert not gradio.state_holder.session_data


@pytest.mark.parametrize(
    "changes", [{"fn_name": "nothing"}, {"fn_name": "__init__"}, {"component_id": 0}]
)
def test_what_is_no_function_of_the_page_is_not_called(on_page, changes):
    reply = on_page("", **changes)
    assert (reply.status_code, reply.json()) == (404, {"error": "There is no such function."})


def test_a_form_with_files_is_no_body(client):
    fields = {"component_id": "1", "fn_name": "read_drawing", "session_hash": "a"}
    reply = client.post("/gradio_api/component_server", data=fields, files={"a": b"ink" * 1000})
    assert reply.status_code == 422


@pytest.fixture
def nobody_connects():
    """The port of a socket to which nothing connects, and a folder in which nothing is written."""
    folder = Path(tempfile.gettempdir()) / "gradio"
    before = sorted(folder.rglob("*"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]
        listening.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listening.accept()
    assert sorted(folder.rglob("*")) == before


def test_no_route_fetches_what_a_visitor_names(client, app, nobody_connects, all_routes):
    address = f"http://127.0.0.1:{nobody_connects}/a.png"
    file = {"path": address, "url": address, "meta": {"_type": "gradio.FileData"}}
    bodies = [
        {"data": [file], "fn_index": 0, "session_hash": "a", "component_id": 1, "fn_name": "a"},
        {"data": [[file]], "fn_index": 1, "session_hash": "a", "component_id": 1, "fn_name": "a"},
        {"image": file},
        {"images": [address]},
    ]
    paths = {route.split()[1] for route in all_routes}
    for name in ("predict", "predict_batch", address):
        for path in sorted(re.sub(r"{[^}]*}", name, path) for path in paths):
            client.get(path)
            client.post(path, files={"files": b"ink"}, data={"upload_id": "a"})
            for body in bodies:
                client.post(path, json=body)
