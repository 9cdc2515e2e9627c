"""The command."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import numpy as np
import pytest

from mnist_models import __version__
from web.service.images import encode

ROOT = Path(__file__).parent.parent


def test_a_port_in_use_gives_one_sentence(start_demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = start_demo("--host", "127.0.0.1", "--port", port)
        printed, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert errors == f"Port {port} is in use: name another with --port.\n"
    assert not printed


def test_the_command_says_its_version(start_demo):
    printed, _ = start_demo("--version").communicate(timeout=120)
    assert printed.strip() == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_a_wrong_option_is_named_before_the_packages_are_loaded_that_take_seconds():
    program = (
        "import sys, runpy; sys.modules |= dict.fromkeys(['gradio', 'keras', 'tensorflow']);"
        "sys.argv = ['demo.py', '--port', 'seven']; runpy.run_path('demo.py', run_name='__main__')"
    )
    command = [sys.executable, "-c", program]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert process.returncode == 2
    assert process.stderr.endswith("expected 1 to 65535, got 'seven'\n")


def copied(folder, *parts):
    for part in parts:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    return folder


def test_weights_that_are_missing_give_one_sentence(tmp_path, start_demo):
    process = start_demo(folder=copied(tmp_path, "demo.py", "mnist_models", "web"))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Expected trained weights of baseline in weights/" in errors
    assert "Traceback" not in errors


def test_damaged_figures_give_one_sentence(tmp_path, start_demo):
    folder = copied(tmp_path, "demo.py", "mnist_models", "web", "weights")
    (folder / "weights" / "drawings.json").write_text("{", "utf-8")
    _, errors = start_demo(folder=folder).communicate(timeout=120)
    assert "Expected figures in weights/drawings.json, but it is damaged" in errors
    assert "Traceback" not in errors


@pytest.fixture(scope="module")
def hindered(tmp_path_factory, serving):
    """The page without one of its networks, behind a proxy, in another site's frame."""
    folder = copied(tmp_path_factory.mktemp("copy"), "demo.py", "mnist_models", "web", "weights")
    (folder / "weights" / "simple_cnn.weights.h5").write_bytes(b"version https://git-lfs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("http_proxy", "http://127.0.0.1:9")
        patch.delenv("no_proxy", raising=False)
        with serving("--embed-in", "https://school.example", folder=folder) as address:
            patch.undo()
            yield address


def test_without_one_network_the_page_runs_with_the_others_and_says_so(hindered):
    assert httpx.get(f"{hindered}health").json()["networks"] == ["baseline", "deep_cnn"]
    drawing = encode(np.eye(100, dtype=np.uint8) * 255)
    prediction = httpx.post(f"{hindered}predict", json={"image": drawing}).json()
    assert [answer["name"] for answer in prediction["answers"]] == ["baseline", "deep_cnn"]
    assert "Not here today: Simple CNN. The others answer as usual." in httpx.get(hindered).text


def test_behind_a_proxy_that_cannot_reach_this_machine_the_page_starts(hindered):
    assert httpx.get(f"{hindered}health").status_code == 200


def test_a_site_that_the_host_names_may_frame_the_page(hindered):
    policy = httpx.get(hindered).headers["content-security-policy"]
    assert policy.endswith(" https://school.example")
