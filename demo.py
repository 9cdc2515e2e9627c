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

from mnist_models import weights
from mnist_models.recognizer import Recognizer
from mnist_models.sketch import SketchError, ink_from_image, sketch_to_mnist
from sketchpad import Card, Reply, sketchpad
from sketchpad.data_url import DataUrlError, decode, encode

TITLES = {
    "baseline": "Baseline: one hidden layer",
    "simple_cnn": "Simple CNN: two convolutions",
    "deep_cnn": "Deep CNN: seven convolutions",
}
INTRODUCTION = """# Three networks read your digit
Draw a digit. Three Keras networks, trained on MNIST, say what they see while you draw."""


def load_recognizer() -> Recognizer:
    """The three networks, or one sentence and the end of the program."""
    try:
        return Recognizer.load()
    except weights.WeightsError as error:
        sys.exit(str(error))


recognizer = load_recognizer()


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


def card(name: str) -> Card:
    """What stands on a network's card."""
    test = weights.read_report(name).test
    error = f"wrong on {test.error:.2%} of MNIST's test digits".replace("%", " %")
    return {"name": name, "title": TITLES[name], "subtitle": error}


with gr.Blocks(title="Three networks read your digit", analytics_enabled=False) as demo:
    gr.Markdown(INTRODUCTION)
    sketchpad([card(name) for name in recognizer.names], read)


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
