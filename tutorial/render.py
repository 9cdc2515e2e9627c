"""Make the tutorial's notebook and its page from `digits.py`.

python -m tutorial.render    less than ten minutes on two cores

`digits.py` is the notebook as text; run this command after each change to it. The
notebook is written without outputs, as `digits.ipynb`. Then it is run from top to
bottom, and becomes the page in `docs/`, with its outputs and pictures.
"""

import shutil
from pathlib import Path
from string import Template

import jupytext
import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets.config import Config

HERE = Path(__file__).parent
NOTEBOOK = HERE / "digits.ipynb"
DOCS = HERE.parent / "docs"


def notebook() -> NotebookNode:
    """The notebook of `digits.py`, without outputs; the same text gives the same notebook."""
    made = jupytext.read(HERE / "digits.py", fmt="py:percent")
    made.metadata.pop("jupytext", None)
    for number, cell in enumerate(made.cells, 1):
        cell.id = f"cell-{number}"
    return made


def run(made: NotebookNode) -> None:
    """Run every cell in the notebook's folder, and keep the outputs in the cells.

    Raises:
        CellExecutionError: if a cell fails.
    """
    count = len(made.cells)

    def report(cell_index: int, **_: NotebookNode) -> None:
        print(f"\rCell {cell_index + 1} of {count}", end="", flush=True)

    where = {"metadata": {"path": str(HERE)}}
    NotebookClient(made, timeout=None, resources=where, on_cell_start=report).execute()
    print()


def page(made: NotebookNode) -> tuple[str, dict[str, bytes]]:
    """A notebook that has been run, as an HTML page; and its pictures by path."""
    for cell in made.cells:
        if cell.cell_type == "code":
            # Without TensorFlow's log.
            cell.outputs = [each for each in cell.outputs if each.get("name") != "stderr"]
    settings = Config({"ExtractOutputPreprocessor": {"enabled": True}})
    exporter = HTMLExporter(
        template_name="basic",
        config=settings,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    names = {"output_files_dir": "pictures", "unique_key": "picture"}
    body, resources = exporter.from_notebook_node(made, names)
    colours = HtmlFormatter().get_style_defs(".highlight")
    frame = Template((HERE / "page.html").read_text("utf-8"))
    text = frame.substitute(body=body, colours=colours)
    lines = (line.rstrip() for line in text.splitlines())
    return "\n".join(lines) + "\n", resources["outputs"]


def main() -> None:
    """Write the notebook, run it, and write the page."""
    made = notebook()
    nbformat.write(made, NOTEBOOK)
    run(made)
    text, pictures = page(made)
    shutil.rmtree(DOCS / "pictures", ignore_errors=True)
    for name, content in {"index.html": text.encode(), **pictures}.items():
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_bytes(content)


if __name__ == "__main__":
    main()
