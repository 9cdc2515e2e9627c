import re
from importlib.metadata import requires
from pathlib import Path

import pytest

from benchmarks import readme

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def pinned(package):
    text = (ROOT / "requirements.txt").read_text()
    return re.search(rf"^{package}\W+([\d.]+)$", text, re.MULTILINE).group(1)


@pytest.mark.parametrize("path", readme.DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_tables_are_the_ones_that_the_reports_give(path):
    text = path.read_text("utf-8")
    assert readme.updated(text) == text


def test_the_result_table_has_a_row_for_each_network():
    assert "| `deep_cnn` |" in readme.results()


def test_the_space_runs_the_gradio_that_is_tested(space_header):
    assert space_header["sdk"] == "gradio"
    assert space_header["sdk_version"] == pinned("gradio")
    assert (ROOT / space_header["app_file"]).exists()


def test_the_header_keeps_hugging_faces_limits(space_header):
    assert len(space_header["short_description"]) <= 60
    assert space_header["python_version"] == "3.12"
    colors = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
    assert {space_header["colorFrom"], space_header["colorTo"]} <= colors


def test_gradio_accepts_the_versions_that_are_pinned():
    from packaging.requirements import Requirement

    for requirement in map(Requirement, requires("gradio")):
        if requirement.name in ("numpy", "pillow") and not requirement.marker:
            assert requirement.specifier.contains(f"{pinned(requirement.name)}.0")


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_leads_somewhere(path):
    assert (ROOT / path).exists()


def test_every_top_level_path_is_explained():
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    ignored = {"__pycache__", "weights-quick", "README.md"}
    for name in tracked - ignored:
        assert re.search(rf"^\| .*`{re.escape(name)}/?`", README, re.MULTILINE), name
