"""Which names the server answers to, and which sites' pages may ask it."""

import pytest
from starlette.datastructures import Headers

from web.service.origins import Origins, known_hosts

LOCAL = Origins(known_hosts("127.0.0.1", []))


def status(origins, works=True, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    fault = origins.fault(Headers(named), works=works)
    return fault[0] if fault else 200


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1:7860", "[::1]:7860", "192.168.1.5"])
def test_a_local_server_answers_to_this_machines_names_and_to_addresses(host):
    assert status(LOCAL, host=host) == 200


@pytest.mark.parametrize("host", ["evil.example:7860", "127.0.0.1.evil.example", "", "[", "a]b"])
def test_a_name_that_was_bound_to_this_machine_behind_its_back_is_refused(host):
    assert status(LOCAL, host=host, origin=f"http://{host}") == 421
    assert status(LOCAL, works=False, host=host) == 421


def test_a_server_for_others_answers_to_any_name_until_its_host_names_some():
    assert status(Origins(known_hosts("0.0.0.0", [])), host="digits.example") == 200
    named = Origins(known_hosts("0.0.0.0", ["digits.example"]))
    assert status(named, host="digits.example:8000") == 200
    assert status(named, host="other.example") == 421


def test_the_page_itself_and_programs_without_a_page_may_ask():
    assert status(LOCAL, host="localhost:7860") == 200
    assert status(LOCAL, host="localhost:7860", origin="http://localhost:7860") == 200


def test_the_page_behind_a_proxy_that_keeps_the_name_for_itself_may_ask():
    space = {"host": "10.0.0.1:7860", "origin": "https://me-digits.hf.space"}
    assert status(Origins(), x_forwarded_host="me-digits.hf.space", **space) == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:7861", "http://localhost", "file://", ""],
)
def test_pages_of_other_sites_may_not_ask_but_link_to_the_page(origin):
    assert status(LOCAL, host="localhost:7860", origin=origin) == 403
    assert status(LOCAL, works=False, host="localhost:7860", origin=origin) == 200


def test_a_site_that_the_host_allows_may_ask_and_read_and_no_other():
    origins = Origins(pages=["https://school.example"])
    assert status(origins, host="digits.example", origin="https://school.example") == 200
    allowed = origins.reply_headers("https://school.example")
    assert allowed["access-control-allow-origin"] == "https://school.example"
    assert origins.reply_headers("https://evil.example") == origins.reply_headers(None) == {}


def test_a_space_and_the_sites_that_the_host_names_may_frame_the_page():
    ancestors = Origins(frames=["https://school.example"]).frame_ancestors().split()
    assert ancestors[:2] == ["frame-ancestors", "'self'"]
    assert {"https://huggingface.co", "https://*.hf.space", "https://school.example"} < {*ancestors}
