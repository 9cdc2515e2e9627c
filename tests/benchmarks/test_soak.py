"""A short soak of the real server; the long one is for hand: `python -m benchmarks.soak`."""

import sys

import pytest

from benchmarks.soak import TENTHS, soak
from benchmarks.support.server import Server
from benchmarks.tables import hosting


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_answers_and_visits_leave_no_memory_taken(free_port, run):
    with Server(free_port()) as server:
        memory = run(soak(server, answers=400, visits=100))
    assert len(memory) == TENTHS + 1
    # The first half warms the server up. In the other, 200 answers that were kept would be 20 MB.
    assert memory[-1] - memory[TENTHS // 2] < 12


def test_the_table_says_what_was_added_for_each():
    record = {"cores": 2, "load_before": 0.1, "answers": 100_000, "visits": 10_000,
              "memory": [900.0, 905.0, 902.0]}  # fmt: skip
    assert "| 100,000 | 10,000 | 900 | 905 | +2 |" in hosting.soak(record)
