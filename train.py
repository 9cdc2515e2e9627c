"""Train the three networks on MNIST, judge them and write their weights.

python train.py            all three; the weights go to weights/
python train.py --quick    a trial of about six minutes
python train.py --resume   go on where an interrupted run stopped
python train.py --show-augmentation FILE   a picture of the digits that it trains on
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import mean, stdev

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only; read as TensorFlow loads

import keras

from mnist_models import mnist, runs, weights
from mnist_models.architectures import ARCHITECTURES, COLUMNS, column, committee
from mnist_models.evaluation import count_errors
from mnist_models.judging import judge
from mnist_models.recipes import RECIPES
from mnist_models.runs import Run
from mnist_models.training import LearningCurve, augmentation_sheet, fit
from mnist_models.weights import Report, SeedResult


def main(arguments: list[str] | None = None) -> None:
    """Load, then fit, evaluate and save each network, then print one table."""
    options = parse(arguments)
    out = options.out or Path("weights-quick" if options.quick else weights.FOLDER)
    try:
        if options.show_augmentation:
            train, _ = mnist.load(options.data)
            show_augmentation(train, options.show_augmentation, options.seeds[0])
            return
        run, data = begin(options, out)
        for seed in run.seeds:
            train_seed(seed, run, data, out)
    except (mnist.DataError, runs.RunError, weights.WeightsError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"The training stopped ({error}): mend that, then go on {_resuming(out)}.")
    except KeyboardInterrupt:
        sys.exit(f"\nInterrupted. Go on {_resuming(out)}.")
    runs.finish(out)
    print(f"\n{table([weights.read_report(name, out) for name in run.models])}")
    print(f"\nThe weights{' of this quick run' if run.quick else ''} are in {out}.")


def begin(options: argparse.Namespace, out: Path) -> tuple[Run, tuple[mnist.Digits, mnist.Digits]]:
    """A new run or the interrupted one, and its data, which may have moved meanwhile."""
    interrupted = runs.resume(out) if options.resume else None
    place = options.data or (interrupted.data if interrupted else os.environ.get("MNIST_NPZ"))
    place = place and str(Path(place).resolve())
    data = mnist.load(place)
    asked = Run(options.models, place, options.epochs, options.seeds, options.quick)
    run = interrupted or runs.start(asked, out, restart=options.restart)
    if run.quick:
        print("This is a quick run: its weights are a trial, not the real ones.")
    return run, data


def _resuming(out: Path) -> str:
    return f"with python train.py --resume --out {out}"


def train_seed(seed: int, run: Run, data: tuple[mnist.Digits, mnist.Digits], out: Path) -> None:
    """Train the networks from one seed; `out` itself is for the weights of the first one."""
    first = seed == run.seeds[0]
    folder = out if first else out / f"seed-{seed}"
    for name in run.models:
        if [seed, name] in run.done:
            continue
        print(f"\n{name}, seed {seed}; {expectation(run)}")
        trained = train_one(name, seed=seed, run=run, data=data, out=out)
        report = weights.save(*trained, folder)
        if not first:
            weights.add_seed(weights.read_report(name, out), report.result(), out)
        runs.mark_done(run, seed, name, out)


def expectation(run: Run) -> str:
    """How long what is left of `run` takes, by what its networks took that are shipped."""
    seconds = 0.0
    for name in run.left():
        if (weights.FOLDER / f"{name}.json").exists():  # not yet of a new network
            shipped = weights.read_report(name)
            seconds += shipped.training_seconds / shipped.epochs * run.epochs(name)
    return f"at the speed of the shipped weights' training, the rest takes {seconds / 60:.0f} min"


def show_augmentation(train: mnist.Digits, file: Path, seed: int) -> None:
    """Write a picture of digits, of what training makes of them, and of synthetic drawings."""
    sheet = augmentation_sheet(train, RECIPES["deep_cnn"].handwriting, seed=seed)
    try:
        sheet.save(file)
    except (OSError, ValueError):
        sys.exit(f"Expected a place and a name for a picture, as digits.png, got {file}.")
    print(f"{file} shows digits, below each row what training makes of them, and synthetic ones.")


def train_one(
    name: str, *, seed: int, run: Run, data: tuple[mnist.Digits, mnist.Digits], out: Path
) -> tuple[keras.Model, Report]:
    """Build, fit and evaluate one network; a committee's members one by one."""
    recipe = replace(RECIPES[name], epochs=run.epochs(name))
    (fitted, validation), test = mnist.split(data[0]), data[1]

    def fit_from(seed: int, network: keras.Model, checkpoint: str) -> LearningCurve:
        folder = runs.folder(out) / checkpoint
        return fit(network, recipe, fitted, validation, seed=seed, checkpoint=folder)

    columns = []
    if name == "deep_cnn":
        columns = [train_column(number, out, fit_from) for number in range(seed, seed + COLUMNS)]
        network = committee([column for column, _ in columns])
        curve = mean_curve([curve for _, curve in columns])
    else:
        keras.utils.set_random_seed(seed)
        network = ARCHITECTURES[name]()
        curve = fit_from(seed, network, f"{name}-{seed}")
    weights.round_kernels(network)
    report = judge(network, name, recipe, validation, test, seed=seed, curve=curve)
    alone = [(committee([column]), curve) for column, curve in columns]
    results = [
        SeedResult(
            seed + place,
            count_errors(one, validation),
            count_errors(one, test),
            sum(epoch["seconds"] for epoch in curve),
        )
        for place, (one, curve) in enumerate(alone)
    ]
    return network, replace(report, quick=run.quick, columns=results)


def train_column(
    number: int, out: Path, fit_from: Callable[[int, keras.Model, str], LearningCurve]
) -> tuple[keras.Sequential, LearningCurve]:
    """The member of committees that is trained from seed `number`, from disk if it is trained."""
    keras.utils.set_random_seed(number)
    member = column(number)
    known = runs.restore_column(member, number, out)
    if known is not None:
        return member, known
    print(f"{member.name}:", flush=True)
    curve = fit_from(number, committee([member]), f"column-{number}")
    runs.save_column(member, number, curve, out)
    return member, curve


def mean_curve(curves: list[LearningCurve]) -> LearningCurve:
    """The mean of several learning curves; the seconds of all together."""
    return [
        {name: sum(epoch[name] for epoch in epochs) / len(epochs) for name in epochs[0]}
        | {"seconds": sum(epoch["seconds"] for epoch in epochs)}
        for epochs in zip(*curves, strict=True)
    ]


def table(reports: list[Report]) -> str:
    """A Markdown table, a row a network, errors with their 95 % intervals."""
    rows = [
        "| network | parameters | training time | validation error | test error "
        "| mean of the seeds |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for report in reports:
        minutes, seconds = divmod(round(report.training_seconds), 60)
        rows.append(
            f"| {report.name} | {report.parameters:,} | {minutes} min {seconds:02} s "
            f"| {report.validation} | {report.test} | {over_seeds(report)} |"
        )
    return "\n".join(rows)


def over_seeds(report: Report) -> str:
    """The test error's mean and standard deviation over the seeds, as `0.31 ± 0.03 % of 3`."""
    errors = [100 * result.test.error for result in report.seeds]
    spread = f" ± {stdev(errors):.2f}" if len(errors) > 1 else ""
    return f"{mean(errors):.2f}{spread} % of {len(errors)}"


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
    add("--seeds", "--seed", nargs="+", type=_seed, default=[0], metavar="N",
        help="one run each; the weights of the first are kept as the result; 0 by default")
    add("--out", type=Path, metavar="DIR",
        help="where the weights go: weights/ by default, weights-quick/ with --quick")
    add("--quick", action="store_true", help="few epochs: a trial of about six minutes")
    add("--resume", action="store_true",
        help="go on with the interrupted run in --out, with the options that it began with")
    add("--restart", action="store_true",
        help="drop the interrupted run in --out and begin anew")
    add("--show-augmentation", type=Path, metavar="FILE",
        help="write a picture of the digits that training sees, and train nothing")
    # fmt: on
    return parser.parse_args(arguments)


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"expected whole numbers from 0 to 4294967295, got {text}")
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {text}")
    return int(text)


if __name__ == "__main__":
    main()
