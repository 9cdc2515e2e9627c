"""One run of `train.py`, kept on disk too, so that an interrupted one can go on."""

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mnist_models.recipes import RECIPES

# Two or three minutes for all three on two cores.
_QUICK_EPOCHS = {"baseline": 2, "simple_cnn": 1, "deep_cnn": 1}


class ResumeError(ValueError):
    """There is no run to go on with; the message says what to do."""


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
        own = _QUICK_EPOCHS[name] if self.quick else RECIPES[name].epochs
        return self.custom_epochs or own


def folder(out: Path) -> Path:
    """Where the unfinished run whose weights go to `out` keeps its state."""
    return out / ".training"


def start(run: Run, out: Path) -> Run:
    """Begin anew; what an interrupted run left in the same place is deleted."""
    shutil.rmtree(folder(out), ignore_errors=True)
    folder(out).mkdir(parents=True)
    _write(run, out)
    return run


def resume(out: Path) -> Run:
    """Take up the interrupted run in `out`.

    Raises:
        ResumeError: if there is none.
    """
    try:
        return Run(**json.loads((folder(out) / "run.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        raise ResumeError(
            f"Expected an interrupted run in {out}, but there is none: "
            "name its --out, or start without --resume."
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
    new.write_text(json.dumps(asdict(run)), "utf-8")
    new.replace(folder(out) / "run.json")
