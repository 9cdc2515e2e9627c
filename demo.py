"""The page: draw a digit, and three networks say what they see.

python demo.py    then open the address that it prints
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

# Read while these packages load: TensorFlow keeps quiet (where there is no GPU it
# logs that as an error) and keeps a drawing on one thread, since sharing so little
# work takes longer than doing it; and Gradio sends nothing anywhere.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import numpy as np
from starlette.middleware import Middleware

from mnist_models import __version__, weights
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import (
    cut_out,
    shrink_canvas,
    sketch_stages,
    sketch_to_mnist,
)
from mnist_models.explanation import Explainer
from mnist_models.recognizer import Recognizer
from web.compare.missed import digit_finder
from web.compare.tab import compare, read_json
from web.component import STYLE, Card, Fact, InkReply, explanation, sketchpad
from web.draw.replies import Reply, exact_reply, shrunk_reply
from web.service.api import Prediction, add_endpoints, routes
from web.service.gate import Gate
from web.service.guard import Guard
from web.service.images import DataUrlError, decode, encode
from web.why.reasons import Reasons, reason

TITLES = {
    "baseline": "Baseline",
    "simple_cnn": "Simple CNN",
    "deep_cnn": "Deep CNN",
}
DESCRIPTIONS = {
    "baseline": "One hidden layer: weighs every pixel by its place.",
    "simple_cnn": "Two convolutions: finds strokes, wherever they are.",
    "deep_cnn": "Seven convolutions: sees how strokes make a shape.",
}
INTRODUCTION = """# Three networks read your digit
Keras networks of rising strength, trained on MNIST, say what they see while you draw."""
# Bold, since Gradio's semi-bold of this font is a subset without Latin letters.
FONT = (gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif")


def load_recognizer() -> tuple[Recognizer, str]:
    """The networks and what the page says of missing ones; without any, the program ends."""
    try:
        available, faults = Recognizer.load_available()
    except weights.WeightsError as error:
        sys.exit(str(error))
    for fault in faults.values():
        print(fault, file=sys.stderr)
    missing = ", ".join(TITLES[name] for name in faults)
    return available, f"Not here today: {missing}. The others answer as ever." if faults else ""


recognizer, absence = load_recognizer()
explainer = Explainer(recognizer.networks)
# A drawing keeps a core busy for some milliseconds; half a second is the longest wait.
gate = Gate(at_once=os.cpu_count() or 1, waiting=64)


def read(drawing: Any) -> Reply:
    """Answer the page: a drawing, as the data URL of a PNG, to what each network says."""
    try:
        stages = sketch_stages(ink_from_image(decode(drawing)))
    except (DataUrlError, SketchError) as error:
        return {"error": str(error)}
    if not stages:
        return {"error": "There is no ink to be seen in this drawing: draw on."}
    return exact_reply(stages, recognizer.read_image(stages.centered))


def read_shrunk(drawing: Any) -> Reply:
    """Answer the page: the same with the whole canvas shrunk, as most demos do."""
    try:
        ink = ink_from_image(decode(drawing))
    except (DataUrlError, SketchError) as error:
        return {"error": str(error)}
    images = np.stack([shrink_canvas(ink), sketch_to_mnist(ink)])
    return shrunk_reply(images[0], *recognizer.read_images(images))


def predict(drawings: Sequence[Any]) -> list[Prediction]:
    """Answer a program: images as text, to what each network says of each.

    Raises:
        ValueError: if one of them cannot be read; the message says why.
    """
    images = np.stack([sketch_to_mnist(ink_from_image(decode(drawing))) for drawing in drawings])
    return [
        {
            "image": encode(image),
            "answers": [
                {
                    "name": reading.name,
                    "digit": reading.digit,
                    "probabilities": reading.probabilities.astype(float).round(4).tolist(),
                }
                for reading in readings
            ],
        }
        for image, readings in zip(images, recognizer.read_images(images), strict=True)
    ]


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
    except DataUrlError as error:
        return {"error": str(error)}
    if image.size != (28, 28):
        return {"error": "Expected a picture of 28×28 pixels, got {}×{}.".format(*image.size)}
    pixels = np.asarray(image.convert("L"))
    pairs = zip(explainer.explain(pixels), recognizer.read_image(pixels), strict=True)
    return {"reasons": [reason(why, pixels, reading.digit is None) for why, reading in pairs]}


def card(name: str) -> Card:
    """What stands on a network's card."""
    report = weights.read_report(name)
    facts: list[Fact] = [
        {"what": "MNIST’s test digits", "value": f"{100 * report.test.error:.2f} % wrong"},
        {"what": "Parameters", "value": f"{report.parameters:,}"},
    ]
    drawings = read_json(weights.FOLDER / "drawings.json").get("networks", {}).get(name)
    if drawings:
        wrong = f"{100 * drawings['exact']['error']:.2f} % wrong"
        # First, as it is what visitors do.
        facts.insert(0, {"what": "Real drawings", "value": wrong})
    return {
        "name": name,
        "title": TITLES[name],
        "description": DESCRIPTIONS[name],
        "facts": facts,
    }


with gr.Blocks(title="Three networks read your digit", analytics_enabled=False) as demo:
    gr.Markdown(INTRODUCTION, elem_classes="introduction")
    if absence:
        gr.Markdown(f"**{absence}**")
    with gr.Tabs():
        with gr.Tab("Draw", elem_id="draw"):
            cards = [card(name) for name in recognizer.names]
            sketchpad(cards, read, read_shrunk, find_ink, gate)
            explanation(cards, explain, gate)
        with gr.Tab("Compare", elem_id="compare"):
            short_titles = {name: TITLES[name] for name in recognizer.names}
            reports = [weights.read_report(name) for name in recognizer.names]
            missed = {wrong.index for report in reports for wrong in report.wrong_test}
            compare(short_titles, weights.FOLDER, digit_finder(missed), gate)
    add_endpoints(predict, gate)


def main() -> None:
    """Serve the page until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--host", help="address to listen on; by default this machine only")
    parser.add_argument("--port", type=int, help="by default the first free one from 7860")
    parser.add_argument("--share", action="store_true", help="a public address for 72 hours")
    parser.add_argument("--root-path", help="where a proxy shows the page, as /digits")
    parser.add_argument("--mcp", action="store_true", help="be an MCP server too")
    options = parser.parse_args()
    if options.mcp and not find_spec("mcp"):
        sys.exit('--mcp needs more of Gradio: pip install "gradio[mcp]"')
    try:
        _, address, public = demo.launch(
            server_name=options.host,
            server_port=options.port,
            share=options.share,
            theme=gr.themes.Default(font=FONT),
            root_path=options.root_path,
            mcp_server=options.mcp,
            css=STYLE,
            footer_links=[],
            run_history=False,
            app_kwargs={
                "routes": routes(predict, gate, recognizer.names).routes,
                "middleware": [Middleware(Guard)],
            },
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError:
        sys.exit(f"Port {options.port or 7860} is in use: name another with --port.")
    print(f"Draw at {public or address}", flush=True)
    demo.block_thread()


if __name__ == "__main__":
    main()
