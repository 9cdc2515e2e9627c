"""The allow-list, beside all routes that Gradio's version has."""

import re

import pytest

from web.service.doors import DOORS, MAX_BODY, MCP_DOORS, Doors

# Routes of this version of Gradio that stay closed, and why. A newer version that brings
# another makes the first test fail: its route is closed too, until it stands in one of the lists.
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
        POST /gradio_api/stream/{event_id}/close,
        GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8,
        GET /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext},
        GET /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file""",
}
closed = {" ".join(each.split()) for text in CLOSED.values() for each in text.split(",")}


def door_of(doors, route):
    """The door to a route, whose variable parts get a value that the page or a client sends."""
    method, path = route.split()
    return doors.find(method, re.sub(r"{(api_)?name}", "predict", path.replace(*FILE)))


FILE = ("{path:path}", "index.js")


def test_every_route_of_the_server_is_open_by_name_or_closed_by_name(all_routes):
    doors = Doors(DOORS)
    assert {route for route in all_routes if not door_of(doors, route)} == closed


def test_every_door_leads_to_a_route(all_routes):
    doors = Doors(DOORS)
    reached = {door_of(doors, route) for route in all_routes}
    assert {door.path for door in DOORS if door not in reached} == {"/gradio_api/run/predict_batch"}


def test_it_is_known_who_may_send_how_much_and_where():
    table = {(door.path, door.visitor): door.most for door in DOORS + MCP_DOORS if door.most}
    assert table == {
        ("/gradio_api/component_server", "the page"): MAX_BODY,
        ("/predict", "a program"): MAX_BODY,
        ("/predict_batch", "a program"): MAX_BODY,
        ("/gradio_api/run/predict", "Gradio's client in JavaScript"): MAX_BODY,
        ("/gradio_api/run/predict_batch", "Gradio's client in JavaScript"): MAX_BODY,
        ("/gradio_api/queue/join", "Gradio's client in Python"): MAX_BODY,
        ("/gradio_api/mcp", "an MCP client"): MAX_BODY,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../../etc/passwd",
        "/assets/.hidden",
        "/assets//etc/passwd",
        "/static/fonts/../../x",
        "/assets/",
        "/predict/more",
        "//predict",
        "/gradio_api/run/other",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/mcp/sse",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT", "DELETE", "TRACE"])
def test_what_is_not_named_is_closed(method, path):
    assert Doors(DOORS + MCP_DOORS).find(method, path) is None


def test_a_slash_at_the_end_and_a_question_for_the_head_make_no_difference():
    doors = Doors(DOORS)
    assert doors.find("POST", "/predict/") == doors.find("POST", "/predict")
    assert doors.find("HEAD", "/assets/index-B_1.js").path == "/assets/*"
