import asyncio
import time
from threading import Event

import pytest

from web.service.gate import _MOST_SENDERS, BUSY, BusyError, Gate
from web.service.senders import sender


def spend(seconds):
    """Keep a processor busy."""
    begin = time.thread_time()
    while time.thread_time() < begin + seconds:
        pass


class Scene:
    """A gate with one place, held by somebody until `open`; the others come and wait."""

    def __init__(self, waiting):
        self.gate, self.open, self.served = Gate(at_once=1, waiting=waiting), Event(), []

    async def ask(self, name, function, *arguments):
        sender.set(name)
        result = await self.gate.run(function, *arguments)
        self.served.append(name)
        return result

    async def hold(self):
        holder = self.come("holder", self.open.wait)
        await asyncio.sleep(0)
        return holder

    def come(self, name, function=int, *arguments):
        return asyncio.create_task(self.ask(name, function, *arguments))


def test_senders_with_cheap_calls_come_before_those_with_costly_ones(run):
    async def story():
        scene = Scene(waiting=64)
        for _ in range(8):
            await scene.come("cheap", int)
            await scene.come("costly", spend, 0.05)
        scene.served.clear()
        calls = [await scene.hold()]
        for name in ("costly", "costly", "cheap"):
            calls.append(scene.come(name))
            await asyncio.sleep(0)
        scene.open.set()
        await asyncio.gather(*calls)
        return scene.served

    assert run(story()) == ["holder", "cheap", "costly", "costly"]


def test_one_sender_cannot_fill_the_waiting_room(run):
    async def story():
        scene = Scene(waiting=4)
        calls = [await scene.hold()]
        for name in ["many"] * 5 + ["another"]:
            calls.append(scene.come(name))
            await asyncio.sleep(0)
        scene.open.set()
        results = await asyncio.gather(*calls, return_exceptions=True)
        return scene.served, [str(each) for each in results if isinstance(each, BusyError)]

    served, refused = run(story())
    assert served == ["holder", "many", "another", "many", "many"]
    assert refused == [BUSY] * 2


def test_who_has_gone_does_not_take_a_turn(run):
    async def story():
        scene = Scene(waiting=4)
        calls = [await scene.hold()]
        for name in ("gone", "here"):
            calls.append(scene.come(name))
            await asyncio.sleep(0)
        calls[1].cancel()
        scene.open.set()
        await asyncio.gather(*calls, return_exceptions=True)
        assert await scene.come("later", lambda: "the place is free") == "the place is free"
        return scene.served

    assert "gone" not in run(story())


def test_a_turn_that_comes_as_its_sender_goes_is_passed_on(run):
    async def story():
        scene = Scene(waiting=4)

        async def hold_until_the_other_goes():
            await scene.ask("holder", scene.open.wait)
            going.cancel()  # it has been given the place, and does not know it yet

        holder = asyncio.create_task(hold_until_the_other_goes())
        await asyncio.sleep(0)
        going = scene.come("going")
        await asyncio.sleep(0)
        scene.open.set()
        await asyncio.gather(holder, going, return_exceptions=True)
        assert going.cancelled()
        return await asyncio.wait_for(scene.come("later", lambda: "free"), timeout=10)

    assert run(story()) == "free"


def test_a_failing_call_frees_its_place_and_counts(run):
    def fail():
        spend(0.02)
        raise ValueError("no drawing")

    async def story():
        scene = Scene(waiting=1)
        for _ in range(3):
            with pytest.raises(ValueError, match="no drawing"):
                await scene.come("failing", fail)
        return scene.gate._senders["failing"]

    failing = run(story())
    assert failing.cost > 0.02
    assert failing.calls == 0


def test_only_so_many_senders_are_remembered(run):
    async def story():
        gate = Gate(at_once=1, waiting=1)
        for number in range(_MOST_SENDERS + 5):
            sender.set(str(number))
            gate._sender()
        return gate

    known = run(story())._senders
    assert len(known) == _MOST_SENDERS
    assert "0" not in known
