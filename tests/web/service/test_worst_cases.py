"""Pictures that once took gigabytes or many seconds, each made by code."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.support.bombs import bombs
from benchmarks.support.cost import search
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from web.service.images import MAX_CHARACTERS, decode

ROOT = Path(__file__).parents[3]
MEASURE = """
import json
from benchmarks.support.bombs import bombs
from benchmarks.support.cost import measure
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from web.service.images import decode

def outcome(text):
    try:
        sketch_to_mnist(ink_from_image(decode(text)))
    except SketchError:
        pass

outcome("")  # what the first call loads is no picture's
print(json.dumps({name: measure(outcome, data).megabytes for name, data in bombs().items()}))
"""
READ = {"deep interlaced png", "deep paeth png", "profiles png", "exif png", "scans jpeg"}


@pytest.fixture(scope="module")
def files():
    return bombs()


def outcome(text):
    """The picture for the networks, or the sentence for the sender."""
    try:
        return sketch_to_mnist(ink_from_image(decode(text)))
    except SketchError as refused:
        return str(refused)


def test_each_is_read_or_refused_in_one_sentence(files):
    for name, data in files.items():
        text = base64.b64encode(data).decode()
        assert len(text) <= MAX_CHARACTERS, name
        found = outcome(text)
        if name in READ:
            assert found.shape == (28, 28), name
        else:
            assert found.startswith("Expected "), name
            assert len(found.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_none_takes_100_megabytes():
    # In a process of its own, whose memory nothing else takes.
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    taken = json.loads(done.stdout)
    assert taken.keys() == bombs().keys()
    assert max(taken.values()) < 100, taken


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_the_search_reports_each_file_and_ends_in_no_error(files):
    small = {name: data for name, data in files.items() if len(data) < 20_000}
    assert search(outcome, small, cases=30, seed=0).keys() == small.keys()
