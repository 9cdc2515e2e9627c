"""The ways to host the page: what a Space does, and the files in `hosting/`.

The slow ones, in a fresh environment, under systemd's eyes and behind nginx:

pytest -m hosting
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import venv
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from packaging.specifiers import SpecifierSet
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES

ROOT = Path(__file__).parent.parent
HOSTING = ROOT / "hosting"


@contextmanager
def running(command, folder, **environment):
    """A server that may take a minute to say where it is."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment or None, stdout=subprocess.PIPE, text=True
    )
    try:
        line = next((line for line in process.stdout if line.startswith("Draw at")), None)
        assert line, f"{command} has ended with {process.wait()}"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def reads_a_three(three):
    """Whether all networks of the server at an address say three to a three."""

    def ask(address):
        prediction = httpx.post(f"{address}predict", json={"image": three()}).json()
        return [answer["digit"] for answer in prediction["answers"]] == [3, 3, 3]

    return ask


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    """A folder that holds only what git knows of."""
    folder = tmp_path_factory.mktemp("committed")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in files.strip("\0").split("\0"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def as_a_space(free_port, space_header):
    """Start the page as a Space does: no arguments, hardly an environment, no home to write to."""

    def start(python, folder):
        port = str(free_port())
        environment = {"PATH": os.environ["PATH"], "HOME": "/dev/null/home"}
        environment |= {"GRADIO_SERVER_NAME": "0.0.0.0", "GRADIO_SERVER_PORT": port}
        command = [python, space_header["app_file"]]
        return f"http://127.0.0.1:{port}/", running(command, folder, **environment)

    return start


def test_a_space_starts_from_what_is_committed(committed, reads_a_three, as_a_space):
    address, server = as_a_space(sys.executable, committed)
    with server:
        assert reads_a_three(address)


def test_the_space_asks_for_a_python_that_the_project_runs_on(space_header):
    required = re.search(r'requires-python = "(.*)"', (ROOT / "pyproject.toml").read_text())
    assert f"{space_header['python_version']}.0" in SpecifierSet(required.group(1))


@pytest.mark.hosting
def test_the_unit_of_systemd_is_valid(tmp_path):
    unit = tmp_path / "digits@.service"
    unit.write_text(unit_text())
    command = ["systemd-analyze", "verify", "--man=no", str(unit)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert str(unit.name) not in found.stderr


def unit_text():
    """The unit, for this folder and this Python instead of those in /opt."""
    text = (HOSTING / "digits@.service").read_text()
    text = text.replace("/opt/digits/.venv/bin/python", sys.executable)
    return text.replace("/opt/digits", str(ROOT))


def steps(instruction):
    """What follows an instruction in the Dockerfile, each time."""
    text = (HOSTING / "Dockerfile").read_text()
    return re.findall(rf"^(?:HEALTHCHECK .*)?{instruction} (.*)$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def image(committed, tmp_path_factory):
    """The Dockerfile's steps, run one by one in a fresh environment: its folder and its Python."""
    folder = tmp_path_factory.mktemp("app")
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=True)
    for copy in steps("COPY"):
        source, target = copy.split()
        put = shutil.copytree if (committed / source).is_dir() else shutil.copy
        put(committed / source, folder / target)
    install = next(step for step in steps("RUN") if step.startswith("pip"))
    subprocess.run([environment / "bin" / "python", "-m", *install.split()], cwd=folder, check=True)
    return folder, str(environment / "bin" / "python")


@pytest.mark.hosting
def test_the_container_starts_and_is_healthy(image, free_port, reads_a_three):
    folder, python = image
    check, start = (json.loads(each) for each in steps("CMD"))
    port = str(free_port())
    with running([python, *start[1:-1], port], folder):
        code = check[2].replace("7860", port)
        subprocess.run([python, *check[1:2], code], check=True)
        assert reads_a_three(f"http://127.0.0.1:{port}/")


@pytest.mark.hosting
def test_a_space_starts_in_an_environment_that_holds_only_what_is_required(
    image, committed, reads_a_three, as_a_space
):
    address, server = as_a_space(image[1], committed)
    with server:
        assert reads_a_three(address)


@pytest.fixture
def replicas(tmp_path, free_port):
    """Two replicas as systemd would start them, behind nginx: the address and the processes."""
    start = re.search(r"ExecStart=(.*)", unit_text()).group(1)
    ports = [str(free_port()) for _ in range(3)]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(running(start.replace("%i", port).split(), ROOT))
            for port in ports[:2]
        ]
        stack.enter_context(nginx(tmp_path, *ports))
        yield f"http://127.0.0.1:{ports[2]}/digits/", processes


@contextmanager
def nginx(folder, first, second, port, changes=None):
    """nginx with the project's configuration, at other ports."""
    site = (HOSTING / "nginx.conf").read_text()
    ports = {"7861": first, "7862": second, "listen 80": f"listen {port}"}
    for there, here in {**ports, **(changes or {})}.items():
        assert there in site
        site = site.replace(there, here)
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; events {{}}\n"
        f"http {{ access_log off; include {folder}/site.conf; }}"
    )
    command = ["nginx", "-p", folder, "-e", folder / "log", "-c", folder / "nginx.conf"]
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@pytest.mark.hosting
@pytest.mark.parametrize("dying", [0, 1])
def test_behind_nginx_a_page_goes_on_when_a_replica_dies(
    browser, replicas, dying, reads_a_three, draw, three
):
    address, processes = replicas
    page = browser.new_page()
    sent, faults = [], []
    page.on("request", lambda request: sent.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.locator(".page[data-state=idle]").wait_for()
    draw(page, TEMPLATES["3"])
    expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", "3")
    assert Client(address, verbose=False).predict(three(), api_name="/predict")
    processes[dying].kill()
    page.locator("[data-action=clear]").click()
    draw(page, TEMPLATES["7"])
    expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", "7")
    for _ in range(20):
        assert reads_a_three(address)
    assert Client(address, verbose=False).predict(three(), api_name="/predict")
    assert not faults
    assert [url for url in sent if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.hosting
def test_nginx_refuses_a_flood_from_one_address(tmp_path, free_port):
    ports = [str(free_port()) for _ in range(3)]  # no replica listens: what is let in gets 502
    address = f"http://127.0.0.1:{ports[2]}/digits/"
    with nginx(tmp_path, *ports, {"rate=500r/s": "rate=1r/s", "burst=3000": "burst=20"}):
        codes = [asked(f"{address}health") for _ in range(40)]
        assert codes[:20] == [502] * 20
        assert codes[-10:] == [429] * 10


def asked(address):
    """The status of a response, also from a server that is still starting."""
    for _ in range(50):
        try:
            return httpx.get(address).status_code
        except httpx.ConnectError:
            time.sleep(0.1)
    raise TimeoutError(address)
