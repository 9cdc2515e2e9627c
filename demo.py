"""The page: draw a digit, and three networks say what they see.

python demo.py    then open the address that it prints
"""

import os
import signal
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path

from web.service.options import bind, parse_options

if __name__ == "__main__":
    # A container's first process ignores this signal as long as nothing handles it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    # Wrong ones are named at once: the packages below take seconds to load.
    given = parse_options((__doc__ or "").splitlines()[0])
    sockets = [] if given.export else bind(given.host, given.port)

# Read while these packages load: TensorFlow logs no errors (it takes a missing GPU for one; a few
# lines remain that nothing turns off) and keeps a drawing on one thread, since sharing so little
# work takes longer than doing it; Gradio sends nothing anywhere; and Keras, which would write its
# settings to /tmp where there is no home, cannot.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
if not os.access(os.path.expanduser("~"), os.W_OK):  # noqa: PTH111 - Path raises without a home
    os.environ.setdefault("KERAS_HOME", str(Path(os.devnull, "keras")))

import gradio as gr

from mnist_models import figures, weights
from mnist_models.recognizer import Recognizer
from web import answers, export
from web.browser.networks import LayerError, packed
from web.compare.tab import comparison
from web.component import STYLE
from web.draw import sketchpad
from web.reports import card, title
from web.service import pages, server
from web.service.api import add_endpoints, api_routes, client_routes, page_routes
from web.service.guard import Sites, known_hosts
from web.service.limits import MAX_REQUESTS, MAX_REQUESTS_OF_ONE, Limiter, Places
from web.why import panel

INTRODUCTION = """# Three networks read your digit
Three Keras networks, from simple to deep, guess your digit as you draw. They learned from MNIST and
synthetic handwriting."""
# Bold, since Gradio's semi-bold of this font is a subset without Latin letters.
FONT = (gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif")
THEME = gr.themes.Default(font=FONT)


def load_recognizer() -> tuple[Recognizer, str]:
    """Load the networks, and say which are missing; without any, the program ends."""
    try:
        available, faults = Recognizer.load_available()
    except weights.WeightsError as error:
        sys.exit(str(error))
    for fault in faults.values():
        print(fault, file=sys.stderr)
    missing = ", ".join(map(title, faults))
    return available, f"Not here today: {missing}. The others answer as usual." if faults else ""


def pack_networks() -> dict[str, bytes]:
    """Pack the networks for the browser, by address; nothing if the browser could not use them."""
    try:
        file = packed(recognizer)
    except LayerError as error:
        print(error, file=sys.stderr)
        return {}
    return {pages.networks_address(file): file}


recognizer, absence = load_recognizer()
networks = pack_networks()
networks_at = next(iter(networks), "")
predict = partial(answers.predict, recognizer)
requests = Places(MAX_REQUESTS, MAX_REQUESTS_OF_ONE)
# A drawing keeps a core busy for some milliseconds, the worst picture for almost half a second.
limiter = Limiter(at_once=os.cpu_count() or 1, waiting=64)

try:
    with gr.Blocks(title=pages.TITLE, analytics_enabled=False) as demo:
        gr.Markdown(INTRODUCTION, elem_classes="introduction")
        if absence:
            gr.Markdown(f"**{absence}**")
        with gr.Tabs():
            with gr.Tab("Draw", elem_id="draw"):
                cards = [card(name) for name in recognizer.names]
                sketchpad(cards, recognizer, limiter, networks=networks_at)
                panel(cards, recognizer, limiter, networks=networks_at)
            with gr.Tab("Compare", elem_id="compare"):
                comparison(recognizer, limiter)
        endpoints = add_endpoints(predict, limiter)
except figures.FiguresError as error:
    sys.exit(str(error))

functions = {
    (number, function.__name__): function
    for number, block in demo.blocks.items()
    for function in getattr(block, "server_fns", [])
}
# How `server.application` builds the app around the page, whatever the options.
SERVICE = partial(
    server.application,
    demo,
    routes=[
        *pages.file_routes(networks),
        *api_routes(predict, limiter, recognizer.names, requests).routes,
        *page_routes(functions).routes,
        *client_routes(endpoints).routes,
    ],
    requests=requests,
    limiter=limiter,
    theme=THEME,
    favicon_path=pages.ICON,
    head=f"{pages.PRELOAD}<style>{STYLE}</style>",
)


def main(options: Namespace) -> None:
    """Serve the page until interrupted, or write it as files."""
    if options.data:
        os.environ["MNIST_NPZ"] = options.data
    if options.export:
        export.write(options.export, demo, THEME, INTRODUCTION, networks)
        return
    hosts = known_hosts(options.host, options.allow_host, public=options.share)
    app = SERVICE(
        sites=Sites(hosts, options.allow_origin, options.embed_in),
        root_path=options.root_path,
        mcp=options.mcp,
        metrics=options.metrics,
    )
    server.serve(app, sockets, share_token=demo.share_token if options.share else "")


if __name__ == "__main__":
    main(given)
