"""CONTRIBUTING.md is true: its paths exist, and each room stands above what it imports."""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for place in ("mnist_models", "web", "benchmarks", "tutorial", "demo.py", "train.py")
    for path in ((ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place])
)
TRAINING = re.compile(r"mnist_models/(augmentation|writing|judging|recipes|runs|training)\b")


def read_plan():
    """Each room of the plan with its floor, counted from the top."""
    (plan,) = re.findall(r"```text\n(benchmarks/.*?)```", CONTRIBUTING, re.DOTALL)
    floors, house = {}, ""
    for floor, line in enumerate(plan.splitlines()):
        inside = line.startswith(" ")
        house = house if inside else line
        floors |= {(house if inside else "") + room: floor for room in line.split()}
    return floors


FLOORS = read_plan()


def room_of(module):
    """The room of a file, which may be the file itself."""
    return max((room for room in FLOORS if module.startswith(room)), key=len)


@cache
def imports(module):
    """The project's own modules that a module imports, also inside its functions."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {file_of(alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # A name from a package is a module of its own, or is defined in its __init__.py.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {file_of(name) or file_of(node.module) for name in names}
    return found - {None}


def file_of(name):
    """The file of a module or package, if it is the project's."""
    place = name.replace(".", "/")
    return next((file for file in (f"{place}.py", f"{place}/__init__.py") if file in MODULES), None)


def test_each_module_has_a_room_that_stands_above_what_it_imports():
    faults = [
        f"{module} has no room"
        for module in MODULES
        if room_of(module) in ("mnist_models/", "web/") and not module.endswith("__init__.py")
    ]
    faults += [
        f"{module} imports {other}"
        for module in MODULES
        for other in imports(module)
        if room_of(other) != room_of(module) and FLOORS[room_of(other)] <= FLOORS[room_of(module)]
    ]
    assert faults == []


def test_imports_have_no_circle():
    TopologicalSorter({module: imports(module) for module in MODULES}).prepare()


def test_the_page_never_loads_what_trains_and_the_networks_never_load_the_page():
    reached, waiting = set(), {"demo.py"}
    while waiting:
        reached |= waiting
        waiting = {found for module in waiting for found in imports(module)} - reached
    assert "mnist_models/recognizer.py" in reached
    assert [module for module in sorted(reached) if TRAINING.match(module)] == []
    package = [(ROOT / each).read_text("utf-8") for each in MODULES if each.startswith("mnist")]
    assert not re.search(r"^\s*(import|from) gradio\b", "\n".join(package), re.MULTILINE)


def test_every_path_that_it_names_exists():
    quoted = re.findall(r"`([\w/.*]+(?:/|\.[a-z]+))`", CONTRIBUTING)
    plain = re.findall(r"(?:mnist_models|web|benchmarks|tutorial|tests)/[\w/.*]*\w", CONTRIBUTING)
    places = (ROOT, ROOT / "mnist_models", ROOT / "web")
    missing = [
        path
        for path in sorted({*quoted, *plain, *FLOORS})
        if not any([*place.glob(path.rstrip("/"))] for place in places)
    ]
    assert missing == []
