"""The figures that the page shows, as training and the benchmarks leave them in `weights/`.

Their shape is checked once, when the program starts, so that a file of another version, or
one that somebody has edited, is named in one sentence.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NotRequired

# It comes with Gradio.
from pydantic import AfterValidator, Field, FiniteFloat, PositiveInt, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # which pydantic asks for before Python 3.12

from mnist_models import figures

_Share = Annotated[FiniteFloat, Field(ge=0, le=1)]
_Pair = Annotated[list[_Share], Field(min_length=2, max_length=2)]
_Ten = Field(min_length=10, max_length=10)
_Confusion = Annotated[list[Annotated[list[int], _Ten]], _Ten]


class _Count(TypedDict):
    wrong: int
    total: PositiveInt


class _Rate(_Count):
    error: _Share
    interval: _Pair


class _Bin(TypedDict):
    count: int
    confidence: _Share
    accuracy: _Share


class _Calibration(TypedDict):
    expected_calibration_error: _Share
    reliability: Annotated[list[_Bin], Field(min_length=1)]
    temperature: NotRequired[FiniteFloat]
    risk_coverage: NotRequired[Annotated[list[_Pair], Field(min_length=1)]]


class _Declining(TypedDict):
    auroc: _Share
    letters_declined: _Share
    right_digits_declined: _Share
    error_of_answers: _Share


_Drawn = TypedDict(
    "_Drawn",
    {
        "naive": _Rate, "exact": _Rate, "pen 4": _Rate, "pen 8": _Rate, "pen 16": _Rate,
        "pen 24": _Rate, "confusion": _Confusion, "calibration": NotRequired[_Calibration],
        "declining": NotRequired[_Declining],
    },
)  # fmt: skip


class _Set(TypedDict):
    networks: dict[str, _Drawn]


class _Drawings(TypedDict):
    sets: dict[str, _Set]


class _Epoch(TypedDict):
    accuracy: _Share
    val_accuracy: _Share


class _Seed(TypedDict):
    test: _Count


class _WrongDigit(TypedDict):
    index: int
    label: int
    answer: int


class _Confidence(TypedDict):
    temperature: FiniteFloat


class _Trained(TypedDict):
    parameters: int
    test: _Count
    seeds: list[_Seed]
    learning_curve: Annotated[list[_Epoch], Field(min_length=1)]
    test_confusion: _Confusion
    wrong_test: list[_WrongDigit]
    calibration: _Calibration
    confidence: _Confidence


def _of_the_same_kinds(networks: dict[str, dict[str, _Count]]) -> dict[str, dict[str, _Count]]:
    if len({tuple(kinds) for kinds in networks.values()}) > 1:
        raise ValueError("the networks have different kinds")
    return networks


class _Robustness(TypedDict):
    networks: Annotated[dict[str, dict[str, _Count]], AfterValidator(_of_the_same_kinds)]


def trained(folder: Path, name: str) -> dict[str, Any]:
    """How the network `name` was trained and how well it reads.

    Raises:
        FiguresError: here and below, if the file is damaged or of another shape.
    """
    return _checked(folder / f"{name}.json", _Trained)


def on_drawings(folder: Path, which: str = figures.UNIPEN) -> Mapping[str, dict[str, Any]]:
    """Each network's figures on one set of real drawings; empty if there are none."""
    _checked(folder / "drawings.json", _Drawings)
    return figures.on_drawings(folder, which)


def on_corruptions(folder: Path) -> Mapping[str, dict[str, Any]]:
    """Each network's errors on test digits by kind of corruption; empty if there are none."""
    networks: dict[str, dict[str, Any]] = _checked(folder / "robustness.json", _Robustness).get(
        "networks", {}
    )
    return networks


def _checked(file: Path, shape: Any) -> dict[str, Any]:
    found = figures.read(file)
    try:
        if found:
            TypeAdapter(shape).validate_python(found, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise figures.FiguresError(
            f"Expected figures in {file.parent.name}/{file.name}, but {place} is not as this "
            f"version writes it ({first['msg']}): restore the file, or delete it and measure "
            "them again."
        ) from None
    return found
