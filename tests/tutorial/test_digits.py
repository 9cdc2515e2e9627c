"""The notebook runs from top to bottom, here with few digits."""

import re

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from mnist_models.architectures import ARCHITECTURES
from tutorial import render

FEW = "DIGITS, TESTED = 1_200, 500\nDRAWINGS = 40\nEPOCHS = 1\nSEED = 0"


def with_few(made):
    (settings,) = (cell for cell in made.cells if "settings" in cell.metadata.get("tags", []))
    settings.source = FEW
    return made


def outputs(cells):
    return [output for cell in cells for output in cell.get("outputs", [])]


def test_it_runs_whole_and_so_do_the_answers_to_its_exercises(real_mnist):
    made = with_few(render.notebook())
    (exercises,) = (cell for cell in made.cells if "## 9. Exercises" in cell.source)
    answers = re.findall(r"```python\n(.*?)```", exercises.source, re.DOTALL)
    assert len(answers) == exercises.source.count("<details>") == 5
    made.cells += [nbformat.v4.new_code_cell(answer) for answer in answers]
    render.run(made)
    for cell in made.cells[-len(answers) :]:
        assert outputs([cell]), cell.source
    pictures = [each for each in outputs(made.cells) if "image/png" in each.get("data", {})]
    assert len(pictures) > 10
    text = "\n".join(str(each.get("data", {}).get("text/markdown")) for each in outputs(made.cells))
    assert "Of the test digits the baseline reads" in text
    for name in [*ARCHITECTURES, "mine"]:
        assert name in text


def test_without_mnist_it_ends_with_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    made = render.notebook()
    first = next(n for n, cell in enumerate(made.cells) if "mnist.load()" in cell.source)
    made.cells = made.cells[: first + 1]
    with pytest.raises(CellExecutionError):
        render.run(made)
    (fault,) = (each for each in outputs(made.cells) if each.output_type == "error")
    assert fault.traceback == [f"Expected MNIST at {tmp_path}/nowhere.npz, but there is no such "
                               "file: name another, or name none to download it."]  # fmt: skip
