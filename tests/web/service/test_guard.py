"""The guard: what may be requested, by whom, and what a refused request gets."""

import asyncio
import json
import logging
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from web.service import guard, limits
from web.service.guard import (
    ALLOW_LIST,
    MCP,
    AllowList,
    DisconnectedError,
    Exchange,
    Guard,
    Proxies,
    Sites,
    TooLongError,
    TooSlowError,
    fault_in_mcp,
    has_too_many_values,
    known_hosts,
    run_until_disconnect,
)
from web.service.limits import BUSY, Limiter, Places, client

SCHOOL = "https://school.example"
LOCAL = Sites(known_hosts("127.0.0.1", []))
# Routes of this version of Gradio that stay closed, and why. A newer version that brings another
# makes the first test fail: its route is closed too, until it stands in one of the lists.
CLOSED = {
    "nobody logs in here": """
        POST /login, POST /login/, GET /logout, GET /gradio_api/user, GET /gradio_api/user/,
        GET /gradio_api/login_check, GET /gradio_api/login_check/, GET /gradio_api/token,
        GET /gradio_api/token/""",
    "it reads or writes files, or fetches them": """
        POST /gradio_api/upload, GET /gradio_api/upload_progress, GET /gradio_api/deep_link,
        GET /gradio_api/file={path_or_url:path}, HEAD /gradio_api/file={path_or_url:path},
        GET /gradio_api/file/{path:path}, GET /gradio_api/proxy={url_path:path},
        HEAD /gradio_api/proxy={url_path:path}, POST /gradio_api/process_recording,
        GET /gradio_api/custom_component/{id}/{environment}/{type}/{file_name},
        GET /svelte/{path:path}, GET /pwa_icon, GET /pwa_icon/{size}""",
    "it is for developers": """
        GET /gradio_api/dev/reload, GET /monitoring, GET /monitoring/summary, GET /monitoring/{key},
        POST /gradio_api/vibe-edit, POST /gradio_api/vibe-edit/, POST /gradio_api/undo-vibe-edit,
        POST /gradio_api/undo-vibe-edit/, POST /gradio_api/vibe-starter-queries,
        POST /gradio_api/vibe-starter-queries/, POST /gradio_api/vibe-code,
        POST /gradio_api/vibe-code/, GET /gradio_api/vibe-code, GET /gradio_api/vibe-code/""",
    "it keeps what nobody fetches": """
        POST /gradio_api/call/{api_name}, POST /gradio_api/call/{api_name}/,
        POST /gradio_api/call/v2/{api_name}, POST /gradio_api/call/v2/{api_name}/,
        GET /gradio_api/call/{api_name}/{event_id}, GET /gradio_api/call/v2/{api_name}/{event_id},
        POST /gradio_api/api/{api_name}, POST /gradio_api/api/{api_name}/""",
    "nothing of the page needs it": """
        GET /gradio_api/app_id, GET /gradio_api/app_id/, GET /gradio_api/heartbeat/{session_hash},
        GET /gradio_api/openapi.json, GET /gradio_api/queue/status, POST /gradio_api/cancel,
        POST /gradio_api/reset, POST /gradio_api/reset/, GET /gradio_api/runs,
        GET /gradio_api/runs/, GET /gradio_api/theme.css, POST /gradio_api/stream/{event_id},
        GET /gradio_api/startup-events, POST /gradio_api/stream/{event_id}/close,
        GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8,
        GET /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext},
        GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file""",
}
closed = {" ".join(each.split()) for text in CLOSED.values() for each in text.split(",")}


async def willing(scope, receive, send):
    """Answers whatever it is asked; at /health it fails."""
    if scope["path"] == "/health":
        raise RuntimeError("no")
    got = len((await receive())["body"])
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    seen = {"got": got, "headers": headers, "client": client.get(), "scheme": scope["scheme"]}
    await JSONResponse(seen)(scope, receive, send)


@pytest.fixture
def requests():
    return Places(512, 2)


@pytest.fixture
def behind(requests):
    """A client of a guard with these options, before an app that answers everything."""

    def make(sites=Sites(origins=[SCHOOL]), peer="testclient", **options):  # noqa: B008
        options = {"entries": ALLOW_LIST + MCP, **options}
        guarded = Guard(willing, sites, requests, Limiter(1, 4), **options)
        return TestClient(guarded, base_url="http://127.0.0.1", client=(peer, 50_000))

    return make


@pytest.fixture
def guarded(behind):
    return behind()


def sentence_of(reply):
    sentence = reply.json()["error"]
    assert len(sentence.splitlines()) == 1
    assert reply.headers["x-content-type-options"] == "nosniff"
    return sentence


def entry_of(allowed, route):
    """The entry for a route, whose variable parts get a value that the page or a client sends."""
    method, path = route.split()
    path = path.replace("{path:path}", "index.js")
    return allowed.find(method, re.sub(r"{(api_)?name}", "predict", path))


def test_every_route_of_the_server_is_open_by_name_or_closed_by_name(all_routes):
    allowed = AllowList(ALLOW_LIST)
    reached = {route: entry_of(allowed, route) for route in all_routes}
    assert {route for route, entry in reached.items() if not entry} == closed
    unreached = {entry.path for entry in ALLOW_LIST if entry not in reached.values()}
    assert unreached == {"/gradio_api/run/predict_batch"}


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT", "DELETE", "TRACE", "CONNECT"])
def test_everything_else_is_closed_and_says_so(guarded, method):
    for path in (
        *("/assets/../../etc/passwd", "/assets/.hidden", "/assets//etc/passwd", "/assets/"),
        *("/static/fonts/../../x", "/predict/more", "//predict", "/gradio_api/run/other"),
        *("/gradio_api/file=/etc/passwd", "/gradio_api/mcp/sse", "/login"),
    ):
        assert AllowList(ALLOW_LIST + MCP).find(method, path) is None
    reply = guarded.request(method, "/gradio_api/upload")
    assert reply.status_code == 404
    if method != "HEAD":
        assert "nothing at this address" in sentence_of(reply)


def test_a_slash_at_the_end_makes_no_difference_and_head_works_where_get_does(guarded):
    allowed = AllowList(ALLOW_LIST)
    assert allowed.find("POST", "/predict/") == allowed.find("POST", "/predict")
    assert allowed.find("HEAD", "/assets/index-B_1.js").path == "/assets/*"
    assert guarded.head("/config").status_code == 200


@pytest.mark.parametrize("prefix", ["/digits", "https://school.example/digits"])
def test_below_a_proxys_prefix_the_same_is_open(behind, prefix):
    below = behind(root_path=prefix)
    assert below.get("/digits/config").status_code == below.get("/config").status_code == 200
    assert below.get("/digits/gradio_api/upload").status_code == 404


def test_no_websocket_reaches_gradio(run, requests):
    async def never(*_):
        raise AssertionError

    run(Guard(never, Sites(), requests, Limiter(1, 1))({"type": "websocket"}, never, never))


def status(sites, host, works=True, origin=None, public=None):
    return sites.fault(host, public or host, origin, works=works)[0] or 200


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "192.168.1.5"])
def test_a_local_server_answers_to_this_machines_names_and_to_addresses(host):
    assert status(LOCAL, host) == status(LOCAL, host, origin=f"http://{host}") == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:7860", "127.0.0.1.evil.example", "", "[", "a]b", 'a"><script>', "a" * 300],
)
def test_a_name_that_was_bound_to_this_machine_behind_its_back_is_refused(host):
    assert status(LOCAL, host, origin=f"http://{host}") == 421
    assert status(LOCAL, host, works=False) == 421


def test_a_server_for_others_answers_to_any_name_until_its_host_names_some():
    assert status(Sites(known_hosts("0.0.0.0", [])), "digits.example") == 200
    named = Sites(known_hosts("::", ["digits.example"]))
    assert status(named, "digits.example:8000") == 200
    assert status(named, "other.example") == 421


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:7861", "http://localhost", "file://", ""],
)
def test_pages_of_other_sites_may_not_ask_but_link_to_the_page(guarded, origin):
    assert status(LOCAL, "localhost:7860", origin=origin) == 403
    assert status(LOCAL, "localhost:7860", works=False, origin=origin) == 200
    replies = [
        guarded.post("/predict", json={}, headers={"origin": origin}),
        guarded.options(
            "/predict", headers={"origin": origin, "access-control-request-method": "POST"}
        ),
        guarded.get("/config", headers={"origin": origin}),
    ]
    assert [reply.status_code for reply in replies] == [403, 403, 200]
    assert not any("access-control-allow-origin" in each.headers for each in replies)


def test_a_page_of_an_allowed_site_is_answered_and_may_read(guarded):
    asked = {"origin": SCHOOL, "access-control-request-method": "POST"}
    preflight = guarded.options("/predict", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    reply = guarded.post("/predict", json={}, headers={"origin": SCHOOL})
    assert "origin" not in reply.json()["headers"]  # Gradio shall not decide it once more
    assert reply.headers["access-control-allow-origin"] == SCHOOL


def test_the_policy_loads_nothing_from_elsewhere_and_names_who_may_frame(behind):
    framed = behind(Sites(frames=[SCHOOL])).get("/config")
    policy = framed.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert policy.count("http") == 3
    ancestors = policy.partition("frame-ancestors ")[2].split()
    assert ancestors == ["'self'", "https://huggingface.co", "https://*.hf.space", SCHOOL]


FORWARDED = {
    "x-forwarded-for": "9.9.9.9, 203.0.113.7",
    "x-forwarded-host": "digits.example",
    "x-forwarded-proto": "https",
    "x-gradio-server": "https://evil.example",
}


def test_only_a_named_proxy_says_who_asks_and_for_which_host(behind):
    seen = behind(peer="8.8.8.8", proxies="10.0.0.0/8").get("/config", headers=FORWARDED).json()
    assert (seen["client"], seen["scheme"]) == ("8.8.8.8", "http")
    assert seen["headers"]["host"] == "127.0.0.1"
    assert not {name for name in seen["headers"] if name.startswith("x-")}
    seen = behind(peer="10.1.2.3", proxies="10.0.0.0/8").get("/config", headers=FORWARDED).json()
    assert (seen["client"], seen["scheme"]) == ("203.0.113.7", "https")
    assert seen["headers"]["host"] == "digits.example"
    assert not {name for name in seen["headers"] if name.startswith("x-")}


@pytest.mark.parametrize("names", ["*", "10.0.0.0/8", "10.0.0.1"])
def test_an_invented_first_address_changes_nothing(names):
    for invented in ("1.1.1.1", "1.1.1.1, 2.2.2.2", "garbage", "10.0.0.9"):
        headers = Headers({"x-forwarded-for": f"{invented}, 203.0.113.7"})
        assert Proxies(names).visitor("10.0.0.1", headers) == "203.0.113.7"


def test_behind_a_proxy_that_keeps_the_host_name_for_itself_the_page_may_ask(behind):
    space = {
        "host": "10.0.0.1:7860",
        "origin": "https://digits.example",
        "x-forwarded-host": "digits.example",
    }
    assert behind(peer="10.1.2.3", proxies="10.0.0.0/8").post("/predict", headers=space).is_success
    assert behind(peer="8.8.8.8").post("/predict", headers=space).status_code == 403


def sent(*parts, rest=None):
    """`receive` for a body in parts; after them `rest`, or silence."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages += [rest] if rest else []

    async def receive():
        return messages.pop(0) if messages else await asyncio.Event().wait()

    return receive


END = {"type": "http.request", "body": b"", "more_body": False}


def read(run, receive, most):
    return run(Exchange(Headers({}), receive, None, {}).read(most))


@given(parts=st.lists(st.binary(max_size=20), max_size=5))
def test_a_body_is_read_whole_if_it_is_not_too_long(parts, run):
    whole = b"".join(parts)
    assert read(run, sent(*parts, rest=END), len(whole)) == whole
    if whole:
        with pytest.raises(TooLongError):
            read(run, sent(*parts, rest=END), len(whole) - 1)


def test_a_body_that_stops_coming_or_breaks_off_is_given_up(monkeypatch, run):
    with pytest.raises(DisconnectedError):
        read(run, sent(b"{", rest={"type": "http.disconnect"}), 100)
    monkeypatch.setattr(guard, "_PATIENCE", 0.01)
    with pytest.raises(TooSlowError):
        read(run, sent(b'{"image": "'), 100)


def test_a_long_body_gets_more_time_than_a_short_one(monkeypatch, run):
    monkeypatch.setattr(guard, "_PATIENCE", 0.01)
    parts = [{"type": "http.request", "body": b"a" * 1_000_000, "more_body": True}]

    async def receive():
        if parts:
            return parts.pop()
        await asyncio.sleep(0.03)
        return END

    assert len(read(run, receive, 2_000_000)) == 1_000_000


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=50,
)


def count(value):
    if isinstance(value, dict):
        return 1 + sum(map(count, value.values()))
    return 1 + sum(map(count, value)) if isinstance(value, list) else 1


@given(values)
def test_json_that_passes_holds_no_more_values_than_allowed(value):
    copies = [value] * (1 + 1_100 // count(value))
    assert has_too_many_values(json.dumps(copies).encode())
    assert not has_too_many_values(
        json.dumps({"images": ["data:image/png;base64,A"] * 64}).encode()
    )


FILE = {"path": "http://127.0.0.1/a.png", "meta": {"_type": "gradio.FileData"}}


@given(values)
def test_a_file_that_gradio_would_fetch_is_found_wherever_it_hides(value):
    hidden = json.dumps({"data": [value, {"a": [FILE]}]}).encode()
    assert fault_in_mcp(hidden).startswith("Expected images as text, not as files")


@pytest.mark.parametrize("path", ["/predict", "/gradio_api/component_server", "/gradio_api/mcp"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"image":[' + b"{}," * 400_000 + b"{}]}"])
def test_json_that_is_costly_to_parse_is_refused_unparsed(guarded, path, body):
    reply = guarded.post(path, content=body)
    assert reply.status_code == 422
    assert "too many values" in sentence_of(reply)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 999,
        b"[" * 99 + b"]" * 99,
        b'{"id": ' + b"9" * 4300 + b"}",
        b"\xff",
        b"NaN",
        b'"\\ud800"',
    ],
)
def test_json_that_would_make_the_mcp_server_fail_does_not_reach_it(guarded, body):
    reply = guarded.post("/gradio_api/mcp", content=body)
    assert reply.status_code == 422
    assert sentence_of(reply).startswith("Expected JSON as MCP prescribes it")
    assert guarded.post("/gradio_api/mcp", json={"method": "ping"}).status_code == 200


def test_a_body_of_the_largest_size_is_let_in_and_a_longer_one_refused(guarded):
    assert guarded.post("/predict", content=b"a" * 4_000_000).json()["got"] == 4_000_000
    reply = guarded.post("/predict", content=b"a" * 4_000_001)
    assert reply.status_code == 413
    assert sentence_of(reply).startswith("Expected a body of at most 4,000,000 bytes")


def test_too_many_requests_at_once_are_refused_unread(guarded, requests, monkeypatch):
    monkeypatch.setattr(limits, "BUSY_DELAY", 0.01)
    assert [requests.take("testclient") for _ in range(2)] == [True, True]
    reply = guarded.post("/predict", content=b"a")
    assert (reply.status_code, reply.headers["retry-after"]) == (503, "1")
    assert sentence_of(reply) == BUSY
    reply = guarded.post("/gradio_api/component_server", content=b"{}")  # for the page
    assert (reply.status_code, reply.json()) == (200, {"error": BUSY, "busy": True})
    requests.give_back("testclient")
    assert guarded.post("/predict", content=b"a").status_code == 200
    assert requests.size == 1


def test_an_error_becomes_a_sentence_and_a_line_in_the_log(guarded, caplog):
    with caplog.at_level(logging.ERROR):
        reply = guarded.get("/health")
    assert reply.status_code == 500
    assert sentence_of(reply) == "The server cannot answer this request."
    assert "GET /health" in caplog.text


def test_a_batch_whose_client_has_disconnected_stops_before_its_next_picture(run):
    limiter, done = Limiter(1, 1), []

    async def batch(scope, receive, send):
        assert (await receive())["body"] == b"{}"
        for picture in range(1000):
            await limiter.run(done.append, picture)

    async def receive():
        while len(done) < 3:
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    run(run_until_disconnect(batch, b"{}", {}, receive, None))
    assert 3 <= len(done) < 1000
