"""What the notebook shows: sentences with numbers, the project's code, progress, and pictures."""

import inspect
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
import PIL.Image
from IPython.display import DisplayHandle, Image, Markdown, ProgressBar, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter
from numpy.typing import NDArray

from mnist_models.confidence import ReliabilityBin
from mnist_models.evaluation import ErrorCount, interval
from mnist_models.recognizer import Reading

_STEPS = 20  # between two moves of a progress bar: each move is a message to the browser
_DOTS = 110  # an inch of the page; pictures have twice as many, for sharp screens
_WIDTH = 5.2  # inches, of most pictures: still readable at the width of a phone
_MANY = 10  # columns, from which on digits have no frames
COLOURS = ("#c2560a", "#1a7fd4", "#111827", "#08875f")  # the page's own, one a network


class Stop(Exception):  # noqa: N818 - a request, not an error of the program
    """Ends the notebook's run with one sentence instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def say(text: str) -> None:
    """Show Markdown: a sentence with the numbers that were just computed."""
    display(Markdown(text))


def code(thing: Callable[..., Any] | type) -> None:
    """Show the source of one of the project's functions or classes."""
    say(f"```python\n{inspect.getsource(thing)}```")


class Bar(keras.callbacks.Callback):
    """A progress bar for each epoch, which is removed at its end."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: ProgressBar | None = None
        self._place: DisplayHandle | None = None

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Show an empty bar."""
        self._bar = ProgressBar(self.params["steps"])
        self._place = display(self._bar, display_id=True)

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Move the bar on."""
        if self._bar and self._place and batch % _STEPS == 0:
            self._bar.progress = batch
            self._place.update(self._bar)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Remove the bar."""
        if self._place:
            self._place.update(Markdown(""))


def digits(
    images: Sequence[NDArray[np.uint8]] | NDArray[np.uint8],
    captions: Sequence[str] = (),
    *,
    columns: int,
    alt: str,
) -> Image:
    """Digits in rows, dark ink on light paper, each with its caption below.

    Args:
        images: uint8 `(height, width)` each, 0 paper to 255 ink.
        captions: one for each image, or none at all.
        columns: digits a row.
        alt: the picture in words.
    """
    rows, few = -(-len(images) // columns), columns < _MANY
    width = _WIDTH / columns
    figure = Figure((_WIDTH, rows * (width + 0.2 * bool(captions))), layout="constrained")
    for place, axes in enumerate(np.ravel(figure.subplots(rows, columns, squeeze=False))):
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=few and place < len(images), color="0.8")
        if place < len(images):
            axes.imshow(255 - images[place], cmap="gray", vmin=0, vmax=255)
            axes.set_xlabel(captions[place] if captions else "", fontsize=9)
    return _image(figure, alt)


def errors(counts: Mapping[str, ErrorCount], alt: str) -> Image:
    """Prediction errors with their 95 % intervals, one a row."""
    figure, axes = _axes(_WIDTH, 0.7 + 0.36 * len(counts))
    for row, count in enumerate(counts.values()):
        low, high = (100 * end for end in interval(count.wrong, count.total))
        axes.plot([low, high], [row, row], color=COLOURS[1], linewidth=5, alpha=0.35)
        axes.plot(100 * count.error, row, "o", color=COLOURS[1])
        axes.annotate(
            f"{100 * count.error:.2f} %", (high, row), (6, 0), textcoords="offset points",
            va="center", fontsize=9,
        )  # fmt: skip
    axes.set_yticks(range(len(counts)), list(counts))
    axes.invert_yaxis()
    axes.margins(x=0.2, y=0.25)
    axes.set_xlabel("read wrongly, %")
    axes.set_xlim(left=0)
    return _image(figure, alt)


def confusion(matrix: NDArray[np.int64], alt: str) -> Image:
    """A confusion matrix `(10, 10)`, by digit and answer; only wrong answers are coloured."""
    figure, axes = _axes(_WIDTH, 5)
    wrong = matrix.astype(float)
    np.fill_diagonal(wrong, 0)
    colours = np.sqrt(wrong)  # makes single errors visible
    axes.imshow(colours, cmap="Oranges", vmax=1.6 * max(1.0, colours.max()))
    for (label, answer), count in np.ndenumerate(matrix):
        if count:
            colour = "0.6" if label == answer else "black"
            axes.text(answer, label, str(count), ha="center", va="center", fontsize=8, color=colour)
    axes.set(xlabel="read as", ylabel="is", xticks=range(10), yticks=range(10))
    return _image(figure, alt)


def curves(lines: Mapping[str, Sequence[float]], alt: str) -> Image:
    """Errors, 0–1, after each epoch, on a logarithmic scale."""
    figure, axes = _axes(_WIDTH, 3)
    for colour, (name, values) in zip(COLOURS, lines.items(), strict=False):
        epochs = range(1, len(values) + 1)
        axes.plot(epochs, [100 * value for value in values], "o-", color=colour, ms=4, label=name)
    axes.set(xlabel="epoch", ylabel="read wrongly, %", yscale="log")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.legend(frameon=False)
    return _image(figure, alt)


def reliability(curves: Mapping[str, Sequence[ReliabilityBin]], alt: str) -> Image:
    """The share of right answers by confidence, beside the dashed line of perfect calibration."""
    figure, axes = _axes(_WIDTH, 3.6)
    axes.plot([0, 100], [0, 100], "--", color="0.6")
    for colour, (name, bins) in zip(COLOURS, curves.items(), strict=False):
        points = [(100 * each.confidence, 100 * each.accuracy) for each in bins]
        axes.plot(*zip(*points, strict=True), "o-", color=colour, ms=4, label=name)
    axes.set(xlabel="confidence, %", ylabel="right, %")
    axes.legend(frameon=False)
    return _image(figure, alt)


def scores(groups: Mapping[str, NDArray[np.float64]], threshold: float, alt: str) -> Image:
    """The distribution of each group's scores, `(n,)` each, and the threshold to decline."""
    figure, axes = _axes(_WIDTH, 2.8)
    everything = np.concatenate(list(groups.values()))
    bins = np.linspace(everything.min(), everything.max(), 60).tolist()
    for colour, (name, values) in zip(COLOURS, groups.items(), strict=False):
        axes.hist(values, bins, density=True, alpha=0.6, color=colour, label=name)
    axes.axvline(threshold, color="black", linestyle="--", label="declines to the left")
    axes.set(xlabel="score: log-odds that it is a digit", yticks=[])
    axes.legend(frameon=False)
    return _image(figure, alt)


def answers(readings: Sequence[Reading], alt: str) -> Image:
    """Each network's ten probabilities, side by side."""
    columns = 3 if len(readings) % 2 else 2
    rows = -(-len(readings) // columns)
    figure = Figure((_WIDTH, 1.6 * rows), layout="constrained")
    places = np.ravel(figure.subplots(rows, columns, squeeze=False))
    for axes in places[len(readings) :]:
        axes.axis("off")
    for axes, reading in zip(places, readings, strict=False):
        axes.bar(range(10), reading.probabilities, color=COLOURS[0])
        said = "declines" if reading.digit is None else f"says {reading.digit}"
        axes.set(title=f"{reading.name} {said}", xticks=range(10), yticks=[], ylim=(0, 1))
        axes.title.set_fontsize(9)
        axes.tick_params(labelsize=8)
        axes.spines[["top", "left", "right"]].set_visible(False)
    return _image(figure, alt)


def _axes(width: float, height: float) -> tuple[Figure, Axes]:
    figure = Figure((width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def _image(figure: Figure, alt: str) -> Image:
    """The figure as a PNG of at most 256 colours, with `alt` for screen readers."""
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=2 * _DOTS)
    small = io.BytesIO()
    PIL.Image.open(buffer).convert("RGB").quantize().save(small, "PNG", optimize=True)
    width = round(figure.get_figwidth() * _DOTS)
    return Image(small.getvalue(), width=width, alt=alt)
