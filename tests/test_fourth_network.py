"""A fourth network, added by what CONTRIBUTING says and nothing else, to a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models import figures, mnist
from mnist_models.architectures import ARCHITECTURES
from mnist_models.strokes.templates import TEMPLATES

ROOT = Path(__file__).parent.parent
NAMES = [*ARCHITECTURES, "mine"]
PARTS = ("demo.py", "train.py", "mnist_models", "web", "benchmarks", "weights", "README.md")
ONE = ".PEN_DOWN\n50 100\n50 50\n50 0\n"


@pytest.fixture(scope="module")
def section():
    """What CONTRIBUTING says of adding a network: the blocks of code, and the commands."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    text = text.split("## Add a network\n")[1].split("\n## ")[0]
    code = re.findall(r"```python\n(.*?) *```", text, re.DOTALL)
    commands = re.findall(r"```sh\n(.*?) *```", text, re.DOTALL)
    return [dedent(block) for block in code], "".join(commands).splitlines()


@pytest.fixture(scope="module")
def project(tmp_path_factory, small_digits, section):
    """The copy, with the network trained on small digits that pass for MNIST."""
    folder = tmp_path_factory.mktemp("project")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    (function, recipe), commands = section
    package = folder / "mnist_models"
    insert(package / "architectures.py", function + "\n\n", before="# In rising strength")
    insert(package / "architectures.py", '    "mine": mine,\n', before="}\n")
    insert(package / "recipes.py", recipe, before="}\n")
    train, test = small_digits(240, seed=1), small_digits(50, seed=2)
    arrays = dict(zip(mnist.CHECKSUMS, (*train, *test), strict=True))
    checksums = {name: mnist.checksum(array) for name, array in arrays.items()}
    np.savez(folder / "small.npz", **arrays)
    insert(package / "mnist.py", f"CHECKSUMS = {checksums}\n", before="# One training image in")
    run(folder, f"{commands[0].strip()} --data small.npz --epochs 1")
    return folder


def insert(file, text, before):
    """Put text before the last place where a file has a certain line."""
    head, tail = file.read_text("utf-8").rsplit(before, 1)
    file.write_text(head + text + before + tail, "utf-8")


def run(folder, command):
    program, *arguments = command.split()
    assert program == "python"
    ended = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def server(project, serving):
    with serving(folder=project) as address:
        yield address


def test_the_api_gives_four_answers(server, three):
    assert httpx.get(f"{server}health").json()["networks"] == NAMES
    answers = httpx.post(f"{server}predict", json={"image": three()}).json()["answers"]
    assert [answer["name"] for answer in answers] == NAMES


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_the_page_shows_four_cards_side_by_side(page, request, draw):
    touch = "touch" in request.node.name
    draw(page, TEMPLATES["3"], touch)
    cards = page.locator("[data-model]")
    expect(cards).to_have_count(4)
    expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", "3")
    expect(page.locator("[data-model=mine] h2")).to_have_text("mine")
    boxes = [card.bounding_box() for card in cards.all()]
    assert len({round(box["x"]) for box in boxes}) == 4
    assert len({round(box["y"]) for box in boxes}) == 1
    page.locator(".why > summary").click()
    # The first explanation is compiled, which takes seconds, and far more where much else runs.
    expect(page.locator("[data-why=mine]")).to_be_visible(timeout=120_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_compare_tab_compares_four_each_in_a_colour_of_its_own(page):
    page.get_by_role("tab", name="Compare").click()
    comparison = page.locator(".compare")
    comparison.locator(".part").evaluate_all("all => all.forEach((part) => { part.open = true; })")
    expect(comparison.get_by_role("table").first.locator("tbody tr")).to_have_count(4)
    assert comparison.locator(".triple").first.locator("table").count() == 4
    expect(comparison.locator("[data-missed=mine]")).to_be_visible()
    lines = comparison.locator(".chart", has_text="validation").first.locator(".line, .dots")
    colours = lines.evaluate_all("lines => lines.map((line) => getComputedStyle(line).stroke)")
    assert len(set(colours)) == 4


def test_the_benchmarks_measure_four_and_the_tables_have_four_rows(project, section, unipen):
    sets = {"UNIPEN": figures.UNIPEN, "PENDIGITS": figures.PENDIGITS}
    for folder in sets.values():
        # Whatever a network takes this stroke for, it is right once.
        unipen(project / folder, [f'0 ? "{digit}"' for digit in range(10)], pen=ONE)
        unipen(project / folder, ['0 ? "K"'], pen=ONE, section="1b")
    _, (_, *commands) = section  # the first one has trained it
    for command in commands:
        run(project, " ".join(sets.get(word, word) for word in command.split()))
    for document, name in (("README.md", "results"), ("weights/README.md", "confidence")):
        text = (project / document).read_text("utf-8")
        (table,) = re.findall(f"<!-- {name} -->(.*?)<!--", text, re.DOTALL)
        assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == NAMES
