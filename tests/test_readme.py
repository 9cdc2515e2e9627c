import re
from importlib.metadata import requires
from pathlib import Path

import pytest

from benchmarks import readme
from mnist_models.architectures import ARCHITECTURES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
HISTORY = ROOT / "weights" / "HISTORY.md"


def pinned(package):
    text = (ROOT / "requirements.txt").read_text()
    return re.search(rf"^{package}\W+([\d.]+)$", text, re.MULTILINE).group(1)


@pytest.mark.parametrize(
    "path", readme.DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_the_tables_are_the_ones_that_the_reports_give(path):
    text = path.read_text("utf-8")
    assert readme.updated(text) == text


def test_each_measured_table_is_in_a_document():
    texts = "".join(path.read_text("utf-8") for path in readme.DOCUMENTS)
    assert [name for name in readme.TABLES if f"<!-- {name} -->" not in texts] == []


def test_the_result_table_has_a_row_for_each_network():
    rows = re.findall(r"^\| `(\w+)` \|.*%", README, re.MULTILINE)
    assert rows == list(ARCHITECTURES)


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


def test_every_link_leads_somewhere():
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"), HISTORY]
    missing = [
        f"{document.relative_to(ROOT)}: {path}"
        for document in documents
        for path in re.findall(r"\]\(([^)#:]+)[^):]*\)", document.read_text("utf-8"))
        if not (document.parent / path).exists()
    ]
    assert missing == []


def test_every_top_level_path_is_explained():
    places = README.split("## What is where")[1]
    present = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    for name in present - {"__pycache__", "weights-quick", "README.md"}:
        assert re.search(rf"`{re.escape(name)}/?`", places), name
