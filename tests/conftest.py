"""What several tests need: the real data where it can be had, and a small data set."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from mnist_models import mnist
from mnist_models.recognizer import Recognizer

ROOT = Path(__file__).parent.parent

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def real_mnist():
    cached = Path.home() / ".keras" / "datasets" / "mnist.npz"
    if "MNIST_NPZ" not in os.environ and not cached.exists():
        pytest.skip("needs MNIST: set MNIST_NPZ to an npz file in Keras's layout")
    return mnist.load()


@pytest.fixture(scope="session")
def unipen_folder():
    if "UNIPEN_DIR" not in os.environ:
        pytest.skip("needs real pen strokes: set UNIPEN_DIR to a folder of UNIPEN")
    return Path(os.environ["UNIPEN_DIR"])


@pytest.fixture(scope="session")
def recognizer():
    return Recognizer.load()


def small_digits(count: int, seed: int) -> mnist.Digits:
    """Stand-ins for digits that a network learns in seconds: a bar whose angle is its label."""
    random = np.random.default_rng(seed)
    labels = (np.arange(count) % 10).astype(np.uint8)
    angles = (labels * 18 + random.uniform(-3, 3, count)) * np.pi / 180
    y, x = np.mgrid[:28, :28] - 14.0
    cos, sin = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    along, across = np.abs(x * cos + y * sin), np.abs(y * cos - x * sin)
    images = np.clip(np.minimum(10.5 - along, 2 - across), 0, 1) * 255
    return mnist.Digits(images.astype(np.uint8), labels)


@pytest.fixture
def small_mnist(tmp_path, monkeypatch):
    """An npz file of 240 and 50 small digits that passes for MNIST."""
    train, test = small_digits(240, seed=1), small_digits(50, seed=2)
    arrays = {
        "x_train": train.images,
        "y_train": train.labels,
        "x_test": test.images,
        "y_test": test.labels,
    }
    path = tmp_path / "small.npz"
    np.savez(path, **arrays)
    checksums = {name: mnist.checksum(array) for name, array in arrays.items()}
    monkeypatch.setattr(mnist, "CHECKSUMS", checksums)
    return path


def start_demo(*options, folder=ROOT):
    return subprocess.Popen(
        [sys.executable, "demo.py", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(*options, folder=ROOT):
    """The page's address, served by the real command."""
    port = str(free_port())
    process = start_demo("--host", "127.0.0.1", "--port", port, *options, folder=folder)
    try:
        # Gradio may have printed other lines before; there is none where the program has ended.
        line = next((line for line in process.stdout if line.startswith("Draw at")), None)
        assert line, process.stderr.read()
        yield line.split()[-1]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def server():
    with serving() as address:
        yield address
