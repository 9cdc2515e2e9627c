"""The page: draw a digit, and three networks say what they see.

python demo.py    then open the address that it prints
"""

import os
import signal
import sys
from argparse import Namespace
from functools import partial

from web.service.address import check_address, listening_address
from web.service.options import parse_options

if __name__ == "__main__":
    # A container's first process ignores this signal as long as nothing handles it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    # What is wrong with them is said at once: the packages below take seconds to load.
    given = parse_options((__doc__ or "").splitlines()[0])
    if not given.export:
        check_address(listening_address(given.host), given.port)

# Read while these packages load: TensorFlow logs no errors (where there is no GPU it
# takes that for one; a few lines remain that nothing turns off) and keeps a drawing on
# one thread, since sharing so little work takes longer than doing it; and Gradio sends
# nothing anywhere.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr

from mnist_models import figures, weights
from mnist_models.recognizer import Recognizer
from web import answers, export
from web.browser.networks import LayerError, packed
from web.compare.tab import comparison
from web.component import STYLE
from web.draw import sketchpad
from web.reports import card, title
from web.service import front, modules, server, tutorial
from web.service.api import add_endpoints, routes
from web.service.clients import client_routes, page_routes
from web.service.gate import Gate
from web.service.origins import Origins, known_hosts
from web.service.senders import Crowd
from web.why import panel

INTRODUCTION = """# Three networks read your digit
Keras networks of rising strength, trained on MNIST and on made-up handwriting, say what they see
while you draw."""
# Bold, since Gradio's semi-bold of this font is a subset without Latin letters.
FONT = (gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif")
THEME = gr.themes.Default(font=FONT)


def load_recognizer() -> tuple[Recognizer, str]:
    """The networks and what the page says of missing ones; without any, the program ends."""
    try:
        available, faults = Recognizer.load_available()
    except weights.WeightsError as error:
        sys.exit(str(error))
    for fault in faults.values():
        print(fault, file=sys.stderr)
    missing = ", ".join(map(title, faults))
    return available, f"Not here today: {missing}. The others answer as usual." if faults else ""


def pack_networks() -> dict[str, bytes]:
    """The networks' file by its address, for the browser; nothing if that could not use it."""
    try:
        file = packed(recognizer)
    except LayerError as error:
        print(error, file=sys.stderr)
        return {}
    return {modules.networks_address(file): file}


recognizer, absence = load_recognizer()
networks = pack_networks()
networks_at = next(iter(networks), "")
predict = partial(answers.predict, recognizer)
# A drawing keeps a core busy for some milliseconds, the worst picture for almost half a second.
gate = Gate(at_once=os.cpu_count() or 1, waiting=64)

try:
    with gr.Blocks(title=front.TITLE, analytics_enabled=False) as demo:
        gr.Markdown(INTRODUCTION, elem_classes="introduction")
        if absence:
            gr.Markdown(f"**{absence}**")
        with gr.Tabs():
            with gr.Tab("Draw", elem_id="draw"):
                cards = [card(name) for name in recognizer.names]
                sketchpad(cards, recognizer, gate, networks=networks_at)
                panel(cards, recognizer, gate, networks=networks_at)
            with gr.Tab("Compare", elem_id="compare"):
                comparison(recognizer, gate)
        endpoints = add_endpoints(predict, gate)
except figures.FiguresError as error:
    sys.exit(str(error))

crowd = Crowd(gate.has_room)
functions = {
    (number, function.__name__): function
    for number, block in demo.blocks.items()
    for function in getattr(block, "server_fns", [])
}
ROUTES = [
    modules.route(),
    tutorial.route(),
    *front.files(),
    *map(modules.networks_route, networks.values()),
    *routes(predict, gate, recognizer.names, crowd).routes,
    *page_routes(functions).routes,
    *client_routes(endpoints).routes,
]


def main(options: Namespace) -> None:
    """Serve the page until interrupted."""
    if options.data:
        os.environ["MNIST_NPZ"] = options.data
    if options.export:
        export.write(options.export, demo, THEME, INTRODUCTION, networks)
        return
    host = listening_address(options.host)
    check_address(host, options.port)  # again: another may have taken it while packages loaded
    server.prepare_environment(host)
    rules = Origins(
        known_hosts(host, options.allow_host, public=options.share),
        options.allow_origin,
        options.embed_in,
    )
    try:
        _, address, public = demo.launch(
            server_name=options.host,
            server_port=options.port,
            share=options.share,
            theme=THEME,
            root_path=options.root_path,
            mcp_server=options.mcp,
            favicon_path=front.ICON,
            head=f"{modules.PRELOAD}<style>{STYLE}</style>",
            footer_links=[],
            run_history=False,
            ssr_mode=False,  # it would be a second server, with doors of its own
            app_kwargs=server.app_options(
                ROUTES, rules, crowd, mcp=options.mcp, metrics=options.metrics
            ),
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError:
        sys.exit(f"Port {options.port or 7860} is in use: name another with --port.")
    server.bound(demo)
    print(f"Draw at {public or address}", flush=True)
    server.wait_for_end(demo)


if __name__ == "__main__":
    main(given)
