"""The page's own modules, given drawings in a real browser."""

import base64
import gzip

import numpy as np
import pytest

from mnist_models.strokes.pen import draw_as_person
from web.browser.networks import packed
from web.browser.rules import RULES
from web.service.pages import FOLDER, networks_address

LOAD = """async ([folder, networks]) => {
    const names = ["engine", "networks", "reading"];
    const load = (name) => import(new URL(`${folder}/browser/${name}.js`, document.baseURI));
    const [engine, file, reading] = await Promise.all(names.map(load));
    const packed = (await fetch(networks)).body.pipeThrough(new DecompressionStream("gzip"));
    window.trained = file.readNetworks(
        await new Response(packed).arrayBuffer(),
        await engine.createEngine(fetch(`${folder}/browser/kernel.wasm`)),
    );
    window.reading = reading.createReading(trained);
    window.unpacked = async (text) => {
        const packed = new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]);
        const stream = packed.stream().pipeThrough(new DecompressionStream("gzip"));
        return new Uint8Array(await new Response(stream).arrayBuffer());
    };
}"""
READ = """async ([kind, first, sizes, packed]) => {
    const levels = await unpacked(packed);
    const replies = [];
    let start = 0;
    for (const [width, height] of sizes) {
        const end = start + width * height;
        const reply = await reading[kind]({ width, height, levels: levels.slice(start, end) });
        start = end;
        if (reply?.stages && !first) reply.stages[0] = "";  // the largest, which takes long to send
        replies.push(reply);
    }
    return replies;
}"""


@pytest.fixture(scope="session")
def networks_at(recognizer):
    """The address of the networks' file."""
    return networks_address(packed(recognizer, RULES))


@pytest.fixture
def reading(page, networks_at, as_text):
    """Read drawings, uint8 (height, width) each, by the page's own modules."""
    page.evaluate(LOAD, [FOLDER, networks_at])

    def read(drawings, kind="read", *, first=False):
        sizes = [drawing.shape[::-1] for drawing in drawings]
        return page.evaluate(READ, [kind, first, sizes, as_text(drawings)])

    return read


@pytest.fixture(scope="session")
def as_text():
    """Arrays as what JavaScript can be sent: packed, since that is copied several times."""

    def encode(arrays):
        levels = b"".join(array.tobytes() for array in arrays)
        return base64.b64encode(gzip.compress(levels, 1)).decode()

    return encode


@pytest.fixture(scope="session")
def real_drawings(real_digits):
    """Draw so many drawings of real people, uint8 (height, width) each."""

    def draw(count):
        random = np.random.default_rng(0)
        for digit in real_digits(count):
            yield draw_as_person(digit.strokes, random)

    return draw
