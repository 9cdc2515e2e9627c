"""Nothing is kept and nothing leaks: the real process, watched while it answers."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from gradio_client import Client

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells what a process writes"
)
# Python tells of each file before it is opened to write, and of each address before it
# is looked up or connected to.
WATCHED = """
import os, runpy, sys
def tell(event, arguments):
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        print("WRITES", arguments[0], flush=True)
    elif event in ("os.mkdir", "os.rename"):
        print("WRITES", *arguments, flush=True)
    elif event in ("socket.connect", "socket.sendto"):
        print("CONNECTS", arguments[1], flush=True)
    elif event == "socket.getaddrinfo":
        print("CONNECTS", arguments[:1], flush=True)
sys.addaudithook(tell)
sys.argv[0] = "demo.py"
runpy.run_path("demo.py", run_name="__main__")
"""


def ask_everything(address, ask, ways, three, bad_images):
    """Whatever a visitor or a program can ask, well or badly."""
    drawing = f"data:image/png;base64,{three()}"
    seen = ask(address, "read_drawing", drawing)["stages"][-1]
    assert "answers" in ask(address, "read_shrunk", drawing)
    assert "ink" in ask(address, "find_ink", drawing)
    assert "reasons" in ask(address, "explain_picture", seen)
    assert httpx.post(f"{address}predict", json={"image": three()}).is_success
    assert Client(address, verbose=False).predict(images=[three()], api_name="/predict_batch")
    for image in bad_images.values():
        for way in ways.values():
            way(address, image)
    httpx.post(f"{address}gradio_api/upload", files={"files": b"ink"})
    httpx.post(f"{address}predict", content=b"a" * 5_000_000)


def bytes_written(process):
    """What the process has sent to disks so far, also from libraries not in Python."""
    lines = Path(f"/proc/{process.pid}/io").read_text().splitlines()
    return next(line for line in lines if line.startswith("write_bytes"))


@pytest.fixture(scope="module")
def told(free_port, ask, ways, three, bad_images):
    """The lines that the process printed while it answered."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", WATCHED, "--host", "127.0.0.1", "--port", str(port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},  # Python's own cache is not meant
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = []
    while not (lines and lines[-1].startswith("Draw at")):
        lines.append(process.stdout.readline())
    before = bytes_written(process)
    ask_everything(f"http://127.0.0.1:{port}/", ask, ways, three, bad_images)
    after = bytes_written(process)
    process.terminate()
    answering = process.communicate(timeout=30)[0].splitlines()
    return {"starting": lines, "answering": answering, "disk": (before, after)}


def test_the_watch_notices_what_the_start_does(told):
    assert any(line.startswith("CONNECTS ('127.0.0.1'") for line in told["starting"])


def test_answering_writes_nothing_to_the_disk(told):
    assert [line for line in told["answering"] if line.startswith("WRITES")] == []
    assert len(set(told["disk"])) == 1


def test_no_connection_leaves_this_machine(told):
    connections = [
        line
        for line in told["starting"] + told["answering"]
        if line.startswith("CONNECTS") and "127.0.0.1" not in line
    ]
    assert connections == []


def test_without_a_home_no_file_is_left_in_the_temporary_folder(free_port, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", WATCHED, "--port", str(free_port())],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": "/dev/null/home", "PYTHONDONTWRITEBYTECODE": "1",
             "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    lines = []
    while not (lines and lines[-1].startswith("Draw at")):
        lines.append(process.stdout.readline())
    process.terminate()
    process.communicate(timeout=30)
    written = [line for line in lines if line.startswith("WRITES")]
    assert not [line for line in written if ".keras" in line]
    # Only the tests' environment has matplotlib, whose folder it is.
    files = [path for path in tmp_path.rglob("*") if path.is_file()]  # Gradio makes empty folders
    assert [path for path in files if "matplotlib" not in str(path)] == []
