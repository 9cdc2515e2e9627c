"""The state of an unfinished training on disk, whole after every epoch."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import keras
import numpy as np

_KEPT = 2  # states: should the newest be damaged, the one before it is whole


def save(trainer: keras.Model, curve: list[dict[str, float]], folder: Path) -> None:
    """Write all that the training needs to go on after the last epoch of `curve`.

    The file is written beside its place and renamed, so that what is in its place is whole.

    Args:
        trainer: compiled, its optimizer built; its random generators are saved too.
        curve: the figures of every epoch so far.
        folder: made if it is missing.

    Raises:
        OSError: if there is no room; the states before stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        str(number): keras.ops.convert_to_numpy(variable.value)
        for number, variable in enumerate(_variables(trainer))
    }
    new = folder / "new"
    with new.open("wb") as file:
        np.savez(file, curve=np.array(json.dumps(curve)), **arrays)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / f"epoch-{len(curve):04}.npz")
    for old in _states(folder)[_KEPT:]:
        old.unlink()


def restore(trainer: keras.Model, folder: Path) -> list[dict[str, float]]:
    """Bring `trainer` to the newest whole state in `folder`; returns its curve, `[]` if none."""
    for state in _states(folder):
        try:
            with np.load(state, allow_pickle=False) as arrays:
                curve: list[dict[str, float]] = json.loads(str(arrays["curve"]))
                values = [arrays[str(number)] for number in range(len(_variables(trainer)))]
        # Every part of the file has a checksum, which reading it verifies.
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            print(f"{state} is damaged: the training goes on from the state before it.")
            continue
        for variable, value in zip(_variables(trainer), values, strict=True):
            variable.assign(value)
        return curve
    return []


def remove(folder: Path) -> None:
    """Remove the states of a training that has ended."""
    shutil.rmtree(folder, ignore_errors=True)


def _states(folder: Path) -> list[Path]:
    """The files of states, newest first."""
    return sorted(folder.glob("epoch-*.npz"), reverse=True)


def _variables(trainer: keras.Model) -> list[keras.Variable]:
    return [*trainer.variables, *trainer.optimizer.variables]
