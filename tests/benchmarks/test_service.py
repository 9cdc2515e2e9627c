"""The attackers, at a server of a few lines; a short soak of the real server; the tables."""

import asyncio
import sys
import time
from functools import partial

import pytest

from benchmarks import readme
from benchmarks.service import TENTHS, soak
from benchmarks.support.clients import another_process, ask, attack, hold, post
from benchmarks.support.server import Server

REQUEST = post("/predict", b"12345")


def at_server(run, reply, attacking, seconds=0.5):
    """The counts of an attack on a server that answers each request with `reply`."""

    async def answer(reader, writer):
        try:
            while await reader.readuntil(b"\r\n\r\n") and await reader.readexactly(5):
                writer.write(reply)
        except (OSError, EOFError):
            writer.close()

    async def end_soon(reader, writer):
        await asyncio.sleep(0.05)
        writer.close()

    async def story():
        server = await asyncio.start_server(answer if reply else end_soon, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await attacking(port, time.monotonic() + seconds)

    return run(story())


def reply(status):
    return b"HTTP/1.1 %d x\r\nContent-Length: 2\r\n\r\n{}" % status


def test_answers_and_refusals_are_counted(run):
    def asking(port, end):
        return ask(port, ["127.0.0.1"] * 3, REQUEST, end)

    counts = at_server(run, reply(200), asking)
    assert counts["answered"] > 3
    assert counts["refused"] == 0
    counts = at_server(run, reply(503), asking)
    assert counts["refused"] > 3
    assert counts["answered"] == 0


def test_a_patient_client_asks_again_after_a_second(run):
    def asking(port, end):
        return ask(port, ["127.0.0.1"] * 3, REQUEST, end, patient=True)

    assert at_server(run, reply(503), asking) == {"answered": 0, "refused": 3}


def test_it_is_measured_how_soon_a_silent_connection_is_ended(run):
    counts = at_server(run, b"", lambda port, end: hold(port, "127.0.0.1", b"", end, count=4))
    assert counts["refused"] == 4
    assert counts["milliseconds"] >= 50


def test_an_attack_can_run_in_another_process(run):
    async def story(process):
        return await attack(process, partial(hold, 1, "127.0.0.1", b"", count=0), 0.0)

    with another_process() as process:
        assert run(story(process)) == {"refused": 0}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_answers_and_visits_leave_no_memory_taken(free_port, run):
    with Server(free_port()) as server:
        memory = run(soak(server, answers=400, visits=100))
    assert len(memory) == TENTHS + 1
    # The first half warms the server up. In the other, 200 answers that were kept would be 20 MB.
    assert memory[-1] - memory[TENTHS // 2] < 12


def test_the_table_of_a_soak_says_what_was_added():
    record = {"cores": 2, "load_before": 0.1, "answers": 100_000, "visits": 10_000,
              "memory": [900.0, 905.0, 902.0]}  # fmt: skip
    assert "| 100,000 | 10,000 | 900 | 905 | +2 |" in readme.soak(record)


def test_the_table_of_first_visits_says_what_a_visit_is_sent_and_how_many_a_core_serves():
    record = {"cores": 2, "load_before": 0.1, "requests": 95, "requests_of_a_drawing": 0,
              "processor_seconds": 10.0, "visits": 100, "bytes": 350_000_000}  # fmt: skip
    table = readme.first_visits(record)
    assert "| sent to it, MB | 3.50 |" in table
    assert "| first visits a second that a core serves | 10.0 |" in table
    assert "| minutes in which a core lets a thousand visitors in | 1.7 |" in table
    assert "| requests of a drawing, once the browser reads | 0 |" in table
