"""The command."""

import shutil
from pathlib import Path

import httpx
import numpy as np

from mnist_models import __version__
from web.service.images import encode

ROOT = Path(__file__).parent.parent


def test_a_port_in_use_gives_one_sentence(server, start_demo):
    port = server.rstrip("/").rsplit(":", 1)[1]
    process = start_demo("--host", "127.0.0.1", "--port", port)
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"Port {port} is in use: name another with --port." in errors
    assert "Traceback" not in errors + printed


def test_the_command_says_its_version(start_demo):
    printed, _ = start_demo("--version").communicate(timeout=120)
    assert printed.strip() == __version__
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


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


def test_without_one_network_the_page_runs_with_the_others_and_says_so(tmp_path, serving):
    folder = copied(tmp_path, "demo.py", "mnist_models", "web", "weights")
    (folder / "weights" / "simple_cnn.weights.h5").write_bytes(b"version https://git-lfs")
    with serving(folder=folder) as address:
        assert httpx.get(f"{address}health").json()["networks"] == ["baseline", "deep_cnn"]
        drawing = encode(np.eye(100, dtype=np.uint8) * 255)
        prediction = httpx.post(f"{address}predict", json={"image": drawing}).json()
        assert [answer["name"] for answer in prediction["answers"]] == ["baseline", "deep_cnn"]
        assert "Not here today: Simple CNN. The others answer as usual." in httpx.get(address).text


def test_damaged_figures_give_one_sentence(tmp_path, start_demo):
    folder = copied(tmp_path, "demo.py", "mnist_models", "web", "weights")
    (folder / "weights" / "drawings.json").write_text("{", "utf-8")
    _, errors = start_demo(folder=folder).communicate(timeout=120)
    assert "Expected figures in weights/drawings.json, but it is damaged" in errors
    assert "Traceback" not in errors


def test_behind_a_proxy_that_cannot_reach_this_machine_the_page_starts(monkeypatch, serving):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with serving() as address:
        assert httpx.get(f"{address}health", trust_env=False).status_code == 200


def test_a_site_that_the_host_names_may_frame_the_page(serving):
    with serving("--embed-in", "https://school.example") as address:
        policy = httpx.get(address).headers["content-security-policy"]
        assert policy.endswith(" https://school.example")
