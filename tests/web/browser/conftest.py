"""The page's own modules in a real browser, without a server: their files come from the disk."""

import base64
import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from web.browser.networks import packed

WEB = Path(__file__).parents[3] / "web"
ADDRESS = "http://localhost/"
START = """async () => {
    const worker = new Worker("/browser/worker.js", { type: "module" });
    const waiting = [];
    const ready = new Promise((resolve) => worker.addEventListener("message", ({ data }) => {
        if (data === "ready") resolve();
        else waiting[data.number](data.reply);
    }));
    worker.postMessage({ networks: `${location}networks.gz` });
    window.ask = (kind, drawing) => new Promise((resolve) => {
        worker.postMessage({ kind, drawing, number: waiting.push(resolve) - 1 });
    });
    window.unpacked = async (text) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
        return new Uint8Array(await new Response(stream).arrayBuffer());
    };
    await ready;
}"""
ASK = """async ([kind, sizes, packed]) => {
    const levels = await unpacked(packed);
    const replies = [];
    let start = 0;
    for (const [width, height] of sizes) {
        const end = start + width * height;
        const reply = await ask(kind, { width, height, levels: levels.slice(start, end) });
        if (replies.length % 20 && reply?.stages) reply.stages[0] = "";  // which takes long to send
        replies.push(reply);
        start = end;
    }
    return replies;
}"""


@pytest.fixture(scope="session")
def file(recognizer):
    """The networks' file."""
    return packed(recognizer)


@pytest.fixture(scope="session")
def modules(browser, file):
    """An empty page whose worker has the networks."""

    def serve(route):
        path = urlsplit(route.request.url).path
        if path == "/networks.gz":
            route.fulfill(body=file)
        elif (WEB / path[1:]).is_file():
            route.fulfill(path=WEB / path[1:])
        else:
            route.fulfill(body="", content_type="text/html")

    context = browser.new_context()
    context.route(f"{ADDRESS}**", serve)
    page = context.new_page()
    page.goto(ADDRESS)
    page.evaluate(START)
    yield page
    context.close()


@pytest.fixture(scope="session")
def as_text():
    """Bytes as `unpacked` in the page takes them."""
    return lambda data: base64.b64encode(gzip.compress(data, 1)).decode()


@pytest.fixture(scope="session")
def ask(modules, as_text):
    """Ask about drawings, uint8 (height, width) each: the replies that the page would get."""

    def ask_all(kind, drawings):
        levels = as_text(b"".join(drawing.tobytes() for drawing in drawings))
        return modules.evaluate(ASK, [kind, [drawing.shape[::-1] for drawing in drawings], levels])

    return ask_all
