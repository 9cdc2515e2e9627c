"""The files that the server sends: the page, made once; scripts, networks and the tutorial."""

import gzip
import re
import time
from urllib.parse import urljoin

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from web.browser.networks import packed
from web.service.pages import FOLDER, TUTORIAL, Pages, file_routes, links, networks_address

GRADIOS = b"""<html><head>
<meta property="og:title" content="Gradio" />
<meta
    property="og:url"
    content="{url}"
/>
<meta name="twitter:creator" content="@Gradio" />
<meta charset="utf-8" />
</head><body style=""><gradio-app root="http://root.invalid/x"></gradio-app></body></html>"""


@pytest.fixture
def made():
    return []


@pytest.fixture
def page(made):
    """A client of Pages before an app that sends a page and counts how often."""

    def client(root_path=""):
        async def app(scope, receive, send):
            made.append(scope["path"])
            start = [(b"content-type", b"text/html")]
            await send({"type": "http.response.start", "status": 200, "headers": start})
            await send({"type": "http.response.body", "body": GRADIOS[:50], "more_body": True})
            await send({"type": "http.response.body", "body": GRADIOS[50:]})

        return TestClient(Pages(app, root_path), base_url="https://digits.example")

    return client


def test_a_link_to_the_page_shows_the_page_and_not_gradio(page):
    text = page().get("/").text
    assert "Gradio" not in text
    assert "{url}" not in text
    assert '<meta property="og:title" content="Three networks read your digit">' in text
    assert '<meta property="og:image" content="https://digits.example/preview.png">' in text
    assert '<meta charset="utf-8" />' in text
    assert "JavaScript, which is switched off" in text.partition("<body")[2]


def test_the_page_is_made_once_whatever_host_and_address_it_is_asked_for(page, made):
    client = page()
    for host in ("one.example", "two.example:8000", "[::1]:7860"):
        text = client.get("/?view=api", headers={"host": host, "accept-encoding": "gzip"}).text
        assert f'root="https://{host}/x"' in text
        assert "root.invalid" not in text
    assert made == ["/"]


@pytest.mark.parametrize("root", ["/digits", "https://school.example/digits"])
def test_below_a_proxys_prefix_the_page_knows_its_address(page, root):
    text = page(root).get("/").text
    assert f"{'' if root.startswith('h') else 'https://digits.example'}{root}/x" in text


def test_the_page_is_compressed_and_need_not_be_sent_again(page):
    client = page()
    plain = client.get("/", headers={"accept-encoding": "identity"})
    with client.stream("GET", "/", headers={"accept-encoding": "br, gzip"}) as stream:
        assert gzip.decompress(b"".join(stream.iter_raw())) == plain.content
        assert stream.headers["vary"] == "accept-encoding"
    tag = plain.headers["etag"]
    assert client.get("/", headers={"if-none-match": tag}).status_code == 304
    other = {"if-none-match": tag, "host": "other.example"}
    assert client.get("/", headers=other).status_code == 200


def test_the_page_and_its_descriptions_cost_less_than_a_millisecond(client):
    for path in ("/", "/config", "/gradio_api/info", "/openapi.json"):
        assert client.get(path).status_code == client.head(path).status_code == 200
    pages = client.app._app

    async def send(_):
        pass

    scope = {"type": "http", "method": "GET", "scheme": "http", "path": "/",
             "headers": [(b"host", b"a"), (b"accept-encoding", b"gzip")]}  # fmt: skip
    begin = time.thread_time()
    for _ in range(100):
        with pytest.raises(StopIteration):
            pages(scope, None, send).send(None)
    assert (time.thread_time() - begin) / 100 < 0.001


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
    behind_proxy = TestClient(Starlette(routes=file_routes({})), root_path="/digits")
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


@pytest.fixture(scope="module")
def behind_proxy():
    return TestClient(Starlette(routes=file_routes({})), root_path="/digits")


def test_the_tutorial_and_its_pictures_are_served(behind_proxy, server):
    page = behind_proxy.get(f"/{TUTORIAL}")
    assert page.status_code == 200
    for name in re.findall(r'<img src="([^"]+)"', page.text):
        assert behind_proxy.get(urljoin(f"/{TUTORIAL}", name)).status_code == 200
    for path in ("", "nothing.html", "%2e%2e/demo.py", "pictures"):
        assert behind_proxy.get(f"/tutorial/{path}").status_code == 404
    assert "content-security-policy" in httpx.get(server + TUTORIAL).headers


@pytest.fixture
def source(monkeypatch):
    """The address of the link to the source where the environment says this."""

    def find(**environment):
        for name in ("SOURCE_URL", "SPACE_ID"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return {link["title"]: link["address"] for link in links()}.get("Source")

    return find


def test_a_host_says_where_the_source_is_and_a_space_is_its_own(source):
    assert source() is None
    assert source(SPACE_ID="me/digits") == "https://huggingface.co/spaces/me/digits/tree/main"
    assert source(SPACE_ID="me/digits", SOURCE_URL="https://my.example") == "https://my.example"
