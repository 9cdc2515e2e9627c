"""The page: draw a digit, and three networks say what they see.

python demo.py    then open the address that it prints
"""

import argparse
import os
import sys
from functools import partial
from importlib.util import find_spec

# Read while these packages load: TensorFlow keeps quiet (where there is no GPU it
# logs that as an error) and keeps a drawing on one thread, since sharing so little
# work takes longer than doing it; and Gradio sends nothing anywhere.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
from starlette.middleware import Middleware

from mnist_models import __version__, weights
from mnist_models.recognizer import Recognizer
from web import answers
from web.cards import TITLES, card
from web.compare.tab import comparison
from web.component import STYLE
from web.draw.sketchpad import sketchpad
from web.service import modules
from web.service.api import add_endpoints, routes
from web.service.gate import Gate
from web.service.guard import Guard
from web.why.panel import panel

INTRODUCTION = """# Three networks read your digit
Keras networks of rising strength, trained on MNIST and on made-up handwriting, say what they see
while you draw."""
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
    return available, f"Not here today: {missing}. The others answer as usual." if faults else ""


recognizer, absence = load_recognizer()
predict = partial(answers.predict, recognizer)
# A drawing keeps a core busy for some milliseconds, the worst picture for almost half a second.
gate = Gate(at_once=os.cpu_count() or 1, waiting=64)

with gr.Blocks(title="Three networks read your digit", analytics_enabled=False) as demo:
    gr.Markdown(INTRODUCTION, elem_classes="introduction")
    if absence:
        gr.Markdown(f"**{absence}**")
    with gr.Tabs():
        with gr.Tab("Draw", elem_id="draw"):
            cards = [card(name) for name in recognizer.names]
            sketchpad(cards, recognizer, gate)
            panel(cards, recognizer, gate)
        with gr.Tab("Compare", elem_id="compare"):
            comparison({name: TITLES[name] for name in recognizer.names}, gate)
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
            head=modules.PRELOAD,
            footer_links=[],
            run_history=False,
            app_kwargs={
                "routes": [modules.route(), *routes(predict, gate, recognizer.names).routes],
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
