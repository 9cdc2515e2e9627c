"""The page: draw a digit, and three networks say what they see.

python demo.py    then open the address that it prints
"""

import argparse
import os
import sys
from typing import Any

# Read while these packages load: TensorFlow keeps quiet (where there is no GPU it
# logs that as an error), and Gradio sends nothing anywhere.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import numpy as np
from numpy.typing import NDArray

from mnist_models import weights
from mnist_models.explanation import Explainer, Explanation, spread_over_ink
from mnist_models.recognizer import Recognizer
from mnist_models.sketch import SketchError, cut_out, ink_from_image, sketch_to_mnist
from sketchpad import Card, InkReply, Layer, Reason, Reasons, Reply, explanation, sketchpad
from sketchpad.data_url import DataUrlError, decode, encode

TITLES = {
    "baseline": "Baseline: one hidden layer",
    "simple_cnn": "Simple CNN: two convolutions",
    "deep_cnn": "Deep CNN: seven convolutions",
}
NO_MAPS = "No convolutions, so no maps: each of its hidden units looks at all 784 pixels at once."
INTRODUCTION = """# Three networks read your digit
Draw a digit. Three Keras networks, trained on MNIST, say what they see while you draw."""


def load_recognizer() -> Recognizer:
    """The three networks, or one sentence and the end of the program."""
    try:
        return Recognizer.load()
    except weights.WeightsError as error:
        sys.exit(str(error))


recognizer = load_recognizer()
explainer = Explainer(recognizer.networks)


def read(drawing: Any) -> Reply:
    """Answer the page: a drawing, as the data URL of a PNG, to what each network says."""
    try:
        image = sketch_to_mnist(ink_from_image(decode(drawing)))
    except (DataUrlError, SketchError) as error:
        return {"error": str(error)}
    return {
        "image": encode(image),
        "answers": [
            {
                "name": reading.name,
                "digit": reading.digit,
                "probabilities": reading.probabilities.astype(float).round(4).tolist(),
            }
            for reading in recognizer.read_image(image)
        ],
    }


def find_ink(picture: Any) -> InkReply:
    """Answer the page: a picture that the visitor brings, to the ink in it, cut out."""
    try:
        ink = ink_from_image(decode(picture))
    except (DataUrlError, SketchError) as error:
        return {"error": str(error)}
    if not ink.any():
        return {"error": "There is no digit to be found in this picture: try a closer one."}
    return {"ink": encode(cut_out(ink))}


def explain(picture: Any) -> Reasons:
    """Answer the page: the 28×28 picture that the networks saw, to why they answer so."""
    try:
        image = decode(picture)
        if image.size != (28, 28):
            return {"error": "Expected a picture of 28×28 pixels, got {}×{}.".format(*image.size)}
        pixels = np.asarray(image.convert("L"))
    except DataUrlError as error:
        return {"error": str(error)}
    except (OSError, SyntaxError):  # Pillow reads the pixels only now
        return {"error": "Expected a whole picture, but it is damaged: send it again."}
    return {"reasons": [reason(each, pixels) for each in explainer.explain(pixels)]}


def reason(why: Explanation, image: NDArray[np.uint8]) -> Reason:
    """What the page shows of one network's reasons."""
    return {
        "name": why.name,
        "digit": why.digit,
        "rival": why.rival,
        "odds": float(np.exp(why.log_odds)),
        "paperOdds": float(np.exp(why.paper_log_odds)),
        "evidence": spread_over_ink(why.evidence, image).ravel().astype(float).round(4).tolist(),
        "layers": [layer(number, maps) for number, maps in enumerate(why.maps, 1)],
        "remark": "" if why.maps else NO_MAPS,
    }


def layer(number: int, maps: NDArray[np.uint8]) -> Layer:
    """The feature maps of one convolution, side by side."""
    count, height, width = maps.shape
    what = f"{width} numbers" if height == 1 else f"the {count} strongest maps, {height}×{width}"
    title = f"Convolution {number}: {what}"
    return {"title": title, "count": count, "picture": encode(np.hstack(list(maps)))}


def card(name: str) -> Card:
    """What stands on a network's card."""
    test = weights.read_report(name).test
    error = f"wrong on {test.error:.2%} of MNIST's test digits".replace("%", " %")
    return {"name": name, "title": TITLES[name], "subtitle": error}


with gr.Blocks(title="Three networks read your digit", analytics_enabled=False) as demo:
    gr.Markdown(INTRODUCTION)
    cards = [card(name) for name in recognizer.names]
    sketchpad(cards, read, find_ink)
    explanation(cards, explain)


def main() -> None:
    """Serve the page until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--host", help="address to listen on; by default this machine only")
    parser.add_argument("--port", type=int, help="by default the first free one from 7860")
    parser.add_argument("--share", action="store_true", help="a public address for 72 hours")
    options = parser.parse_args()
    try:
        _, address, public = demo.launch(
            server_name=options.host,
            server_port=options.port,
            share=options.share,
            footer_links=[],
            run_history=False,
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError:
        sys.exit(f"Port {options.port or 7860} is in use: name another with --port.")
    print(f"Draw at {public or address}", flush=True)
    demo.block_thread()


if __name__ == "__main__":
    main()
