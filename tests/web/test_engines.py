"""What a visitor does, in Firefox and in WebKit: each started once, since that takes longest."""

import pytest

from benchmarks.support.visitor import IDLE
from mnist_models.strokes.templates import TEMPLATES
from tests.fixtures.browser import AXE

ENGINES = ["firefox", pytest.param("webkit", marks=pytest.mark.webkit)]
READS_ITSELF = "document.querySelector('.page[data-reader=browser]')"


@pytest.fixture(params=ENGINES)
def page(request, server):
    window = request.getfixturevalue(request.param)
    window.open(server)
    window.wait(IDLE)
    window.run("sessionStorage.clear()")
    window.open(server)
    window.wait(IDLE)
    return window


def test_a_digit_is_drawn_answered_undone_and_explained(page):
    page.draw(TEMPLATES["1"])
    page.shows("1", "1", "1")
    page.click("[data-action=undo]")
    page.shows("", "", "")
    page.click("[data-action=redo]")
    page.shows("1", "1", "1")
    page.click(".why > summary")
    page.wait("document.querySelector('[data-why=deep_cnn]').dataset.digit === '1'")


def test_a_tap_is_a_dot_of_ink(page):
    page.draw([[(0.4, 0.4)]])
    page.wait("document.querySelector('[data-testid=mnist-image]').naturalWidth === 28")


def test_the_comparison_opens_and_back_leads_to_the_canvas(page):
    page.click("#compare-button")
    page.wait("document.querySelector('.compare')?.checkVisibility()")
    page.run("history.back()")
    page.wait("document.querySelector('[data-testid=sketchpad]').checkVisibility()")


@pytest.mark.parametrize("page", ["firefox"], indirect=True)
def test_drawing_goes_on_without_a_network(page):
    page.wait(READS_ITSELF)
    try:
        page.offline(True)
    except AssertionError as fault:
        if "unknown command" not in str(fault):
            raise
        pytest.skip("this Firefox cannot be taken off the network; 153 ESR can")
    try:
        page.draw(TEMPLATES["0"])
        page.shows("0", "0", "0")
    finally:
        page.offline(False)


@pytest.mark.webkit
def test_drawing_goes_on_while_the_server_is_away_and_all_is_well_when_it_is_back(
    webkit, serving, free_port
):
    port = str(free_port())
    with serving("--port", port) as address:
        webkit.open(address)
        webkit.wait(READS_ITSELF)
    webkit.draw(TEMPLATES["0"])
    webkit.shows("0", "0", "0")
    missed = "document.querySelector('.missed .notice').textContent"
    webkit.click("[data-missed] > summary")
    webkit.wait(f"{missed}.includes('reach the server')")
    webkit.click("[data-missed] > summary")
    with serving("--port", port):
        webkit.click("[data-missed] > summary")
        webkit.wait(f"{missed}.startsWith('Choose a digit') || {missed}.startsWith('MNIST is not')")


@pytest.mark.parametrize("page", ["firefox"], indirect=True)
def test_canvas_and_answers_are_seen_together(page):
    for width, height in ((1280, 800), (768, 1024), (390, 664), (844, 390)):
        page.size(width, height)
        bottoms = page.run(
            "[...document.querySelectorAll('[data-testid=sketchpad], [data-model]')]"
            ".map((part) => part.getBoundingClientRect().bottom)"
        )
        assert max(bottoms) <= height, (width, height)


@pytest.mark.parametrize("page", ["firefox"], indirect=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_fault_on_either_tab(page, server, theme):
    if not AXE.exists():
        pytest.skip("needs axe: npm install-ci-test --prefix tests")
    page.open(f"{server}?__theme={theme}")
    page.wait(IDLE)
    assert page.run("document.body.classList.contains('dark')") == (theme == "dark")
    page.run(f"(() => {{ {AXE.read_text('utf-8')} }})()")
    faults = (
        "axe.run().then((found) => found.violations.map(({ id, nodes }) => [id, nodes[0].html]))"
    )
    page.draw(TEMPLATES["3"])
    page.shows("3", "3", "3")
    assert page.run(faults) == []
    page.click("#compare-button")
    page.wait("document.querySelector('.compare')?.checkVisibility()")
    page.run(
        "document.querySelectorAll('.compare details').forEach((each) => { each.open = true; })"
    )
    assert page.run(faults) == []
