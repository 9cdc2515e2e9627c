"""Firefox, driven by WebDriver BiDi, which it speaks itself, and how long a visitor waits there.

https://w3c.github.io/webdriver-bidi
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from websockets.sync.client import connect

from benchmarks.support.browser import OURS, WATCH
from benchmarks.support.visitor import SECONDS, Visitor
from mnist_models.strokes.templates import TEMPLATES

PATH = shutil.which("firefox-esr") or shutil.which("firefox")
_READS = "document.querySelector('.page[data-state=idle][data-reader=browser]')"


class Firefox(Visitor):
    """One window."""

    def __init__(self, address: str) -> None:
        self._socket = connect(f"{address}/session", max_size=None)
        self._numbers = count()
        self.ask("session.new", capabilities={})
        self.context = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params: Any) -> Any:
        """What the browser answers to a command of the protocol."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            reply = json.loads(self._socket.recv(SECONDS))
            if reply.get("id") == number:
                assert reply["type"] == "success", reply
                return reply["result"]

    def open(self, url: str) -> None:
        """Open a page and wait until it is there."""
        self.ask("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def run(self, expression: str) -> Any:
        """The value of an expression in JavaScript, once what it promises has come."""
        reply = self.ask(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.context},
            awaitPromise=True,
        )
        assert reply["type"] == "success", reply
        return json.loads(reply["result"].get("value", "null"))

    def point(self, actions: list[dict[str, Any]]) -> None:
        """Do with a pointer what WebDriver's actions say."""
        self.ask("input.performActions", context=self.context, actions=actions)

    def size(self, width: int, height: int) -> None:
        """Give the window another size."""
        viewport = {"width": width, "height": height}
        self.ask("browsingContext.setViewport", context=self.context, viewport=viewport)

    def offline(self, on: bool) -> None:
        """Take the network away, or give it back."""
        conditions = {"type": "offline"} if on else None
        self.ask(
            "emulation.setNetworkConditions",
            networkConditions=conditions,
            contexts=[self.context],
        )


@contextmanager
def running() -> Iterator[Firefox]:
    """A Firefox that knows nothing yet."""
    assert PATH, "Expected Firefox to be installed."
    options = ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [PATH, *options, profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        try:
            found = (re.search(r"BiDi listening on (ws://\S+)", line) for line in process.stderr)
            yield Firefox(next(filter(None, found))[1])
        finally:
            process.terminate()
            process.wait(30)


def waits(address: str, rounds: int) -> list[float]:
    """As `browser.waits`, of our page whose browser reads, in Firefox."""
    found = []
    with running() as page:
        for digit in list(range(10)) * rounds:
            page.open(address)
            page.run("sessionStorage.clear()")  # it keeps a visitor's drawing
            page.open(address)
            page.wait(_READS)
            page.run(f"({WATCH})({OURS!r})")
            page.draw(TEMPLATES[str(digit)])
            page.wait("watch.last >= watch.up && performance.now() - watch.last > 2000")
            found.append(float(page.run("watch.last - watch.up")))
    return found
