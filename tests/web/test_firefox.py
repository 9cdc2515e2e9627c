"""What a visitor does, in Firefox: one visit, since starting the browser takes longest."""

import pytest

from mnist_models.strokes.templates import TEMPLATES

ANSWERS = "[...document.querySelectorAll('[data-model]')].map((card) => card.dataset.answer)"
IDLE = "document.querySelector('.page')?.dataset.state === 'idle'"


@pytest.fixture
def page(firefox, server):
    firefox.open(server)
    firefox.wait(IDLE)
    firefox.run("sessionStorage.clear()")
    firefox.open(server)
    firefox.wait(IDLE)
    return firefox


def click(page, selector):
    page.run(f"document.querySelector({selector!r}).click()")


def shows(page, *digits):
    page.wait(f"{IDLE} && {ANSWERS}.join() === {','.join(digits)!r}")


def test_a_digit_is_drawn_answered_undone_and_explained(page):
    page.draw(TEMPLATES["1"])
    shows(page, "1", "1", "1")
    click(page, "[data-action=undo]")
    shows(page, "", "", "")
    click(page, "[data-action=redo]")
    shows(page, "1", "1", "1")
    click(page, ".why > summary")
    page.wait("document.querySelector('[data-why=deep_cnn]').dataset.digit === '1'")


def test_a_tap_is_a_dot_of_ink(page):
    page.draw([[(0.4, 0.4)]])
    page.wait("document.querySelector('[data-testid=mnist-image]').naturalWidth === 28")


def test_the_comparison_opens_and_back_leads_to_the_canvas(page):
    click(page, "#compare-button")
    page.wait("document.querySelector('.compare')?.checkVisibility()")
    page.run("history.back()")
    page.wait("document.querySelector('[data-testid=sketchpad]').checkVisibility()")


def test_drawing_goes_on_without_a_network(page):
    page.wait("document.querySelector('.page[data-reader=browser]')")
    page.offline(True)
    try:
        page.draw(TEMPLATES["0"])
        shows(page, "0", "0", "0")
    finally:
        page.offline(False)


def test_canvas_and_answers_are_seen_together(page):
    for width, height in ((1280, 800), (768, 1024), (390, 664), (844, 390)):
        page.ask(
            "browsingContext.setViewport",
            context=page.context,
            viewport={"width": width, "height": height},
        )
        bottoms = page.run(
            "[...document.querySelectorAll('[data-testid=sketchpad], [data-model]')]"
            ".map((part) => part.getBoundingClientRect().bottom)"
        )
        assert max(bottoms) <= height, (width, height)
