"""What Prometheus is told, and that nobody is told anything where the host has not asked."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web.service.doors import open_doors
from web.service.metrics import Metrics
from web.service.senders import Crowd

ROOT = Path(__file__).parents[3]


async def predict(request):
    return JSONResponse({"error": "no"}, 422 if await request.body() == b"bad" else 200)


@pytest.fixture
def crowd():
    return Crowd()


@pytest.fixture
def watched(crowd):
    metrics = Metrics(crowd, open_doors(metrics=True))
    routes = [metrics.route(), Route("/predict", predict, methods=["POST"])]
    return TestClient(metrics.watched(Starlette(routes=routes)))


def told(client):
    """Name and labels of each figure → its value, as Prometheus reads them."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_replies_are_counted_by_door_and_status(watched):
    for body in (b"good", b"good", b"bad"):
        watched.post("/predict", content=body)
    for path in ("/a", "/b/c", "/predict/../x"):
        watched.get(path)
    found = told(watched)
    assert found["digits_replies_total", "/predict", "200"] == 2
    assert found["digits_replies_total", "/predict", "422"] == 1
    assert found["digits_replies_total", "closed", "404"] == 3
    assert found["digits_request_seconds_count", "/predict"] == 3


def test_the_load_and_the_process_are_told(watched, crowd):
    with crowd.joined("1.2.3.4"):
        assert told(watched)["digits_requests",] == 1
    if sys.platform == "linux":
        assert told(watched)["process_resident_memory_bytes",] > 1e6


def test_nothing_is_told_about_visitors(watched, crowd):
    with crowd.joined("203.0.113.7"):
        watched.post("/predict?name=anna", content=b"ink", headers={"user-agent": "Anna's"})
        text = watched.get("/metrics").text
    assert not re.search(r"203\.0\.113\.7|anna|ink", text, re.IGNORECASE)


def test_it_is_off_unless_asked_for(client):
    assert client.get("/metrics").status_code == 404


def test_the_real_server_tells_it_if_asked(serving):
    import httpx

    with serving("--metrics") as address:
        httpx.get(f"{address}health")
        text = httpx.get(f"{address}metrics").text
    assert 'digits_replies_total{door="/health",status="200"}' in text


def test_without_the_package_one_sentence_says_what_to_install():
    program = (
        "import sys; sys.modules['prometheus_client'] = None; sys.argv = ['demo.py', '--metrics'];"
        "from web.service.options import parse_options; parse_options('')"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 1
    assert process.stderr == (
        "--metrics needs Prometheus's package: pip install prometheus-client\n"
    )
