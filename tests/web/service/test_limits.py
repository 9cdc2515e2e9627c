"""How much work is taken on, in which order, and what is left of it in memory."""

import asyncio
import gc
import time
import weakref
from collections import Counter
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.service import limits
from web.service.limits import (
    _MAX_CLIENTS,
    BUSY,
    BusyError,
    Limiter,
    Places,
    _Client,
    client,
    client_key,
)


def spend(seconds):
    """Keep a processor busy."""
    begin = time.thread_time()
    while time.thread_time() < begin + seconds:
        pass


class Scene:
    """A limiter with one place, held by somebody until `open`; the others come and wait."""

    def __init__(self, waiting):
        self.limiter, self.open, self.served = Limiter(1, waiting), Event(), []

    async def ask(self, name, function, *arguments):
        client.set(name)
        result = await self.limiter.run(function, *arguments)
        self.served.append(name)
        return result

    def come(self, name, function=int, *arguments):
        return asyncio.create_task(self.ask(name, function, *arguments))

    async def queue(self, *names):
        """The holder and these come one after the other."""
        calls = [self.come("holder", self.open.wait)]
        for name in names:
            await asyncio.sleep(0)
            calls.append(self.come(name))
        await asyncio.sleep(0)
        return calls

    def knows(self, **costs):
        """Set what the calls of clients have cost so far, in seconds."""
        for name, cost in costs.items():
            self.limiter._clients[name] = _Client(cost)


def test_clients_with_cheaper_calls_come_before_those_with_costlier_ones(run):
    async def story():
        scene = Scene(waiting=64)
        scene.knows(costly=0.4, photos=0.15)
        calls = await scene.queue("costly", "costly", "photos")
        scene.open.set()
        await asyncio.gather(*calls)
        return scene.served

    assert run(story()) == ["holder", "photos", "costly", "costly"]


def test_one_place_is_kept_for_cheap_calls_and_goes_from_one_to_the_next(run):
    async def story():
        scene, leave = Scene(waiting=64), Event()
        scene.knows(costly=0.4, first=0.01, second=0.02)
        calls = [*await scene.queue("costly"), scene.come("first", leave.wait)]
        second = scene.come("second")
        await asyncio.sleep(0.01)
        assert not second.done()
        leave.set()
        await asyncio.wait_for(second, timeout=10)
        scene.open.set()
        await asyncio.gather(*calls)
        return scene.served

    assert run(story()) == ["first", "second", "holder", "costly"]


def test_a_call_costs_its_client_the_processor_time_that_it_took_also_if_it_fails(run):
    def fail():
        spend(0.05)
        raise ValueError("no drawing")

    async def story():
        scene = Scene(waiting=1)
        with pytest.raises(ValueError, match="no drawing"):
            await scene.come("spender", fail)
        known = scene.limiter._clients["spender"]
        high = known.cost
        for _ in range(9):
            await scene.come("spender")
        return high, known

    high, known = run(story())
    assert high > 0.05
    assert known.cost < high / 5
    assert known.calls == 0


def test_it_is_known_beforehand_which_client_would_be_refused(run):
    async def story():
        scene, found = Scene(waiting=2), {}
        scene.knows(cheap=0.01, costly=0.4)
        calls = await scene.queue("many", "many")
        for name in ("many", "new", "costly", "cheap"):
            client.set(name)
            found[name] = scene.limiter.has_room()
        scene.open.set()
        await asyncio.gather(*calls)
        return found

    assert run(story()) == {"many": False, "new": True, "costly": False, "cheap": True}


def test_one_client_cannot_fill_the_queue(run):
    async def story():
        scene = Scene(waiting=4)
        calls = await scene.queue(*["many"] * 5, "another")
        scene.open.set()
        results = await asyncio.gather(*calls, return_exceptions=True)
        return scene.served, [str(each) for each in results if isinstance(each, BusyError)]

    served, refused = run(story())
    assert served == ["holder", "many", "another", "many", "many"]
    assert refused == [BUSY] * 2


def test_a_client_that_has_disconnected_does_not_take_a_turn(run):
    async def story():
        scene = Scene(waiting=4)
        calls = await scene.queue("disconnected", "here")
        calls[1].cancel()
        scene.open.set()
        await asyncio.gather(*calls, return_exceptions=True)
        assert await scene.come("later", lambda: "the place is free") == "the place is free"
        return scene.served

    assert "disconnected" not in run(story())


def test_a_turn_that_comes_as_its_client_disconnects_is_passed_on(run):
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


def test_an_error_keeps_nothing_of_the_call_in_memory(run):
    pictures = []

    class Picture:
        """Stands for a large one."""

    def damaged():
        picture = Picture()
        pictures.append(weakref.ref(picture))
        try:
            raise OSError("truncated")
        except OSError:
            raise ValueError("damaged") from None

    async def story():
        limiter = Limiter(2, 8)
        for _ in range(20):
            with pytest.raises(ValueError, match="damaged"):
                await limiter.run(damaged)
        return [picture for picture in pictures if picture() is not None]

    gc.collect()
    gc.disable()
    try:
        assert run(story()) == []
    finally:
        gc.enable()


def test_only_so_many_clients_are_remembered(run):
    async def story():
        limiter = Limiter(1, 1)
        for number in range(_MAX_CLIENTS + 5):
            client.set(str(number))
            limiter._known()
        return limiter._clients

    known = run(story())
    assert len(known) == _MAX_CLIENTS
    assert "0" not in known


def test_one_client_cannot_take_all_places_and_gives_its_own_back():
    places = Places(most=5, most_of_one=2)
    assert [places.take("a") for _ in range(3)] == [True, True, False]
    assert [places.take(key) for key in "bcde"] == [True, True, True, False]
    with places.taken("f") as here:
        assert not here
    places.give_back("a")
    with places.taken("f") as here:
        assert here
        assert places.size == 5
    assert places.size == 4


def test_the_more_requests_of_one_client_are_refused_the_longer_each_waits(run, monkeypatch):
    monkeypatch.setattr(limits, "BUSY_DELAY", 0.01)
    monkeypatch.setattr(limits, "_refused", Counter(many=3200))
    refused = []

    async def refuse(name):
        client.set(name)
        await limits.busy_delay()
        refused.append(name)

    async def story():
        await asyncio.gather(refuse("many"), refuse("another"))

    run(story())
    assert refused == ["another", "many"]
    assert limits._refused == {"many": 3200}


@given(st.ip_addresses(v=6).filter(lambda each: not each.ipv4_mapped))
def test_a_network_of_ipv6_is_one_client(address):
    neighbour = type(address)(int(address) ^ 0xFFFF)
    beyond = type(address)(int(address) ^ (1 << 64))
    assert client_key(str(address)) == client_key(str(neighbour)) != client_key(str(beyond))


def test_other_addresses_are_themselves():
    for address, key in {"1.2.3.4": "1.2.3.4", "::ffff:1.2.3.4": "1.2.3.4", "": ""}.items():
        assert client_key(address) == key
