import asyncio
import time
from threading import Event

import pytest

from web.service.gate import _MOST_SENDERS, BUSY, BusyError, Gate, _Sender
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

    def knows(self, **costs):
        """What the calls of senders have cost so far, seconds."""
        for name, cost in costs.items():
            self.gate._senders[name] = _Sender(cost)


def test_senders_with_cheaper_calls_come_before_those_with_costlier_ones(run):
    async def story():
        scene = Scene(waiting=64)
        scene.knows(costly=0.4, photos=0.15)
        calls = [await scene.hold()]
        for name in ("costly", "costly", "photos"):
            calls.append(scene.come(name))
            await asyncio.sleep(0)
        scene.open.set()
        await asyncio.gather(*calls)
        return scene.served

    assert run(story()) == ["holder", "photos", "costly", "costly"]


def test_costly_calls_that_run_keep_no_cheap_one_waiting(run):
    async def story():
        scene = Scene(waiting=64)
        scene.knows(costly=0.4, cheap=0.01)
        calls = [await scene.hold(), scene.come("costly")]
        for _ in range(3):
            await asyncio.wait_for(scene.come("cheap"), timeout=10)
        scene.open.set()
        await asyncio.gather(*calls)
        return scene.served

    assert run(story()) == ["cheap"] * 3 + ["holder", "costly"]


def test_the_kept_place_goes_from_one_cheap_call_to_the_next(run):
    async def story():
        scene, leave = Scene(waiting=64), Event()
        scene.knows(costly=0.4, first=0.01, second=0.02)
        calls = [await scene.hold(), scene.come("costly"), scene.come("first", leave.wait)]
        second = scene.come("second")
        await asyncio.sleep(0.01)
        assert not second.done()
        leave.set()
        await asyncio.wait_for(second, timeout=10)
        scene.open.set()
        await asyncio.gather(*calls)
        return scene.served

    assert run(story()) == ["first", "second", "holder", "costly"]


def test_a_call_costs_its_sender_the_processor_time_that_it_took(run):
    async def story():
        scene = Scene(waiting=1)
        await scene.come("spender", spend, 0.05)
        high = scene.gate._senders["spender"].cost
        for _ in range(9):
            await scene.come("spender")
        return high, scene.gate._senders["spender"].cost

    high, low = run(story())
    assert 0.05 < high < 0.1
    assert low < 0.01


def test_it_is_known_beforehand_who_would_be_sent_away(run):
    async def story():
        scene, found = Scene(waiting=2), {}
        scene.knows(cheap=0.01, costly=0.4)
        calls = [await scene.hold()]
        for name in ("many", "many"):
            calls.append(scene.come(name))
            await asyncio.sleep(0)
        for name in ("many", "new", "costly", "cheap"):
            sender.set(name)
            found[name] = scene.gate.has_room()
        scene.open.set()
        await asyncio.gather(*calls)
        return found

    assert run(story()) == {"many": False, "new": True, "costly": False, "cheap": True}


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
