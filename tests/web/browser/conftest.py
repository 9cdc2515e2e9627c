"""The page's own modules in a real browser, without a server: their files come from the disk."""

import base64
import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from web.browser.networks import packed

WEB = Path(__file__).parents[3] / "web"
ADDRESS = "http://localhost/"
LOAD = """async () => {
    const modules = ["network", "reading"].map((name) => import(`/browser/${name}.js`));
    const [{ createEngine, readNetworks }, { createReading }] = await Promise.all(modules);
    window.load = async (networks) => {
        const engine = await createEngine(fetch("/browser/kernel.wasm"));
        window.trained = readNetworks((await unpacked(networks)).buffer, engine);
        window.reading = createReading(trained);
    };
    window.unpacked = async (text) => {
        const packed = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
        const stream = packed.stream().pipeThrough(new DecompressionStream("gzip"));
        return new Uint8Array(await new Response(stream).arrayBuffer());
    };
}"""
ASK = """async ([kind, sizes, packed]) => {
    const levels = await unpacked(packed);
    const replies = [];
    let start = 0;
    for (const [width, height] of sizes) {
        const end = start + width * height;
        const reply = await reading[kind]({ width, height, levels: levels.slice(start, end) });
        if (replies.length % 20 && reply?.stages) reply.stages[0] = "";  // which takes long to send
        replies.push(reply);
        start = end;
    }
    return replies;
}"""


def as_text(data):
    return base64.b64encode(data).decode()


@pytest.fixture(scope="session")
def file(recognizer):
    """The networks' file."""
    return packed(recognizer)


@pytest.fixture(scope="module")
def modules(browser, file):
    """An empty page that can import the modules."""

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
    page.evaluate(LOAD)
    yield page
    context.close()


@pytest.fixture
def load(modules):
    """Load a networks' file."""
    return lambda packed_networks: modules.evaluate(
        "(text) => load(text)", as_text(packed_networks)
    )


@pytest.fixture
def ask(modules, load, file):
    """Ask about drawings, uint8 (height, width) each: the replies that the page would get."""
    load(file)

    def ask_all(kind, drawings):
        levels = gzip.compress(b"".join(drawing.tobytes() for drawing in drawings), 1)
        sizes = [drawing.shape[::-1] for drawing in drawings]
        return modules.evaluate(ASK, [kind, sizes, as_text(levels)])

    return ask_all
