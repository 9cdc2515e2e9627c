"""Trained weights on disk, each file beside a report of how it came to be."""

import errno
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import keras

from mnist_models.architectures import ARCHITECTURES
from mnist_models.confidence import Confidence
from mnist_models.evaluation import ErrorCount, WrongDigit

FOLDER = Path(__file__).parent.parent / "weights"


class WeightsError(ValueError):
    """Weights cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class SeedResult:
    """The result of one seed of several, or of one column of a committee."""

    seed: int
    validation: ErrorCount
    test: ErrorCount
    training_seconds: float


@dataclass(frozen=True)
class Report:
    """How a network was trained and how well it reads."""

    name: str
    quick: bool  # from a short trial run, never shipped
    architecture: list[str]  # layer by layer, as `describe` gives it
    parameters: int
    recipe: dict[str, Any]
    seed: int
    epochs: int
    training_seconds: float
    machine: str
    versions: dict[str, str]
    confidence: Confidence
    validation: ErrorCount
    unseen_forms: ErrorCount  # synthetic drawings of forms that training did not show
    test: ErrorCount
    calibration: dict[str, Any]  # on the test digits, as `calibration_figures` gives it
    wrong_test: list[WrongDigit]
    test_confusion: list[list[int]]  # row label, column answer
    learning_curve: list[dict[str, float]]  # an epoch each: Keras's metrics and the seconds
    seeds: list[SeedResult] = field(default_factory=list)  # of this run and of other seeds
    columns: list[SeedResult] = field(default_factory=list)  # of a committee, in its order
    weights_sha256: str = ""  # filled in by `save`

    def result(self) -> SeedResult:
        """This run as one of several."""
        return SeedResult(self.seed, self.validation, self.test, self.training_seconds)


def describe(network: keras.Model) -> list[str]:
    """One line a layer: its kind and the shape of its output, as `ReLU 26x26x32`.

    The layers of a committee's columns follow each other, before those that join the columns.
    """
    lines = []
    for layer in network.layers:
        if isinstance(layer, keras.Sequential):
            lines += describe(layer)
        elif not isinstance(layer, keras.layers.InputLayer):
            shape = "x".join(str(size) for size in layer.output.shape[1:])
            lines.append(f"{type(layer).__name__} {shape}")
    return lines


def round_kernels(network: keras.Model) -> None:
    """Round kernels in place to float16, which halves the page's download.

    Round before evaluation: then all figures are those of the network that is shipped.
    """
    for variable in network.trainable_variables:
        if len(variable.shape) > 1:  # not the offsets and the scales, which are few
            variable.assign(keras.ops.convert_to_numpy(variable).astype("float16"))


def save(network: keras.Model, report: Report, folder: Path = FOLDER) -> Report:
    """Write `NAME.weights.h5` and `NAME.json`; the old files stay whole until both are written.

    Args:
        network: the trained network, not compiled, so that no optimiser state is kept.
        report: its report, whose `weights_sha256` is filled in here.
        folder: made if it is missing.

    Returns:
        The report as written.

    Raises:
        OSError: if there is no room; the old files stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A full disk makes HDF5 end the whole program.
    if shutil.disk_usage(folder).free < 8 * network.count_params() + 1_000_000:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
    weights = _files(report.name, folder)[0]
    new = folder / f".new-{weights.name}"  # Keras insists on the ending .weights.h5
    network.save_weights(new)
    report = replace(report, weights_sha256=_sha256(new))
    _write(report, folder, new)
    return report


def add_seed(report: Report, result: SeedResult, folder: Path = FOLDER) -> None:
    """Add the result of another seed to the `report` in `folder`."""
    others = [known for known in report.seeds if known.seed != result.seed]
    _write(replace(report, seeds=[*others, result]), folder)


def _write(report: Report, folder: Path, new_weights: Path | None = None) -> None:
    """Write the report beside its place and rename it, right after its new weights."""
    weights, place = _files(report.name, folder)
    new = folder / f".new-{place.name}"
    new.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    if new_weights:
        new_weights.replace(weights)
    new.replace(place)


def read_report(name: str, folder: Path = FOLDER) -> Report:
    """Read `NAME.json`.

    Raises:
        WeightsError: if it is missing or is no report.
    """
    path = _files(name, folder)[1]
    try:
        fields = json.loads(path.read_text("utf-8"))
        fields["confidence"] = Confidence(**fields["confidence"])
        fields["wrong_test"] = [WrongDigit(**wrong) for wrong in fields["wrong_test"]]
        for several in ("seeds", "columns"):  # reports of single networks may lack the columns
            fields[several] = [SeedResult(**_counts(each)) for each in fields.get(several, [])]
        return Report(**_counts(fields))
    except FileNotFoundError:
        raise WeightsError(_advice(f"there is no report {path.name}", name, folder)) from None
    except (KeyError, TypeError, ValueError):
        raise WeightsError(_advice(f"{path.name} is not a report", name, folder)) from None


def load(name: str, folder: Path = FOLDER) -> keras.Model:
    """Build the network `name` and give it its trained weights.

    Args:
        name: `baseline`, `simple_cnn` or `deep_cnn`.
        folder: where `train.py` wrote them; by default the shipped ones.

    Raises:
        WeightsError: if `name` is unknown, or if the weights are missing or do not match the
            report beside them.
    """
    if name not in ARCHITECTURES:
        raise WeightsError(f"Expected one of {', '.join(ARCHITECTURES)}, got {name!r}.")
    report = read_report(name, folder)
    network = ARCHITECTURES[name]()
    weights = _files(name, folder)[0]
    if not weights.is_file():
        raise WeightsError(_advice(f"there is no file {weights.name}", name, folder))
    if _sha256(weights) != report.weights_sha256:
        raise WeightsError(_advice(f"{weights.name} differs from its report", name, folder))
    if describe(network) != report.architecture or network.count_params() != report.parameters:
        raise WeightsError(_advice(f"{weights.name} fits another architecture", name, folder))
    network.load_weights(weights)
    return network


def _counts(fields: dict[str, Any]) -> dict[str, Any]:
    parts = {"validation", "unseen_forms", "test"} & fields.keys()
    return fields | {part: ErrorCount(**fields[part]) for part in parts}


def _files(name: str, folder: Path) -> tuple[Path, Path]:
    return folder / f"{name}.weights.h5", folder / f"{name}.json"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _advice(fault: str, name: str, folder: Path) -> str:
    return (
        f"Expected trained weights of {name} in {folder.name}/, but {fault}: "
        f"restore both files, or train them with python train.py --models {name}."
    )
