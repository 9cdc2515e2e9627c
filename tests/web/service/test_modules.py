"""The page's scripts, served as modules."""

import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from web.browser.networks import packed
from web.service.modules import FOLDER, networks_address, route


def test_a_script_may_be_kept_for_good(server):
    reply = httpx.get(f"{server}{FOLDER}/draw/start.js")
    assert reply.status_code == 200
    assert reply.headers["content-type"].split(";")[0].endswith("/javascript")
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-security-policy" in reply.headers


def test_so_may_the_kernel_and_the_networks(server, recognizer):
    for address in (f"{FOLDER}/browser/kernel.wasm", networks_address(packed(recognizer))):
        reply = httpx.get(server + address)
        assert reply.status_code == 200
        assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_proxy_may_take_its_prefix_off_the_path():
    behind_proxy = TestClient(Starlette(routes=[route()]), root_path="/digits")
    assert behind_proxy.get(f"/{FOLDER}/draw/start.js").status_code == 200
    assert behind_proxy.get(f"/{FOLDER}/component.py").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "modules/0123456789abcdef/draw/start.js",
        f"{FOLDER}/draw/nothing.js",
        f"{FOLDER}/draw/draw.html",
        f"{FOLDER}/browser/kernel.c",
        "networks/0123456789abcdef.gz",
        f"{FOLDER}/draw/",
        f"{FOLDER}/component.py",
        f"{FOLDER}/%2e%2e/demo.py",
    ],
)
def test_at_other_addresses_there_is_nothing(server, address):
    assert httpx.get(server + address).status_code == 404


def test_each_import_leads_to_a_module_at_the_same_address(server):
    todo = {httpx.URL(f"{server}{FOLDER}/{room}/start.js") for room in ("draw", "why", "compare")}
    seen = set()
    while todo - seen:
        url = (todo - seen).pop()
        seen.add(url)
        text = httpx.get(url).raise_for_status().text
        todo |= {
            url.join(path)
            for path in re.findall(r'^(?:import|} from) .*"(.+)"', text, re.MULTILINE)
        }
    assert all(str(url).startswith(f"{server}{FOLDER}/") for url in seen)
    assert len(seen) > 10
