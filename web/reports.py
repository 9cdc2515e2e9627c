"""The figures that the page shows, and the networks' cards, which are made of them.

Training and the benchmarks leave the figures as JSON in `weights/`. Their shape is checked
when the program starts. A file of another version, or one that was edited by hand, is named
in one sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

# Pydantic comes with Gradio.
from pydantic import AfterValidator, BaseModel, Field, FiniteFloat, PositiveInt, ValidationError

from mnist_models import figures, weights

_Share = Annotated[FiniteFloat, Field(ge=0, le=1)]
_Pair = Annotated[list[_Share], Field(min_length=2, max_length=2)]
_Ten = Field(min_length=10, max_length=10)
_Confusion = Annotated[list[Annotated[list[int], _Ten]], _Ten]  # row label, column answer


class _Figures(BaseModel, strict=True):
    """Figures from a file; those that the page does not show are ignored."""

    @classmethod
    def of(cls, file: Path) -> Self:
        """Read `file`.

        Raises:
            FiguresError: if it is damaged or of another shape.
        """
        try:
            return cls.model_validate(figures.read(file))
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise figures.FiguresError(
                f"Expected figures in {file.parent.name}/{file.name}, but {place} is not as this "
                f"version writes it ({first['msg']}): restore the file, or delete it and measure "
                "them again."
            ) from None


class Count(_Figures):
    """How many of `total` digits were read wrongly."""

    wrong: int
    total: PositiveInt

    @property
    def error(self) -> float:
        """The share of wrong answers, 0–1."""
        return self.wrong / self.total


class Rate(Count):
    """The same with the 95 % interval of the error."""

    interval: _Pair


class Bin(_Figures):
    """The answers whose confidence lies in one range."""

    count: int
    confidence: _Share  # their mean
    accuracy: _Share  # the share of right ones


class Calibration(_Figures):
    """Whether a network is right as often as it is sure."""

    expected_calibration_error: _Share
    reliability: Annotated[list[Bin], Field(min_length=1)]
    temperature: FiniteFloat | None = None
    # Pairs: the share of digits answered, surest first, and the error among them.
    risk_coverage: Annotated[list[_Pair], Field(min_length=1)] | None = None


class Declining(_Figures):
    """How well a network separates digits from letters."""

    auroc: _Share
    letters_declined: _Share
    right_digits_declined: _Share
    error_of_answers: _Share


class Drawn(_Figures):
    """A network's figures on a set of real drawings."""

    naive: Rate  # the whole canvas scaled down
    exact: Rate  # in MNIST's exact format
    pen_4: Rate = Field(alias="pen 4")  # by the width of the pen, percent of the digit
    pen_8: Rate = Field(alias="pen 8")
    pen_16: Rate = Field(alias="pen 16")
    pen_24: Rate = Field(alias="pen 24")
    confusion: _Confusion
    calibration: Calibration | None = None
    declining: Declining | None = None

    @property
    def pens(self) -> dict[int, Rate]:
        """The errors by the width of the pen, percent of the digit."""
        return {4: self.pen_4, 8: self.pen_8, 16: self.pen_16, 24: self.pen_24}


class _Set(_Figures):
    networks: dict[str, Drawn]


class _Drawings(_Figures):
    sets: dict[str, _Set]


class Epoch(_Figures):
    """The accuracy in one epoch, 0–1."""

    accuracy: _Share  # on the training digits
    val_accuracy: _Share  # on the validation digits


class _Seed(_Figures):
    test: Count


class WrongDigit(_Figures):
    """A test digit that a network reads wrongly."""

    index: int  # in MNIST's test set
    label: int
    answer: int


class _Confidence(_Figures):
    temperature: FiniteFloat


class Trained(_Figures):
    """How a network was trained and how well it reads MNIST's test digits."""

    parameters: int
    test: Count
    seeds: list[_Seed]
    learning_curve: Annotated[list[Epoch], Field(min_length=1)]
    test_confusion: _Confusion
    wrong_test: list[WrongDigit]
    calibration: Calibration
    confidence: _Confidence


def _have_the_same_kinds(networks: dict[str, dict[str, Count]]) -> dict[str, dict[str, Count]]:
    if len({tuple(kinds) for kinds in networks.values()}) > 1:
        raise ValueError("the networks have different kinds")
    return networks


class _Robustness(_Figures):
    networks: Annotated[dict[str, dict[str, Count]], AfterValidator(_have_the_same_kinds)]


def trained(folder: Path, name: str) -> Trained:
    """The report of the network `name`.

    Raises:
        FiguresError: here and below, if the file is damaged or of another shape.
    """
    return Trained.of(folder / f"{name}.json")


def on_drawings(folder: Path, which: str = figures.UNIPEN) -> Mapping[str, Drawn]:
    """Each network's figures on one set of real drawings; empty if there are none."""
    file = folder / "drawings.json"
    found = _Drawings.of(file).sets.get(which) if file.is_file() else None
    return found.networks if found else {}


def on_corruptions(folder: Path) -> Mapping[str, Mapping[str, Count]]:
    """Each network's errors on test digits by kind of corruption; empty if there are none."""
    file = folder / "robustness.json"
    return _Robustness.of(file).networks if file.is_file() else {}


def percent(share: float, digits: int = 2) -> str:
    """A share, 0–1, as `0.42%`."""
    return f"{share:.{digits}%}"


TITLES = {
    "baseline": "Baseline",
    "simple_cnn": "Simple CNN",
    "deep_cnn": "Deep CNN",
}
_DESCRIPTIONS = {
    "baseline": "One hidden layer: weighs each pixel separately.",
    "simple_cnn": "Two convolutions: spots strokes anywhere.",
    "deep_cnn": "Seven convolutions: sees how strokes form shapes.",
}


def title(name: str) -> str:
    """The page's title for the network `name`: the name itself, unless `TITLES` has another."""
    return TITLES.get(name, name)


@dataclass(frozen=True)
class Card:
    """What a network's card shows before anything is drawn."""

    name: str  # as in code and files
    title: str
    description: str
    facts: Mapping[str, str]


def card(name: str) -> Card:
    """The card of the network `name`, with its errors from the reports."""
    report = weights.read_report(name)
    drawn = on_drawings(weights.FOLDER).get(name)
    # The error on real drawings comes first, since visitors draw.
    facts = {"Real drawings": f"{percent(drawn.exact.error)} errors"} if drawn else {}
    facts["MNIST’s test digits"] = f"{percent(report.test.error)} errors"
    facts["Parameters"] = f"{report.parameters:,}"
    return Card(name, title(name), _DESCRIPTIONS.get(name, ""), facts)
