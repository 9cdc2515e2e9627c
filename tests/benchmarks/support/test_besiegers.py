"""The besiegers, at a server of a few lines."""

import asyncio
import time
from functools import partial

from benchmarks.support.besiegers import another_process, ask, besiege, hold, post

REQUEST = post("/predict", b"12345")


def at_server(run, reply, siege, seconds=0.5):
    """What a siege is told by a server that answers each request with `reply`."""

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
            return await siege(port, time.monotonic() + seconds)

    return run(story())


def reply(status):
    return b"HTTP/1.1 %d x\r\nContent-Length: 2\r\n\r\n{}" % status


def test_answers_and_refusals_are_counted(run):
    def siege(port, end):
        return ask(port, ["127.0.0.1"] * 3, REQUEST, end)

    told = at_server(run, reply(200), siege)
    assert told["answered"] > 3
    assert told["refused"] == 0
    told = at_server(run, reply(503), siege)
    assert told["refused"] > 3
    assert told["answered"] == 0


def test_who_is_patient_asks_again_after_a_second(run):
    def siege(port, end):
        return ask(port, ["127.0.0.1"] * 3, REQUEST, end, patient=True)

    assert at_server(run, reply(503), siege) == {"answered": 0, "refused": 3}


def test_it_is_told_how_soon_a_silent_connection_is_ended(run):
    told = at_server(run, b"", lambda port, end: hold(port, "127.0.0.1", b"", end, count=4))
    assert told["refused"] == 4
    assert told["milliseconds"] >= 50


def test_a_siege_can_run_in_another_process(run):
    async def story(process):
        return await besiege(process, partial(hold, 1, "127.0.0.1", b"", count=0), 0.0)

    with another_process() as process:
        assert run(story(process)) == {"refused": 0}
