"""The exported page, served by a plain file server below some path."""

import functools
import html
import http.server
import io
import json
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

ROOT = Path(__file__).parents[3]
PATH = "some/path"


@pytest.fixture(scope="session")
def site(tmp_path_factory, free_port):
    """The folder that the command writes; its server's root lies two folders above."""
    folder = tmp_path_factory.mktemp("root") / PATH
    subprocess.run([sys.executable, "demo.py", "--export", str(folder)], cwd=ROOT, check=True)
    return folder


@contextmanager
def serving_files(folder, port):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(site, free_port):
    with serving_files(site.parents[1], free_port()) as root:
        yield f"{root}{PATH}/"


def is_fault(line):
    # Python's plain server drops a connection now and then, and the browser asks again.
    return line.type == "error" and "ERR_SOCKET_NOT_CONNECTED" not in line.text


@pytest.fixture
def visit(browser):
    """Open a page in a fresh browser context; the test fails if the page logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: is_fault(line) and faults.append(line.text))
    page.on("request", lambda sent: page.sent.append(sent.url))
    page.sent = []

    def open_page(url):
        page.goto(url)
        page.locator(".page[data-state=idle][data-reader=browser]").wait_for()
        return page

    yield open_page
    context.close()
    assert faults == []


def test_it_reads_drawings_and_sends_requests_to_its_own_host_only(visit, address, draw, answers):
    page = visit(address)
    draw(page, TEMPLATES["3"])
    assert answers(page) == ["3"] * 3
    page.locator("[data-action=clear]").click()
    page.locator("[data-example]").first.click()
    assert len({*answers(page)}) > 1
    assert [url for url in page.sent if not url.startswith((address, "data:"))] == []


def test_it_opens_reads_and_explains_without_a_network_after_the_first_visit(
    site, visit, free_port, draw, answers
):
    with serving_files(site.parents[1], free_port()) as root:
        page = visit(f"{root}{PATH}/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # the server has stopped
    page.locator(".page[data-state=idle][data-reader=browser]").wait_for()
    draw(page, TEMPLATES["0"])
    assert answers(page) == ["0"] * 3
    page.locator(".why summary").click()
    expect(page.locator("[data-why=deep_cnn]")).to_have_attribute("data-digit", "0")
    assert page.locator("[data-why=deep_cnn] .layer").count() == 7


def test_a_misread_test_digit_comes_onto_the_canvas_and_a_photo_is_declined(
    visit, address, answers, real_mnist, photograph, scenes
):
    page = visit(address)
    page.get_by_role("tab", name="Compare").click()
    page.locator(".part").last.locator("summary").first.click()
    page.locator("[data-missed] summary").last.click()
    digits = page.locator("[data-missed]").last.locator("[data-index]")
    expect(digits.first).to_be_enabled()
    button = digits.filter(has_text="read as").first
    label = button.text_content()
    button.click()
    expect(page.get_by_test_id("sketchpad")).to_be_visible()
    expect(page.locator(".page")).to_have_class(re.compile("drawn"))
    assert answers(page)[2] == re.search(r"read as (\d)", label)[1]
    ink = draw_with_pen(TEMPLATES["3"], 0.1)
    photo, file = photograph(ink, scenes["uneven light"], np.random.default_rng(0)), io.BytesIO()
    photo.save(file, "PNG")
    given = {"name": "photo.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.locator("[data-input=picture]").set_input_files(given)
    expect(page.locator(".page .status").first).to_contain_text("Photos aren’t supported")


def test_the_rooms_are_those_that_gradio_shows(visit, address, page):
    kept = visit(address)
    for each in (page, kept):
        each.emulate_media(reduced_motion="reduce")  # else a digit draws itself
        each.reload()
        each.locator(".page[data-state=idle][data-reader=browser]").wait_for()
    for tab, rooms in {"Draw": ".page, .why", "Compare": ".compare"}.items():
        texts = []
        for each in (page, kept):
            each.get_by_role("tab", name=tab).click()
            each.locator(rooms).last.wait_for()
            found = each.locator(rooms).evaluate_all("rooms => rooms.map((each) => each.innerHTML)")
            # Without spaces and what scripts set by the size of something.
            texts.append(re.sub(r'\s+|(?:style|class|width|height)="[^"]*"', "", "".join(found)))
        assert texts[0] == texts[1]


def test_only_the_pages_own_scripts_may_run(site):
    index = (site / "index.html").read_text("utf-8")
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', index)[1])
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script(?![^>]* src=)", index)


def test_every_file_of_the_page_is_kept_for_use_without_a_network(site):
    kept = json.loads(re.search(r"const site = (\{.*\});", (site / "offline.js").read_text())[1])
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    beside = {name for name in files if name.startswith(("tutorial/", "model-card"))}
    assert {*kept["files"]} == files - beside - {"README.md", "offline.js", "index.html"} | {"./"}


def test_it_is_a_static_space_for_hugging_face(site):
    header = (site / "README.md").read_text("utf-8").split("---\n")[1]
    assert "sdk: static" in header
    short = re.search(r"short_description: (.+)", header)[1]
    assert len(short) <= 60
