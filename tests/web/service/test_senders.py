"""Who asks, and the share of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.service.senders import MAX_AT_ONCE, MAX_OF_ONE, Crowd, network_of


def test_one_address_cannot_fill_the_server():
    crowd = Crowd()
    places = [crowd.joined("1.2.3.4") for _ in range(MAX_OF_ONE)]
    for place in places:
        place.__enter__()
    assert not crowd.has_room_for("1.2.3.4")
    assert crowd.has_room_for("5.6.7.8")
    places[0].__exit__(None, None, None)
    assert crowd.has_room_for("1.2.3.4")


def test_the_server_can_be_full():
    crowd = Crowd()
    places = [crowd.joined(str(number)) for number in range(MAX_AT_ONCE)]
    for place in places:
        place.__enter__()
    assert not crowd.has_room_for("another")
    assert crowd.size == MAX_AT_ONCE


def test_nobody_comes_in_while_the_work_has_no_room():
    room = iter([True, False, True])
    crowd = Crowd(lambda: next(room))
    assert [crowd.has_room_for("1.2.3.4") for _ in range(3)] == [True, False, True]


@given(st.ip_addresses(v=6).filter(lambda each: not each.ipv4_mapped))
def test_a_network_of_ipv6_is_one_sender(address):
    neighbour = type(address)(int(address) ^ 0xFFFF)
    beyond = type(address)(int(address) ^ (1 << 64))
    assert network_of(str(address)) == network_of(str(neighbour)) != network_of(str(beyond))


@pytest.mark.parametrize(
    ("address", "sender"),
    [("1.2.3.4", "1.2.3.4"), ("::ffff:1.2.3.4", "1.2.3.4"), ("unknown", "unknown"), ("", "")],
)
def test_other_addresses_are_themselves(address, sender):
    assert network_of(address) == sender
