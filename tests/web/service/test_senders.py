import pytest

from web.service.senders import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("a socket", "a socket"),
        ("", ""),
    ],
)
def test_a_sender_is_what_one_household_has(address, network):
    assert network_of(address) == network
