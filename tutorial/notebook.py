"""What a notebook needs: numbers in sentences, code to read, progress, one sentence for a fault."""

import inspect
from collections.abc import Callable
from typing import Any

import keras
from IPython.display import DisplayHandle, Markdown, ProgressBar, display

_STEPS = 20  # a bar moves every so many steps: each move is a message to the browser


class Stop(Exception):  # noqa: N818 - a request, not an error of the program
    """Ends the notebook's run with one sentence instead of a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def say(text: str) -> None:
    """Show Markdown: a sentence with the numbers that were just computed."""
    display(Markdown(text))


def code(thing: Callable[..., Any] | type) -> None:
    """Show how the project writes a function or a class."""
    say(f"```python\n{inspect.getsource(thing)}```")


class Bar(keras.callbacks.Callback):
    """A bar that fills while a network trains, and is gone when it has."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: ProgressBar | None = None
        self._place: DisplayHandle | None = None

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Show an empty bar."""
        self._bar = ProgressBar(self.params["steps"])
        self._place = display(self._bar, display_id=True)

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Move on."""
        if self._bar and self._place and batch % _STEPS == 0:
            self._bar.progress = batch
            self._place.update(self._bar)

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Take the bar away; what the epoch gave stands in words."""
        if self._place:
            self._place.update(Markdown(""))
