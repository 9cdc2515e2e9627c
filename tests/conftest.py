"""What holds for every test: settings that must stand first, and the fixtures of all rooms."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import re
from pathlib import Path

import pytest
from hypothesis import settings

# They import what takes seconds, such as Keras, only where a test needs it.
pytest_plugins = [
    f"tests.fixtures.{part}"
    for part in (
        "data",
        "training",
        "unipen",
        "photos",
        "disk",
        "server",
        "browser",
        "firefox",
        "webkit",
    )
]

ROOT = Path(__file__).parent.parent

# What is behind slow tests: servers, browsers, thousands of real digits; and the files that train.
SLOW_FIXTURES = {"free_port", "start_demo", "browser", "real_mnist", "unipen_folder"}
SLOW_FILES = {"test_train.py", "test_training.py", "test_fourth_network.py", "test_digits.py"}

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the slow tests, so that `-m "not slow"` leaves them out."""
    for item in items:
        slow = item.path.name in SLOW_FILES or SLOW_FIXTURES & set(item.fixturenames)
        if slow or item.get_closest_marker("hosting"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def space_header():
    """What README tells Hugging Face, as far as it is plain `key: value` lines."""
    lines = (ROOT / "README.md").read_text("utf-8").split("---\n")[1].splitlines()
    pairs = [line.split(": ", 1) for line in lines if re.match(r"\w+: ", line)]
    return {key: value.strip('"') for key, value in pairs}
