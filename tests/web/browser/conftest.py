"""The page's own modules, given drawings in a real browser."""

import base64

import numpy as np
import pytest

from mnist_models.strokes.pen import draw_as_person, read_unipen
from web.browser.networks import packed
from web.browser.rules import RULES
from web.service.modules import FOLDER, networks_address

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
    window.bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}"""
READ = """async ([kind, first, drawings]) => {
    const replies = [];
    for (const [width, height, text] of drawings) {
        const reply = await reading[kind]({ width, height, levels: bytes(text) });
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
        sent = [[*drawing.shape[::-1], as_text(drawing)] for drawing in drawings]
        return page.evaluate(READ, [kind, first, sent])

    return read


@pytest.fixture(scope="session")
def as_text():
    """An array as what JavaScript can be sent."""

    def encode(array):
        return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()

    return encode


@pytest.fixture(scope="session")
def real_drawings(unipen_folder):
    """Draw so many drawings of real people, uint8 (height, width) each."""

    def draw(count):
        everything = read_unipen(unipen_folder)
        random = np.random.default_rng(0)
        for index in np.linspace(0, len(everything) - 1, count).astype(int):
            yield draw_as_person(everything[index].strokes, random)

    return draw
