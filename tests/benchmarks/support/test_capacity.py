import pytest

from benchmarks.support.capacity import capacity
from benchmarks.tables import hosting


def record(answers=3000, processor_seconds=30.0):
    """Fifty visitors for a minute, then twice as many, on two cores."""
    many = {
        "visitors": 50, "answers": answers, "seconds": 60.0, "memory": 800.0, "p50": 20.0,
        "processor_seconds": processor_seconds, "busy": 0, "errors": 0, "drawings": 900, "lost": 0,
    }  # fmt: skip
    crowd = many | {"visitors": 100, "processor_seconds": 90.0, "busy": 1000, "memory": 810.0}
    return {"phases": {"many visitors": many, "too many": crowd}}


def test_what_a_core_gives_is_estimated_from_the_servers_own_time():
    found = capacity(record())
    assert found.core == pytest.approx(100)
    assert found.visitor == pytest.approx(1)
    assert (found.visitors, found.cores, found.replicas) == (70, 15, 10)


def test_twice_the_time_for_an_answer_needs_twice_the_cores():
    assert capacity(record(processor_seconds=60.0)).cores == 29


def test_what_breaks_first_is_said_with_its_figures():
    text = hosting.breaks(record())
    assert "25 % of the questions were told to wait" in text
    assert "0 visitors met an error, 0 of 900 drawings" in text
    assert "+10 MB" in text
