"""Pictures that once took gigabytes or many seconds, each made by code."""

import base64
import sys

import pytest

from benchmarks.support.bombs import bombs
from benchmarks.support.cost import measure, search
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from web.service.images import MAX_CHARACTERS, decode

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
def test_none_takes_100_megabytes(files):
    for name, data in files.items():
        assert measure(outcome, data).megabytes < 100, name


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_the_search_reports_each_file_and_ends_in_no_error(files):
    small = {name: data for name, data in files.items() if len(data) < 20_000}
    assert search(outcome, small, cases=30, seed=0).keys() == small.keys()
