"""A run of `train.py` on disk, so that an interrupted one can go on: its plan and checkpoints."""

import json
import os
import shutil
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import keras
import numpy as np

from mnist_models.recipes import RECIPES

# About six minutes for the three that ship, on two cores; of any other network one.
_QUICK_EPOCHS = {"baseline": 2}

_KEPT = 2  # states: should the newest be damaged, the one before it is whole


class RunError(ValueError):
    """A run can neither begin nor go on; the message says what to do."""


@dataclass(frozen=True)
class Run:
    """What was asked for, and which networks are done, as `[seed, name]`.

    While the run lasts, `OUT/.training/` holds this and each network's
    checkpoint; `finish` removes it.
    """

    models: list[str]
    data: str | None
    custom_epochs: int | None  # instead of the recipes' own
    seeds: list[int]
    quick: bool
    done: list[list[int | str]] = field(default_factory=list)

    def epochs(self, name: str) -> int:
        """How often the network `name` sees the training digits."""
        own = _QUICK_EPOCHS.get(name, 1) if self.quick else RECIPES[name].epochs
        return self.custom_epochs or own

    def left(self) -> list[str]:
        """The networks that are still to be trained, one for each seed."""
        return [
            name for seed in self.seeds for name in self.models if [seed, name] not in self.done
        ]


def folder(out: Path) -> Path:
    """Where the unfinished run whose weights go to `out` keeps its state."""
    return out / ".training"


def start(run: Run, out: Path, *, restart: bool = False) -> Run:
    """Begin anew.

    Args:
        run: what is asked for.
        out: where the weights go; made if it is missing.
        restart: drop what an interrupted run left there.

    Raises:
        RunError: if an interrupted run is there that is not to be dropped, or if
            nothing can be written there.
    """
    if folder(out).exists() and not restart:
        raise RunError(
            f"An interrupted run is in {out}: go on with it by --resume, "
            "drop it by --restart, or name another --out."
        )
    try:
        shutil.rmtree(folder(out), ignore_errors=True)
        folder(out).mkdir(parents=True)
        _write(run, out)
    except OSError as error:
        raise RunError(
            f"Expected --out to be a folder that can be written to, "
            f"but {out} is not ({error.strerror}): name another."
        ) from None
    return run


def resume(out: Path) -> Run:
    """Take up the interrupted run in `out`.

    Raises:
        RunError: if there is none, or if its record is damaged. Nothing is removed.
    """
    record = folder(out) / "run.json"
    try:
        return Run(**json.loads(record.read_text("utf-8")))
    except OSError:
        raise RunError(
            f"Expected an interrupted run in {out}, but there is none: "
            "name its --out, or start without --resume."
        ) from None
    except (ValueError, TypeError):
        raise RunError(
            f"The interrupted run in {out} cannot go on, since {record} is damaged: "
            "the networks that it finished are kept; train the others with --restart."
        ) from None


def mark_done(run: Run, seed: int, name: str, out: Path) -> None:
    """Note that the weights of `name` from `seed` are written, and remove its checkpoint."""
    run.done.append([seed, name])
    _write(run, out)
    shutil.rmtree(folder(out) / f"{name}-{seed}", ignore_errors=True)


def finish(out: Path) -> None:
    """Remove what only an interrupted run needs."""
    shutil.rmtree(folder(out))


def _write(run: Run, out: Path) -> None:
    new = folder(out) / "run.json.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(run), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder(out) / "run.json")


def save_column(
    member: keras.Sequential, number: int, curve: list[dict[str, float]], out: Path
) -> None:
    """Keep a trained member of committees until the run is finished; drop its checkpoint."""
    member.save_weights(folder(out) / f"column-{number}.weights.h5")
    (folder(out) / f"column-{number}.json").write_text(json.dumps(curve), "utf-8")
    shutil.rmtree(folder(out) / f"column-{number}", ignore_errors=True)


def restore_column(
    member: keras.Sequential, number: int, out: Path
) -> list[dict[str, float]] | None:
    """Give `member` the weights that `save_column` kept; its curve, or None if there are none."""
    record = folder(out) / f"column-{number}.json"
    if not record.exists():
        return None
    member.load_weights(folder(out) / f"column-{number}.weights.h5")
    curve: list[dict[str, float]] = json.loads(record.read_text("utf-8"))
    return curve


def save_checkpoint(trainer: keras.Model, curve: list[dict[str, float]], folder: Path) -> None:
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


def restore_checkpoint(trainer: keras.Model, folder: Path) -> list[dict[str, float]]:
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


def _states(folder: Path) -> list[Path]:
    """The files of states, newest first."""
    return sorted(folder.glob("epoch-*.npz"), reverse=True)


def _variables(trainer: keras.Model) -> list[keras.Variable]:
    return [*trainer.variables, *trainer.optimizer.variables]
