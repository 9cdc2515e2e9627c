"""A place where the server cannot listen gets one sentence."""

import socket

import pytest

from web.service.address import check_address


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.name.invalid", "not an address"])
def test_a_host_that_is_not_this_machine_is_named(host):
    with pytest.raises(SystemExit, match="is no address of this machine") as ending:
        check_address(host, None)
    assert len(str(ending.value).splitlines()) == 1


def test_a_port_that_is_taken_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is in use: name another with --port"):
            check_address("127.0.0.1", port)


def test_where_somebody_can_listen_nothing_is_said():
    for host in ("127.0.0.1", "0.0.0.0", "localhost"):
        check_address(host, None)
