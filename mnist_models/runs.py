"""One run of `train.py`, kept on disk too, so that an interrupted one can go on."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mnist_models.recipes import RECIPES

# Two or three minutes for the three that ship, on two cores; of any other network one.
_QUICK_EPOCHS = {"baseline": 2}


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
    """Note that the weights of `name` from `seed` are written."""
    run.done.append([seed, name])
    _write(run, out)


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
