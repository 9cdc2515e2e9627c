"""The tutorial's page, served beside the page that it explains."""

import re
from urllib.parse import urljoin

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from web.service.tutorial import ADDRESS, route


@pytest.fixture(scope="module")
def behind_proxy():
    return TestClient(Starlette(routes=[route()]), root_path="/digits")


def test_the_page_and_its_pictures_are_served(behind_proxy):
    page = behind_proxy.get(f"/{ADDRESS}")
    assert page.status_code == 200
    for name in re.findall(r'<img src="([^"]+)"', page.text):
        assert behind_proxy.get(urljoin(f"/{ADDRESS}", name)).status_code == 200


@pytest.mark.parametrize("path", ["", "nothing.html", "%2e%2e/demo.py", "pictures"])
def test_at_other_addresses_there_is_nothing(behind_proxy, path):
    assert behind_proxy.get(f"/tutorial/{path}").status_code == 404


def test_the_server_lets_readers_in(server):
    reply = httpx.get(server + ADDRESS)
    assert reply.status_code == 200
    assert "content-security-policy" in reply.headers
