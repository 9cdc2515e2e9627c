"""A short soak of the real server; the long one is for hand: `python -m benchmarks.soak`."""

import sys

import pytest

from benchmarks.soak import TENTHS, soak
from benchmarks.support.server import Server


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_answers_and_visits_leave_no_memory_taken(free_port, run):
    with Server(free_port()) as server:
        memory = run(soak(server, answers=400, visits=100))
    assert len(memory) == TENTHS + 1
    # The first half warms the server up. In the other, 200 answers that were kept would be 20 MB.
    assert memory[-1] - memory[TENTHS // 2] < 12
