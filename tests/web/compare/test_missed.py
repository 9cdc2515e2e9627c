import numpy as np
import pytest

from mnist_models import mnist
from mnist_models.recognizer import Reading
from web.compare.missed import digit_finder
from web.service.images import decode


def read(images):
    """One network, which declines what is bright."""
    bright = [image.mean() > 128 for image in images]
    return [[Reading("one", None, None if each else 7, 1.0, 0.1)] for each in bright]


@pytest.fixture
def no_mnist(tmp_path, monkeypatch):
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_the_pictures_are_the_test_digits_pixel_for_pixel(small_mnist, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(small_mnist))
    pictures = digit_finder({3, 41}, read)(False)["pictures"]
    images = mnist.load(small_mnist)[1].images
    assert set(pictures) == {"3", "41"}
    for index, picture in pictures.items():
        np.testing.assert_array_equal(np.asarray(decode(picture)), images[int(index)])


def test_it_says_which_of_them_a_network_declines(small_mnist, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(small_mnist))
    images = mnist.load(small_mnist)[1].images
    bright = [str(index) for index in range(len(images)) if images[index].mean() > 128]
    found = digit_finder(range(len(images)), read)(None)["declined"]
    assert found == ({"one": bright} if bright else {})


def test_a_second_visitor_costs_nothing(small_mnist, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(small_mnist))
    find = digit_finder({7}, read)
    first = find(False)
    small_mnist.unlink()
    assert find(False) == first


@pytest.mark.parametrize("said", [False, None, 1, True, "true", [True], {}])
def test_nothing_is_downloaded_whatever_the_visitor_says(no_mnist, said):
    assert "not on this server" in digit_finder({7}, read)(said)["error"]


def test_a_damaged_copy_of_kerass_is_neither_fetched_again_nor_deleted(no_mnist, tmp_path):
    copy = tmp_path / ".keras" / "datasets" / "mnist.npz"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"PK damaged")
    assert "not on this server" in digit_finder({7}, read)(None)["error"]
    assert copy.read_bytes() == b"PK damaged"


def test_digits_that_cannot_be_loaded_are_answered_in_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    assert "not on this server" in digit_finder({7}, read)(None)["error"]
