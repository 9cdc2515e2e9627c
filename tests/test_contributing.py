"""CONTRIBUTING.md is true: its paths exist, and the rooms stand as its plan shows them."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for place in ("mnist_models", "web", "benchmarks", "tutorial", "demo.py", "train.py")
    for path in ((ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place])
)
TRAINING = ("augmentation/", "writing/", "checkpoints.py", "judging.py", "lessons.py", "recipes.py",
            "runs.py", "training.py")  # fmt: skip


def floors():
    """Each room of the plan with its floor, counted from the top."""
    (plan,) = re.findall(r"```text\n(benchmarks/.*?)```", CONTRIBUTING, re.DOTALL)
    rooms, house = {}, ""
    for floor, line in enumerate(plan.splitlines()):
        inside = line.startswith(" ")
        house = house if inside else line
        rooms |= {(house if inside else "") + room: floor for room in line.split()}
    return rooms


FLOORS = floors()


def room_of(module):
    """The room that a file is in, which may be the file itself."""
    return max((room for room in FLOORS if module.startswith(room)), key=len)


@cache
def imports(module):
    """The project's own modules that a module imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {file_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # What is imported from a package is a module of its own, or stands in its __init__.py.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {file_of(name) or file_of(node.module) for name in names}
    return found - {None}


def file_of(name):
    """The project's file of a module or package, if it is the project's."""
    place = name.replace(".", "/")
    return next((file for file in (f"{place}.py", f"{place}/__init__.py") if file in MODULES), None)


def reached_from(module):
    reached, waiting = set(), [module]
    while waiting:
        reached.add(waiting.pop())
        waiting += {found for each in reached for found in imports(each)} - reached - set(waiting)
    return reached


def paths():
    """Whatever looks like a path: in code, in the plan, or by the folder that it starts with."""
    quoted = re.findall(r"`([\w/.]+(?:/|\.[a-z]+))`", CONTRIBUTING)
    plain = re.findall(r"(?:mnist_models|web|benchmarks|tutorial|tests)/[\w/.]*", CONTRIBUTING)
    return sorted({*quoted, *plain, *FLOORS})


@pytest.mark.parametrize("path", paths())
def test_every_path_that_it_names_exists(path):
    assert any((ROOT / place / path).exists() for place in (".", "mnist_models", "web")), path


def test_every_module_has_a_room():
    for module in MODULES:
        house = room_of(module) in ("mnist_models/", "web/")
        assert not house or module.endswith("__init__.py"), module


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_only_from_the_floors_below(module):
    for other in imports(module):
        if room_of(other) != room_of(module):
            assert FLOORS[room_of(other)] > FLOORS[room_of(module)], f"{module} imports {other}"


def test_the_page_never_reaches_what_trains():
    reached = reached_from("demo.py")
    assert "mnist_models/recognizer.py" in reached
    parts = tuple(f"mnist_models/{part}" for part in TRAINING)
    assert [module for module in reached if module.startswith(parts)] == []


def test_the_networks_package_knows_no_page():
    for module in MODULES:
        if module.startswith("mnist_models/"):
            text = (ROOT / module).read_text("utf-8")
            assert not re.search(r"^\s*(import|from) (gradio|web|demo)\b", text, re.MULTILINE)
