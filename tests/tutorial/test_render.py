"""The notebook, its text and its page say the same."""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tutorial import render
from tutorial.render import DOCS, NOTEBOOK

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made():
    return render.notebook()


@pytest.fixture(scope="module")
def page():
    return (DOCS / "index.html").read_text("utf-8")


def words(text):
    """What a reader sees of HTML, without its white space."""
    return "".join(
        html.unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", text, flags=re.DOTALL)).split()
    )


def test_the_notebook_is_its_text_and_keeps_no_output(made):
    assert nbformat.read(NOTEBOOK, as_version=4) == made
    assert all(not cell.get("outputs") for cell in made.cells)


def test_a_lesson_can_be_read_in_one_go(made):
    assert len(made.cells) <= 40


def test_the_page_has_every_cell_of_the_notebook(made, page):
    shown = words(page)
    for cell in made.cells:
        # The page may have been made with fewer digits; it shows how many.
        if "settings" in cell.metadata.get("tags", []):
            continue
        alone = nbformat.v4.new_notebook(cells=[cell])
        body = render.page(alone)[0].split("<main>")[1].split("</main>")[0]
        assert words(body) in shown, cell.source


def test_every_picture_is_there_and_said_in_words(page):
    pictures = re.findall(r"<img ([^>]*)>", page)
    assert len(pictures) > 10
    for attributes in pictures:
        name = re.search('src="([^"]+)"', attributes).group(1)
        assert (DOCS / name).is_file()
        assert re.search('alt="[^"]+"', attributes), name


def test_the_page_is_small_and_loads_nothing_from_elsewhere(page):
    assert sum(path.stat().st_size for path in DOCS.rglob("*.*")) < 2_000_000
    assert not re.search(r'src="(https?:)?//|<script|<link|@import|url\(', page)


def test_every_number_in_the_text_is_computed(made):
    for cell in made.cells:
        if cell.cell_type == "markdown" and "<details>" not in cell.source:
            assert not re.search(r"\d[\d,.]* ?(parameters|seconds|minutes)|\d\.\d", cell.source)


def test_readme_and_the_notebook_name_one_repository(made):
    (address,) = re.findall(r'REPOSITORY = "(.+)"', made.cells[1].source)
    assert f"git clone {address} " in (ROOT / "README.md").read_text("utf-8")


def test_the_command_in_contributing_makes_them_lead_to_a_copy(tmp_path):
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (program,) = re.findall(r'`python -c "(.+?)"`', text)
    files = ("README.md", "tutorial/digits.py", "tutorial/digits.ipynb", "docs/index.html")
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    command = [sys.executable, "-c", program.replace("NAME", "someone")]
    subprocess.run(command, cwd=tmp_path, check=True)
    for name in files:
        text = (tmp_path / name).read_text("utf-8")
        assert "/someone/three-networks-read-your-digit" in text
        assert "/OWNER/" not in text


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_of_the_page(browser, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((DOCS / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
