"""Where the page's last line leads."""

import pytest

from web.service.links import links


@pytest.fixture
def source(monkeypatch):
    """The address of the link to the source where the environment says this."""

    def find(**environment):
        for name in ("SOURCE_URL", "SPACE_ID"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return {link["title"]: link["address"] for link in links()}.get("Source")

    return find


def test_a_host_says_where_the_source_is_and_a_space_is_its_own(source):
    assert source() is None
    assert source(SPACE_ID="me/digits") == "https://huggingface.co/spaces/me/digits/tree/main"
    assert source(SPACE_ID="me/digits", SOURCE_URL="https://my.example") == "https://my.example"
