"""The lock files, from which CI and the container install, hold what the requirements ask for."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
HOSTS = ROOT / "requirements"
TESTS = ROOT / "tests" / "requirements"


def required(path):
    """The requirements in a file and in those that it includes."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    for line in lines:
        if line.startswith("-r "):
            yield from required(path.parent / line.removeprefix("-r "))
        else:
            yield Requirement(line)


def locked(path):
    """The requirements in a lock file, each with its number of hashes."""
    entries = re.sub(r"^ *#.*\n", "", path.read_text(), flags=re.MULTILINE).replace("\\\n", "")
    for line in entries.splitlines():
        requirement, *hashes = line.split("--hash=sha256:")
        yield Requirement(requirement), len(hashes)


@pytest.mark.parametrize("files", [HOSTS, TESTS], ids=["hosts", "tests"])
def test_every_requirement_is_locked_at_a_release_that_it_allows(files):
    pins = [pin for pin, _ in locked(files.with_suffix(".lock"))]
    for requirement in required(files.with_suffix(".txt")):
        releases = [version(pin) for pin in pins if pin.name == requirement.name]
        assert releases, requirement
        assert all(requirement.specifier.contains(release) for release in releases), requirement


@pytest.mark.parametrize("files", [HOSTS, TESTS], ids=["hosts", "tests"])
def test_every_lock_names_one_release_and_its_hashes(files):
    for pin, hashes in locked(files.with_suffix(".lock")):
        assert str(pin.specifier).startswith("=="), pin
        assert hashes, pin


def test_what_is_tested_is_what_hosts_install():
    tested = {str(pin) for pin, _ in locked(TESTS.with_suffix(".lock"))}
    for pin, _ in locked(HOSTS.with_suffix(".lock")):
        assert str(pin) in tested


def version(pin):
    return str(pin.specifier).removeprefix("==")
