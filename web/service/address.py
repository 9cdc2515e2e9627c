"""Where the server listens; a place that it cannot have is named before anything is loaded."""

import errno
import os
import socket
import sys


def listening_address(host: str | None) -> str:
    """The address that Gradio will listen on."""
    return host or os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1"


def check_address(host: str, port: int | None) -> None:
    """End the program with one sentence if nobody can listen there."""
    try:
        _listen(host, 0)
    except OSError:
        sys.exit(f"{host} is no address of this machine: name one of its own with --host.")
    try:
        _listen(host, port or 0)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        fault = "is in use" if taken else f"cannot be opened ({error.strerror})"
        sys.exit(f"Port {port} {fault}: name another with --port.")


def _listen(host: str, port: int) -> None:
    (family, kind, *_, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen()
