"""Why the networks answer so, worked out in a real browser, beside what Python says."""

import numpy as np
import pytest

from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.explanation import Explainer
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from web.service.images import decode, encode
from web.service.pages import FOLDER
from web.why.reasons import explain

DRAWINGS = 36
CLOSE = 0.01  # of the strongest evidence
# Two questions at once, of which the first takes longer; the kinds in the order of the replies.
BOTH = """async ([folder, networks, side, numbers]) => {
    const levels = Uint8Array.from(numbers);
    const worker = new Worker(`${folder}/browser/worker.js`, { type: "module" });
    const heard = () => new Promise((resolve) => {
        worker.addEventListener("message", ({ data }) => resolve(data), { once: true });
    });
    worker.postMessage({ networks: new URL(networks, document.baseURI).href });
    await heard();
    const kinds = ["explain", "readDigit"];
    kinds.forEach((kind, number) => {
        worker.postMessage({ kind, number, drawing: { width: side, height: side, levels } });
    });
    const order = [];
    for (const _ of kinds) order.push(kinds[(await heard()).number]);
    worker.terminate();
    return order;
}"""


def test_three_dozen_real_drawings_are_explained_as_on_the_server(
    reading, recognizer, real_drawings
):
    images = [sketch_to_mnist(drawing) for drawing in real_drawings(DRAWINGS)]
    explainer = Explainer(recognizer.networks)
    for image, here in zip(images, reading(images, "explain"), strict=True):
        there = explain(recognizer, explainer, encode(image))
        for ours, theirs in zip(here["reasons"], there["reasons"], strict=True):
            assert ours.keys() == theirs.keys()
            for told in ("name", "digit", "rival", "declined"):
                assert ours[told] == theirs[told]
            assert np.log(ours["odds"]) == pytest.approx(np.log(theirs["odds"]), abs=0.01)
            strongest = np.abs(theirs["evidence"]).max()
            np.testing.assert_allclose(
                ours["evidence"], theirs["evidence"], atol=CLOSE * strongest + 1e-4
            )
            maps_are_alike(ours["layers"], theirs["layers"])


def maps_are_alike(ours, theirs):
    for here, there in zip(ours, theirs, strict=True):
        pictures = [decode(each.pop("picture")) for each in (here, there)]
        assert here == there
        np.testing.assert_allclose(*(np.asarray(each, int) for each in pictures), atol=1)


def test_a_drawing_is_answered_while_another_is_being_explained(page, networks_at):
    image = sketch_to_mnist(draw_with_pen(TEMPLATES["3"], 0.1))
    sent = [FOLDER, networks_at, len(image), image.ravel().tolist()]
    assert page.evaluate(BOTH, sent) == ["readDigit", "explain"]
