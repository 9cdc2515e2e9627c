"""What a picture costs, and a search for those that cost the most."""

import base64
import ctypes
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.support.server import resident_memory

Work = Callable[[str], object]


class Cost(NamedTuple):
    """What a picture took."""

    milliseconds: float  # of one core
    megabytes: float  # at the most, beyond what was taken before


def measure(work: Work, data: bytes) -> Cost:
    """Do the work on a file as text. The memory is Linux's figure for the whole process."""
    text = base64.b64encode(data).decode("ascii")
    ctypes.CDLL(None).malloc_trim(0)  # what is free already would hide what is taken
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak
    before, begin = resident_memory("self"), time.thread_time()
    work(text)
    spent = time.thread_time() - begin
    return Cost(1000 * spent, resident_memory("self", "VmHWM") - before)


def search(work: Work, files: dict[str, bytes], cases: int, seed: int) -> dict[str, Cost]:
    """Measure the files, and mutants of those that cost much.

    Each case changes a few bytes of a file, which is drawn by its rank; a mutant
    that costs more than its parent joins the files. No checksum of a PNG is put
    right, since decoders that check it stop early, and that costs nothing. What
    seems to cost more is measured twice: other work on the machine only adds to it.

    Returns:
        Name → cost, by time, the worst first; a mutant bears its parent's name.
    """
    random = np.random.default_rng(seed)
    found = {name: _least(measure(work, data), work, data) for name, data in files.items()}
    pool = [(cost, name, files[name]) for name, cost in found.items()]
    for _ in range(cases):
        pool = sorted(pool, key=lambda each: each[0], reverse=True)[:40]
        cost, name, data = pool[min(int(random.exponential(8)), len(pool) - 1)]
        mutant = _mutated(data, random)
        new = measure(work, mutant)
        if _is_more(new, cost) and _is_more(new := _least(new, work, mutant), cost):
            pool.append((new, name, mutant))
            found[name] = Cost(*map(max, zip(found[name], new, strict=True)))
    return dict(sorted(found.items(), key=lambda each: each[1], reverse=True))


def _is_more(new: Cost, known: Cost) -> bool:
    return new.milliseconds > known.milliseconds or new.megabytes > known.megabytes + 1


def _least(first: Cost, work: Work, data: bytes) -> Cost:
    return Cost(*map(min, zip(first, measure(work, data), strict=True)))


def _mutated(data: bytes, random: np.random.Generator) -> bytes:
    """The file with a few bytes changed, most of them near its head, and perhaps a part twice."""
    changed = bytearray(data)
    for _ in range(random.integers(1, 6)):
        place = int(random.beta(0.3, 2) * len(changed))
        changed[place] = random.integers(256)
    if random.random() < 0.2:
        start, length = random.integers(len(changed)), random.integers(1, 20_000)
        changed[start:start] = changed[start : start + length]
    return bytes(changed)
