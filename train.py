"""Train the three networks on MNIST, judge them and write their weights.

python train.py            all three; the weights go to weights/
python train.py --quick    a trial of two or three minutes
python train.py --resume   go on where an interrupted run stopped
python train.py --show-augmentation FILE   a picture of the digits that it trains on
"""

import argparse
import os
import platform
import sys
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads

import keras

from mnist_models import mnist, runs, weights
from mnist_models.architectures import ARCHITECTURES
from mnist_models.evaluation import count_errors
from mnist_models.pictures import augmentation_sheet
from mnist_models.recipes import RECIPES
from mnist_models.runs import Run
from mnist_models.training import fit
from mnist_models.weights import Report


def main(arguments: list[str] | None = None) -> None:
    """Load, then fit, evaluate and save each network, then print one table."""
    options = parse(arguments)
    out = options.out or Path("weights-quick" if options.quick else weights.FOLDER)
    run = Run(options.models, options.data, options.epochs, options.seed, options.quick)
    try:
        train, test = mnist.load(options.data)
        if options.show_augmentation:
            show_augmentation(train, options.show_augmentation, options.seed)
            return
        run = runs.resume(out) if options.resume else runs.start(run, out)
    except (mnist.DataError, runs.ResumeError) as error:
        sys.exit(str(error))
    if run.quick:
        print("This is a quick run: its weights are a trial, not the real ones.")
    # Teachers come before those that learn from them.
    for name in reversed(run.models):
        if name not in run.done:
            weights.save(*train_one(name, run, train, test, out), out)
            runs.mark_done(run, name, out)
    runs.finish(out)
    print(f"\n{table([weights.read_report(name, out) for name in run.models])}")
    print(f"\nThe weights{' of this quick run' if run.quick else ''} are in {out}.")


def show_augmentation(train: mnist.Digits, file: Path, seed: int) -> None:
    """Write a picture of digits and of what training makes of them."""
    sheet = augmentation_sheet(train, RECIPES["deep_cnn"].handwriting, seed=seed)
    try:
        sheet.save(file)
    except (OSError, ValueError):
        sys.exit(f"Expected a place and a name for a picture, as digits.png, got {file}.")
    print(f"{file} shows digits and, below each row, what training makes of them.")


def train_one(
    name: str, run: Run, train: mnist.Digits, test: mnist.Digits, out: Path
) -> tuple[keras.Model, Report]:
    """Build, fit and evaluate one network."""
    print(f"\n{name}, seed {run.seed}")
    recipe = replace(RECIPES[name], epochs=run.epochs(name))
    fitted, validation = mnist.split(train)
    keras.utils.set_random_seed(run.seed)
    network = ARCHITECTURES[name]()
    teacher = weights.load(recipe.teacher, out) if recipe.teacher else None
    checkpoint = runs.folder(out) / name
    curve = fit(
        network, recipe, fitted, validation, seed=run.seed, checkpoint=checkpoint, teacher=teacher
    )
    return network, Report(
        name=name,
        quick=run.quick,
        architecture=weights.describe(network),
        parameters=network.count_params(),
        recipe=asdict(recipe),
        seed=run.seed,
        epochs=recipe.epochs,
        training_seconds=round(sum(epoch["seconds"] for epoch in curve), 1),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        versions={"python": platform.python_version()}
        | {package: version(package) for package in (keras.backend.backend(), "keras", "numpy")},
        validation=count_errors(network, validation),
        test=count_errors(network, test),
        learning_curve=curve,
    )


def table(reports: list[Report]) -> str:
    """A Markdown table, a row a network, errors with their 95 % intervals."""
    rows = [
        "| network | parameters | training time | validation error | test error |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for report in reports:
        minutes, seconds = divmod(round(report.training_seconds), 60)
        rows.append(
            f"| {report.name} | {report.parameters:,} | {minutes} min {seconds:02} s "
            f"| {report.validation} | {report.test} |"
        )
    return "\n".join(rows)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    names = ", ".join(ARCHITECTURES)
    # fmt: off
    add("--models", nargs="+", choices=ARCHITECTURES, default=list(ARCHITECTURES),
        metavar="NAME", help=f"which networks: {names}; all by default")
    add("--data", metavar="PATH",
        help="MNIST in Keras's npz layout; by default $MNIST_NPZ, else Keras downloads it")
    add("--epochs", type=_positive, metavar="N", help="instead of each recipe's own")
    add("--seed", type=int, default=0, metavar="N", help="0 by default")
    add("--out", type=Path, metavar="DIR",
        help="where the weights go: weights/ by default, weights-quick/ with --quick")
    add("--quick", action="store_true", help="few epochs: a trial of two or three minutes")
    add("--resume", action="store_true",
        help="go on with the interrupted run in --out, with the options that it began with")
    add("--show-augmentation", type=Path, metavar="FILE",
        help="write a picture of the digits that training sees, and train nothing")
    # fmt: on
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {text}")
    return int(text)


if __name__ == "__main__":
    main()
