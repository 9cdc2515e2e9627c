"""Connections to a real server of uvicorn's, with the project's limits."""

import socket
import threading
import time
from contextlib import ExitStack, closing

import pytest
import uvicorn

from web.service import connections
from web.service.connections import Connection

HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"


async def hello(scope, receive, send):
    if scope["type"] == "http":
        headers = [(b"content-length", b"5")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def address(monkeypatch):
    """A server that is patient for 0.3 seconds and holds eight connections, four of an address."""
    monkeypatch.setattr(connections, "SILENCE", 0.3)
    monkeypatch.setattr(Connection, "most", 8)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        hello, http=Connection, log_level="error", lifespan="off", timeout_keep_alive=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join(5)


def connect(address):
    return socket.create_connection(address, timeout=10)


def is_closed(peer):
    """Whether the server ends the connection (within ten seconds)."""
    try:
        return peer.recv(100) == b""
    except ConnectionError:
        return True


def drip(peer):
    """Send letter by letter, for five seconds or until the server ends the connection."""
    for _ in range(100):
        peer.sendall(b"a")
        time.sleep(0.05)


def greets(address):
    with closing(connect(address)) as peer:
        peer.sendall(HEAD + b"Connection: close\r\n\r\n")
        answer = b""
        while part := peer.recv(1000):
            answer += part
        return answer.endswith(b"hello")


def test_a_connection_that_says_nothing_is_closed(address):
    with closing(connect(address)) as peer:
        assert is_closed(peer)
    assert greets(address)


def test_a_head_that_comes_letter_by_letter_is_not_waited_for(address):
    with closing(connect(address)) as peer, pytest.raises(ConnectionError):
        drip(peer)
    assert greets(address)


def test_neither_is_the_second_on_a_connection(address):
    with closing(connect(address)) as peer:
        peer.sendall(HEAD + b"\r\n")
        assert b"200" in peer.recv(1000)
        with pytest.raises(ConnectionError):
            drip(peer)


def test_a_connection_that_is_idle_after_an_answer_is_closed(address):
    with closing(connect(address)) as peer:
        peer.sendall(HEAD + b"\r\n")
        answer = b""
        while not answer.endswith(b"hello"):
            answer += peer.recv(1000)
        assert is_closed(peer)
    assert greets(address)


def test_one_address_gets_half_of_the_connections_and_gives_them_back(address):
    with ExitStack() as stack:
        peers = [stack.enter_context(closing(connect(address))) for _ in range(4)]
        with closing(connect(address)) as fifth:
            assert is_closed(fifth)
        peers[0].sendall(HEAD + b"\r\n")
        assert b"200" in peers[0].recv(1000)
    for _ in range(50):
        if not Connection._of:
            break
        time.sleep(0.1)
    assert greets(address)


def test_the_process_may_hold_thousands_of_connections():
    assert connections.most_connections() >= 800
