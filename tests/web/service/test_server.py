"""How the server starts and ends."""

import os
import signal
import socket
import sys
import threading
import time

import httpx
import pytest

from web.service import server

sys_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")


def test_a_proxy_in_the_environment_is_not_asked_for_this_machine(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "intranet")
    monkeypatch.setenv("NO_PROXY", "intranet")
    server.prepare_environment("192.168.1.5")
    assert os.environ["no_proxy"].split(",")[0] == "intranet"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer_once, args=[listening], daemon=True).start()
        port = listening.getsockname()[1]
        assert httpx.get(f"http://127.0.0.1:{port}/", timeout=10).status_code == 204


def answer_once(listening):
    peer, _ = listening.accept()
    peer.recv(1000)
    peer.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
    peer.close()


@sys_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_finishes_what_runs_and_ends_the_server(start_demo, free_port, three, number):
    port = str(free_port())
    process = start_demo("--host", "127.0.0.1", "--port", port)
    assert next(line for line in process.stdout if line.startswith("Draw at"))
    # As a page that is open, and one that has sent half of a drawing.
    idle, half = (socket.create_connection(("127.0.0.1", int(port))) for _ in range(2))
    head = (
        f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(three()) + 13}\r\n\r\n"
    )
    half.sendall(head.encode())
    time.sleep(0.5)
    process.send_signal(number)
    told = time.monotonic()
    half.sendall(f'{{"image": "{three()}"}}'.encode())
    assert b"200 OK" in half.recv(1000)
    _, errors = process.communicate(timeout=30)
    assert time.monotonic() - told < 6
    assert process.returncode == 0
    assert "Traceback" not in errors
    idle.close()
    half.close()
