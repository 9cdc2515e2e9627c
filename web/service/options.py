"""The options of `demo.py`."""

import argparse
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from mnist_models import __version__

_MOST_PORTS = 65_535
_ORIGIN = re.compile(r"https?://[\w.*-]+(?::\d+)?", re.ASCII)


def _file(text: str) -> str:
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_PORTS:
        raise argparse.ArgumentTypeError(f"expected 1 to {_MOST_PORTS}, got {text!r}")
    return int(text)


def _new_folder(text: str) -> Path:
    folder = Path(text)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise argparse.ArgumentTypeError(f"expected a new or an empty folder, got {text!r}")
    return folder


def _site(text: str) -> str:
    site = text.lower().rstrip("/")
    if not _ORIGIN.fullmatch(site):
        raise argparse.ArgumentTypeError(f"expected a site as https://example.org, got {text!r}")
    return site


_SEVERAL: dict[str, tuple[Callable[[str], str], str, str]] = {
    "--allow-host": (str.lower, "NAME", "answer to these names only"),
    "--allow-origin": (_site, "SITE", "other sites whose pages may ask"),
    "--embed-in": (_site, "SITE", "other sites that may show the page in a frame"),
}


def parse_options(description: str) -> argparse.Namespace:
    """Read them from the command line; a wrong one ends the program with one sentence."""
    parser = argparse.ArgumentParser(description=description)
    add = parser.add_argument
    add("--version", action="version", version=__version__)
    add("--host", help="address to listen on; by default this machine only")
    add("--port", type=_port, help="by default the first free one from 7860")
    add("--share", action="store_true", help="a public address for 72 hours")
    add("--root-path", help="where a proxy shows the page, as /digits")
    add("--mcp", action="store_true", help="be an MCP server too")
    add("--metrics", action="store_true", help="tell Prometheus of requests, at /metrics")
    add("--export", metavar="FOLDER", type=_new_folder, help="write the page as files and end")
    add("--data", metavar="NPZ", type=_file, help="MNIST, to show the misread test digits")
    for name, (kind, metavar, text) in _SEVERAL.items():
        add(name, nargs="+", default=[], type=kind, metavar=metavar, help=text)
    options = parser.parse_args()
    if options.mcp and not find_spec("mcp"):
        sys.exit('--mcp needs more of Gradio: pip install "gradio[mcp]"')
    if options.metrics and not find_spec("prometheus_client"):
        sys.exit("--metrics needs Prometheus's package: pip install prometheus-client")
    return options
