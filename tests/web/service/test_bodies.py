"""Bodies: how long, how slow, how many values."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.service import bodies
from web.service.bodies import (
    GoneError,
    TooLongError,
    TooSlowError,
    has_too_many_values,
    names_a_file,
    read_body,
)


def sent(*parts, rest=None):
    """`receive` for a body in parts; after them `rest`, or silence."""
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages += [rest] if rest else []

    async def receive():
        return messages.pop(0) if messages else await asyncio.Event().wait()

    return receive


END = {"type": "http.request", "body": b"", "more_body": False}


@given(parts=st.lists(st.binary(max_size=20), max_size=5))
def test_a_body_is_read_whole_if_it_is_not_too_long(parts, run):
    whole = b"".join(parts)
    assert run(read_body(sent(*parts, rest=END), len(whole))) == whole
    if whole:
        with pytest.raises(TooLongError):
            run(read_body(sent(*parts, rest=END), len(whole) - 1))


def test_a_body_that_stops_coming_is_given_up(monkeypatch, run):
    monkeypatch.setattr(bodies, "_PATIENCE", 0.01)
    with pytest.raises(TooSlowError):
        run(read_body(sent(b'{"image": "'), 100))


def test_a_body_that_breaks_off_ends_at_once(run):
    with pytest.raises(GoneError):
        run(read_body(sent(b"{", rest={"type": "http.disconnect"}), 100))


def test_a_long_body_gets_more_time_than_a_short_one(monkeypatch, run):
    monkeypatch.setattr(bodies, "_PATIENCE", 0.01)

    async def receive():
        await asyncio.sleep(0.03)
        return END

    parts = iter([{"type": "http.request", "body": b"a" * 1_000_000, "more_body": True}])

    async def large():
        return next(parts, None) or await receive()

    assert len(run(read_body(large, 2_000_000))) == 1_000_000


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=50,
)


def count(value):
    if isinstance(value, dict):
        return 1 + sum(map(count, value.values()))
    return 1 + sum(map(count, value)) if isinstance(value, list) else 1


@given(values)
def test_json_that_passes_holds_no_more_values_than_allowed(value):
    copies = [value] * (1 + 1_100 // count(value))
    assert has_too_many_values(json.dumps(copies).encode())


def test_the_largest_batch_has_few_values():
    batch = {"images": ["data:image/png;base64,AAAA"] * 64}
    assert not has_too_many_values(json.dumps(batch).encode())


@pytest.mark.parametrize("body", [b"[" * 2_000, b"[{}," * 1_000, b'{"a":' * 2_000, b"," * 2_000])
def test_deep_and_numerous_values_are_found_without_parsing(body):
    assert has_too_many_values(body)


FILE = {"path": "http://127.0.0.1/a.png", "meta": {"_type": "gradio.FileData"}}


@given(values)
def test_a_file_of_gradios_is_found_wherever_it_hides(value):
    assert names_a_file({"data": [value, {"a": [FILE]}]})
    assert not names_a_file(json.loads(json.dumps(value).replace("path", "p")))
