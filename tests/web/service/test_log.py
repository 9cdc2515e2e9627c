"""A log that nobody can fill."""

import logging

from web.service.log import Few


def record(line, text="text"):
    return logging.LogRecord("any", logging.ERROR, "program.py", line, text, None, None)


def test_a_flood_of_one_kind_leaves_five_lines_a_minute_and_others_pass():
    now = 0.0
    few = Few(clock=lambda: now)
    assert sum(few.filter(record(1, f"forged {n}")) for n in range(1000)) == 5
    assert few.filter(record(2))
    now = 60.0
    assert few.filter(record(1))


def test_the_last_line_says_that_more_were_left_out():
    few = Few(clock=lambda: 0.0)
    lines = [record(1) for _ in range(6)]
    written = [line.getMessage() for line in lines if few.filter(line)]
    assert written[:4] == ["text"] * 4
    assert "left out" in written[4]
