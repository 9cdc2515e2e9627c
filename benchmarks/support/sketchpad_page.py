"""The page with Gradio's own components, for comparison: `gr.Sketchpad`, `gr.Image`, `gr.Label`.

Networks, preprocessing and threads are the same.
"""

import argparse
from typing import Any

import gradio as gr
from PIL import Image

from mnist_models.drawing.image import ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.recognizer import Recognizer
from mnist_models.strokes.pen import CANVAS, PEN

recognizer = Recognizer.load()


def read(drawing: dict[str, Image.Image]) -> list[Any]:
    """The picture that the networks got, and each one's ten probabilities."""
    image = sketch_to_mnist(ink_from_image(drawing["composite"]))
    readings = recognizer.read_image(image)
    return [
        image,
        *(dict(zip("0123456789", map(float, r.probabilities), strict=True)) for r in readings),
    ]


with gr.Blocks(analytics_enabled=False) as page:
    canvas = gr.Sketchpad(type="pil", canvas_size=(CANVAS, CANVAS), brush=gr.Brush(round(PEN)))
    with gr.Row():
        seen = gr.Image(height=150)
        labels = [gr.Label(label=name, elem_id=name) for name in recognizer.names]
    # Without "always_last", a stroke drawn during a reading would be lost.
    canvas.input(read, canvas, [seen, *labels], show_progress="hidden", trigger_mode="always_last")

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    options = parser.parse_args()
    _, address, _ = page.launch(
        server_name=options.host, server_port=options.port, quiet=True, prevent_thread_lock=True
    )
    print(f"Draw at {address}", flush=True)
    page.block_thread()
