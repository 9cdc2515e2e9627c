"""The options of `demo.py`, and the sockets that it listens on.

Both are checked before TensorFlow and Gradio are loaded, which takes seconds.
"""

import argparse
import errno
import os
import re
import socket
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from mnist_models import __version__

_MAX_PORT = 65_535
_FIRST_PORT, _PORTS_TRIED = 7860, 100
_ORIGIN = re.compile(r"https?://[\w.*-]+(?::\d+)?", re.ASCII)


def _file(text: str) -> str:
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MAX_PORT:
        raise argparse.ArgumentTypeError(f"expected 1 to {_MAX_PORT}, got {text!r}")
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
    "--allow-host": (str.lower, "NAME", "answer to these host names only"),
    "--allow-origin": (_site, "SITE", "other sites whose pages may send requests"),
    "--embed-in": (_site, "SITE", "other sites that may show the page in a frame"),
}


def parse_options(description: str) -> argparse.Namespace:
    """Read the command line; a wrong option ends the program with one sentence."""
    parser = argparse.ArgumentParser(description=description)
    add = parser.add_argument
    add("--version", action="version", version=__version__)
    add("--host", help="address to listen on; by default this machine only")
    add("--port", type=_port, help="by default the first free one from 7860")
    add("--share", action="store_true", help="a public address for 72 hours")
    add("--root-path", help="path or URL below which a proxy serves the page, such as /digits")
    add("--mcp", action="store_true", help="be an MCP server too")
    add("--metrics", action="store_true", help="expose Prometheus metrics at /metrics")
    add("--export", metavar="FOLDER", type=_new_folder, help="write the page as files and end")
    add("--data", metavar="NPZ", type=_file, help="MNIST, to show the misread test digits")
    for name, (kind, metavar, text) in _SEVERAL.items():
        add(name, nargs="+", default=[], type=kind, metavar=metavar, help=text)
    options = parser.parse_args()
    # Hugging Face configures a Space by Gradio's environment variables.
    host = options.host or os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1"
    options.host = host.removeprefix("[").removesuffix("]")
    options.port = options.port or int(os.environ.get("GRADIO_SERVER_PORT") or 0)
    options.root_path = options.root_path or os.environ.get("GRADIO_ROOT_PATH") or ""
    if options.mcp and not find_spec("mcp"):
        sys.exit('--mcp needs more of Gradio: pip install "gradio[mcp]"')
    if options.metrics and not find_spec("prometheus_client"):
        sys.exit("--metrics needs Prometheus's package: pip install prometheus-client")
    return options


def bind(host: str, port: int) -> list[socket.socket]:
    """Bind a socket to each address of `host`; nothing is accepted before they listen.

    Args:
        host: a name or an address; `::` stands for all addresses of IPv6 and IPv4.
        port: 0 for the first free one from 7860.

    Returns:
        One socket or more, all with the same port. The program ends with one sentence if
        nothing can listen there.
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        addresses = [*dict.fromkeys((int(family), str(at[0])) for family, *_, at in found)]
        for probe in _bind(addresses, 0):
            probe.close()
    except (OSError, UnicodeError):
        sys.exit(f"{host} is no address of this machine: name one of its own with --host.")
    for candidate in [port] if port else range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED):
        try:
            return _bind(addresses, candidate)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            fault = "is in use" if taken else f"cannot be opened ({error.strerror})"
    sys.exit(f"Port {port or _FIRST_PORT} {fault}: name another with --port.")


def _bind(addresses: list[tuple[int, str]], port: int) -> list[socket.socket]:
    """Raise `OSError` if a port is taken, or if no address is one of this machine."""
    sockets: list[socket.socket] = []
    missing = None
    for family, address in addresses:
        try:
            sockets.append(_bind_one(family, address, port))
        except OSError as error:
            # `localhost` may stand for an IPv6 address that the machine lacks.
            if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                raise
            missing = error
    if missing and not sockets:
        raise missing
    return sockets


def _bind_one(family: int, address: str, port: int) -> socket.socket:
    # asyncio sends small responses without delay only if the protocol is named.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows it would share the port with another program
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if address == "::":
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        bound.bind((address, port))
    except OSError:
        bound.close()
        raise
    return bound
