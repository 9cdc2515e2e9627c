"""The page as a benchmark uses it: started by its command, visited over HTTP."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import httpx
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.sketch import cut_out
from web.service.images import encode

_ROOT = Path(__file__).parent.parent.parent
_PAGE = ("demo.py",)


class Server:
    """`python COMMAND` in a process and with a temporary folder of its own."""

    def __init__(self, port: int, command: Sequence[str] = _PAGE) -> None:
        """Start it; `address` is known once it answers."""
        self._folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [sys.executable, *command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=_ROOT,
            env=os.environ | {"TMPDIR": self._folder.name, "TF_CPP_MIN_LOG_LEVEL": "3"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split()[-1]

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self._folder.cleanup()

    def memory(self) -> float:
        """Resident memory, MB."""
        return resident_memory(self.process.pid)

    def processor_seconds(self) -> float:
        """Processor time that it has used, on all cores; from Linux's `/proc`."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def files(self) -> int:
        """Bytes in the files that it has left in its temporary folder."""
        files = (path for path in Path(self._folder.name).rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files)


class Visitor:
    """Asks the function that the page asks, as the page in a browser does."""

    def __init__(self, client: httpx.AsyncClient, address: str, name: str) -> None:
        """Take a client, the page's address, and a name for the session."""
        self._client, self._address, self._name = client, address, name
        self._component = 0

    async def open_page(self) -> None:
        """Load the page and look up which component answers drawings."""
        await self._client.get(self._address)
        components = (await self._client.get(f"{self._address}config")).json()["components"]
        self._component = next(
            component["id"]
            for component in components
            if "read_drawing" in component["props"].get("server_fns", [])
        )

    async def read(self, drawing: str) -> dict[str, Any]:
        """The server's reply to a drawing, a data URL."""
        reply = await self._client.post(
            f"{self._address}gradio_api/component_server/",
            json={
                "data": drawing,
                "component_id": self._component,
                "fn_name": "read_drawing",
                "session_hash": self._name,
            },
        )
        reply.raise_for_status()
        return cast(dict[str, Any], reply.json())


def as_sent(ink: NDArray[np.uint8]) -> str:
    """A drawing as the page sends it: the inked part of the sheet, in a canvas's four channels."""
    part = np.pad(cut_out(ink), 8)
    return encode(np.asarray(Image.fromarray(part).convert("RGBA")))


def resident_memory(process: int | str, kind: str = "VmRSS") -> float:
    """Resident memory of a process, MB, from Linux's `/proc`; `VmHWM` is the most that ever was."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) / 1024
