"""What the page calls the networks, and what it says of each before anything is drawn."""

from typing import TypedDict

from mnist_models import weights
from web import reports

TITLES = {
    "baseline": "Baseline",
    "simple_cnn": "Simple CNN",
    "deep_cnn": "Deep CNN",
}
_DESCRIPTIONS = {
    "baseline": "One hidden layer: weighs every pixel by its place.",
    "simple_cnn": "Two convolutions: finds strokes, wherever they are.",
    "deep_cnn": "Seven convolutions: sees how strokes make a shape.",
}


def title(name: str) -> str:
    """What the page calls the network `name`: by its name, unless it has a title here."""
    return TITLES.get(name, name)


class Fact(TypedDict):
    """A line of a card."""

    what: str
    value: str


class Card(TypedDict):
    """A network's card."""

    name: str  # as in code and files
    title: str
    description: str
    facts: list[Fact]


def card(name: str) -> Card:
    """The card of the network `name`, with its errors as the reports have them."""
    report = weights.read_report(name)
    facts: list[Fact] = [
        {"what": "MNIST’s test digits", "value": f"{100 * report.test.error:.2f} % wrong"},
        {"what": "Parameters", "value": f"{report.parameters:,}"},
    ]
    drawings = reports.on_drawings(weights.FOLDER).get(name)
    if drawings:
        wrong = f"{100 * drawings['exact']['error']:.2f} % wrong"
        # First, as it is what visitors do.
        facts.insert(0, {"what": "Real drawings", "value": wrong})
    return {
        "name": name,
        "title": title(name),
        "description": _DESCRIPTIONS.get(name, ""),
        "facts": facts,
    }
