"""The real server: options, connections, log, start and end; and Prometheus metrics."""

import logging
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn

from web.service.limits import Places
from web.service.options import bind, parse_options
from web.service.server import BoundedLines, Connection, FewLines, max_connections

ROOT = Path(__file__).parents[3]


@pytest.fixture
def parsed(monkeypatch):
    def parse(*options):
        monkeypatch.setattr(sys, "argv", ["demo.py", *options])
        return parse_options("The page.")

    return parse


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--port", "99999"], "expected 1 to 65535, got '99999'"),
        (["--port", "-1"], "--port"),
        (["--port", "seven"], "expected 1 to 65535, got 'seven'"),
        (["--data", "nowhere.npz"], "there is no file 'nowhere.npz'"),
        (["--export", "demo.py"], "expected a new or an empty folder, got 'demo.py'"),
        (["--export", "web"], "expected a new or an empty folder, got 'web'"),
        (["--embed-in", "site; script-src *"], "expected a site as https://example.org"),
        (["--allow-origin", "https://site/page"], "expected a site as https://example.org"),
    ],
)
def test_a_wrong_option_is_named_in_one_line(parsed, capsys, options, sentence):
    with pytest.raises(SystemExit):
        parsed(*options)
    assert sentence in capsys.readouterr().err.splitlines()[-1]


def test_sites_and_names_are_written_as_browsers_write_them(parsed):
    options = parsed("--embed-in", "https://School.example/", "--allow-host", "Digits.Example")
    assert options.embed_in == ["https://school.example"]
    assert options.allow_host == ["digits.example"]


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.name.invalid", "not an address"])
def test_a_host_that_is_not_this_machine_is_named(host):
    with pytest.raises(SystemExit, match="is no address of this machine") as ending:
        bind(host, 0)
    assert len(str(ending.value).splitlines()) == 1


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is in use: name another with --port"):
            bind("127.0.0.1", port)


HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"


async def hello(scope, receive, send):
    if scope["type"] == "http":
        headers = [(b"content-length", b"5")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
def address(monkeypatch):
    """A server that is patient for 0.3 seconds and holds eight connections, four of an address."""
    monkeypatch.setattr(Connection, "SILENCE", 0.3)
    monkeypatch.setattr(Connection, "places", Places(8, 4))
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        hello, http=Connection, ws="none", log_level="error", lifespan="off", timeout_keep_alive=1
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


def wait_for_places():
    for _ in range(50):
        if not Connection.places.size:
            break
        time.sleep(0.1)


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
    wait_for_places()
    assert greets(address)


def test_websocket_handshakes_take_no_place_for_good(address):
    upgrade = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    for _ in range(12):
        with closing(connect(address)) as peer:
            peer.sendall(HEAD + upgrade + b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
            assert b"101" not in peer.recv(1000)
    wait_for_places()
    assert greets(address)


@pytest.mark.parametrize(
    "endless",
    [b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 400_000, b"A: " + b"a" * 2_000_000],
    ids=["chunks of one byte", "a head"],
)
def test_a_request_that_costs_more_than_its_body_is_cut_off(address, endless):
    used = time.process_time()
    with closing(connect(address)) as peer, suppress(ConnectionError):
        peer.sendall(b"POST / HTTP/1.1\r\nHost: a\r\n" + endless)
        while peer.recv(10_000):  # until the server ends the connection
            pass
    assert time.process_time() - used < 0.5
    assert greets(address)


def test_few_requests_wait_for_the_answer_to_another(address):
    with closing(connect(address)) as peer:
        peer.sendall((HEAD + b"\r\n") * 1000)
        answer = b""
        while part := peer.recv(10_000):
            answer += part
    assert answer.count(b"hello") < 20


def record(line, text="text"):
    return logging.LogRecord("any", logging.ERROR, "program.py", line, text, None, None)


def test_a_flood_of_one_kind_leaves_five_lines_a_minute_and_others_pass():
    now = 0.0
    few = FewLines(clock=lambda: now)
    assert sum(few.filter(record(1, f"forged {n}")) for n in range(1000)) == 5
    assert few.filter(record(2))
    now = 60.0
    assert few.filter(record(1))


def test_the_last_line_says_that_more_were_left_out():
    few = FewLines(clock=lambda: 0.0)
    lines = [record(1) for _ in range(6)]
    written = [line.getMessage() for line in lines if few.filter(line)]
    assert written[:4] == ["text"] * 4
    assert "left out" in written[4]


def test_a_line_quotes_what_a_visitor_has_sent_and_little_of_it():
    sent = "x\nERROR forged" * 100_000
    try:
        raise ValueError(sent)
    except ValueError:
        error = sys.exc_info()
    line = logging.LogRecord("any", logging.ERROR, "program.py", 1, "%s", (sent,), error)
    lines = BoundedLines().format(line).splitlines()
    assert sum(map(len, lines)) < 9_000
    assert [each[:5] for each in lines if each.startswith("ERROR")] == ["ERROR"]


def test_what_the_mcp_package_logs_of_its_clients_is_left_out():
    line = logging.LogRecord("root", logging.ERROR, "/lib/mcp/server.py", 1, "drawing", None, None)
    assert not FewLines().filter(line)


sys_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")


@sys_only
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_finishes_what_runs_and_ends_the_server_without_a_traceback(
    start_demo, free_port, three, number
):
    port = str(free_port())
    process = start_demo("--host", "::1", "--port", port)
    assert next(line for line in process.stdout if line.startswith("Draw at")).split()[-1] == (
        f"http://[::1]:{port}/"
    )
    # A page that is open, one that has sent half of a drawing, and one that never sends the rest.
    idle, half, never = (socket.create_connection(("::1", int(port))) for _ in range(3))
    body = f'{{"image": "{three()}"}}'.encode()
    head = f"POST /predict HTTP/1.1\r\nHost: [::1]:{port}\r\nContent-Length: {len(body)}\r\n\r\n"
    half.sendall(head.encode())
    never.sendall(head.encode() + body[:10])
    time.sleep(0.5)
    process.send_signal(number)
    begin = time.monotonic()
    half.sendall(body)
    assert b"200 OK" in half.recv(1000)
    assert b"503" in never.recv(1000)
    _, errors = process.communicate(timeout=30)
    assert time.monotonic() - begin < 10
    assert process.returncode == 0
    assert "Traceback" not in errors
    for peer in (idle, half, never):
        peer.close()


@pytest.mark.parametrize("path", ["predict", "nothing", "gradio_api/queue/join"])
@pytest.mark.parametrize("host", ["", "evil.example"])
def test_a_large_post_that_is_refused_gets_its_status(server, path, host):
    headers = {"host": host} if host else {}
    reply = httpx.post(server + path, content=b"a" * 30_000_000, headers=headers, timeout=60)
    assert reply.status_code == (404 if path == "nothing" else 421 if host else 413)


def test_metrics_count_responses_by_path_and_status_and_nothing_about_visitors(serving):
    from prometheus_client.parser import text_string_to_metric_families

    with serving("--metrics") as address:
        httpx.post(f"{address}predict?name=anna", content=b"ink", headers={"user-agent": "Anna"})
        for path in ("health", "a", "b/c"):
            httpx.get(f"{address}{path}")
        text = httpx.get(f"{address}metrics").text
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["digits_replies_total", "/predict", "422"] == 1
    assert samples["digits_replies_total", "closed", "404"] == 2
    assert samples["digits_request_seconds_count", "/health"] == 1
    assert samples["digits_requests",] == 0
    if sys.platform == "linux":
        assert samples["process_resident_memory_bytes",] > 1e6
    assert not re.search(r"127\.0\.0\.1|anna|ink", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("option", "package", "sentence"),
    [
        ("--mcp", "mcp", '--mcp needs more of Gradio: pip install "gradio[mcp]"'),
        (
            "--metrics",
            "prometheus_client",
            "--metrics needs Prometheus's package: pip install prometheus-client",
        ),
    ],
)
def test_without_the_package_one_sentence_says_what_to_install(option, package, sentence):
    program = (
        f"import sys; sys.modules['{package}'] = None; sys.argv = ['demo.py', '{option}'];"
        "from web.service.options import parse_options; parse_options('')"
    )
    process = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stderr) == (1, f"{sentence}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc")
def test_the_largest_file_limit_is_asked_for():
    assert max_connections() >= 800
