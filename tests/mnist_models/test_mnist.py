"""MNIST: found, verified, split."""

import shutil

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models import mnist


def test_mnist_has_its_published_size_and_content(real_mnist):
    train, test = real_mnist
    assert train.images.shape == (60_000, 28, 28)
    assert test.images.shape == (10_000, 28, 28)
    assert train.images.dtype == train.labels.dtype == np.uint8
    assert train.labels[:5].tolist() == [5, 0, 4, 1, 9]


def test_a_file_is_read_from_its_path_or_from_the_environment(small_mnist, monkeypatch):
    train, test = mnist.load(small_mnist)
    assert (len(train.labels), len(test.labels)) == (240, 50)
    monkeypatch.setenv("MNIST_NPZ", str(small_mnist))
    assert len(mnist.load()[0].labels) == 240


def test_other_content_is_refused(small_mnist):
    arrays = dict(np.load(small_mnist))
    arrays["y_test"][0] ^= 1
    np.savez(small_mnist, **arrays)
    with pytest.raises(mnist.DataError, match=r"y_test in .*small.npz differs from the original"):
        mnist.load(small_mnist)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(mnist.DataError, match=r"there is no such file"):
        mnist.load(tmp_path / "nowhere.npz")


@pytest.mark.parametrize("damage", ["truncated", "text", "empty", "folder", "layout", "pickled"])
def test_a_damaged_file_gives_one_sentence(small_mnist, damage):
    whole = small_mnist.read_bytes()
    if damage == "truncated":
        small_mnist.write_bytes(whole[: len(whole) // 2])
    elif damage == "text":
        small_mnist.write_text("not an npz file")
    elif damage == "empty":
        small_mnist.write_bytes(b"")
    elif damage == "folder":
        small_mnist.unlink()
        small_mnist.mkdir()
    elif damage == "layout":
        np.savez(small_mnist, images=np.zeros(3))
    else:
        np.savez(small_mnist, **dict.fromkeys(mnist.CHECKSUMS, np.array([{}], dtype=object)))
    with pytest.raises(mnist.DataError, match=r"cannot be read as that") as caught:
        mnist.load(small_mnist)
    assert "\n" not in str(caught.value)


@pytest.fixture
def keras_copy(tmp_path, monkeypatch):
    """Where Keras keeps its copy, in a home without one."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    monkeypatch.delenv("KERAS_HOME", raising=False)
    copy = tmp_path / ".keras" / "datasets" / "mnist.npz"
    copy.parent.mkdir(parents=True)
    return copy


def test_without_network_the_message_says_what_to_do(keras_copy, monkeypatch):
    def unreachable():
        raise Exception("URL fetch failure on https://example.org: None -- [Errno -2]")

    monkeypatch.setattr(keras.datasets.mnist, "load_data", unreachable)
    with pytest.raises(mnist.DataError, match=r"connect to the internet, or name a local copy"):
        mnist.load()


def test_the_copy_that_keras_keeps_is_read_without_keras(keras_copy, small_mnist):
    shutil.copy(small_mnist, keras_copy)
    assert len(mnist.load()[0].labels) == 240


@pytest.mark.parametrize("damage", ["cut", "other content"])
def test_a_damaged_copy_that_keras_keeps_is_named_and_kept(keras_copy, small_mnist, damage):
    if damage == "cut":
        keras_copy.write_bytes(small_mnist.read_bytes()[:1000])
    else:
        arrays = dict(np.load(small_mnist))
        np.savez(keras_copy, **arrays | {"y_test": arrays["y_test"][::-1]})
    before = keras_copy.read_bytes()
    with pytest.raises(mnist.DataError, match=r"delete (it|that file)") as caught:
        mnist.load()
    assert str(keras_copy) in str(caught.value)
    assert keras_copy.read_bytes() == before


def test_the_local_copy_is_the_named_file_or_else_the_one_that_keras_keeps(
    keras_copy, monkeypatch, tmp_path
):
    assert mnist.local_copy() is None
    keras_copy.touch()
    assert mnist.local_copy() == keras_copy
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "other"))
    assert mnist.local_copy() is None
    monkeypatch.setenv("MNIST_NPZ", "elsewhere.npz")
    assert str(mnist.local_copy()) == "elsewhere.npz"


@given(
    labels=st.lists(st.integers(0, 9), min_size=24, max_size=200), seed=st.integers(0, 2**32 - 1)
)
def test_the_split_is_a_stratified_partition(labels, seed):
    labels = np.array(labels, np.uint8)
    marks = np.arange(len(labels), dtype=np.uint8).repeat(784).reshape(-1, 28, 28)
    fitted, held_out = mnist.split(mnist.Digits(marks, labels), seed)
    both = np.concatenate([fitted.images[:, 0, 0], held_out.images[:, 0, 0]])
    assert sorted(both.tolist()) == list(range(len(labels)))
    for digit in range(10):
        share = (labels == digit).sum() / 12
        assert abs((held_out.labels == digit).sum() - share) <= 1


def test_the_split_holds_5000_digits_out_the_same_ones_each_time(real_mnist):
    first, second = mnist.split(real_mnist[0]), mnist.split(real_mnist[0])
    assert len(first[1].labels) == 5_000
    np.testing.assert_array_equal(first[1].images, second[1].images)


def test_network_input_lies_between_0_and_1():
    images = np.array([[[0, 51, 255]]], np.uint8)
    given = mnist.network_input(images)
    assert given.dtype == np.float32
    np.testing.assert_allclose(given[0, 0, :, 0], [0, 0.2, 1])
