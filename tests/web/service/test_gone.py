import asyncio

from web.service.gate import Gate
from web.service.gone import run_until_gone


def test_a_batch_whose_sender_has_gone_stops_before_its_next_picture(run):
    gate, done = Gate(at_once=1, waiting=1), []

    async def batch(scope, receive, send):
        assert (await receive())["body"] == b"{}"
        for picture in range(1000):
            await gate.run(done.append, picture)

    async def story():
        async def receive():
            while len(done) < 3:
                await asyncio.sleep(0)
            return {"type": "http.disconnect"}

        await run_until_gone(batch, b"{}", {}, receive, None)

    run(story())
    assert 3 <= len(done) < 1000


def test_a_request_that_is_answered_ends(run):
    sent = []

    async def answer(scope, receive, send):
        await send(await receive())

    async def story():
        async def send(message):
            sent.append(message["body"])

        forever = asyncio.Event().wait
        await asyncio.wait_for(run_until_gone(answer, b"{}", {}, forever, send), timeout=10)

    run(story())
    assert sent == [b"{}"]
