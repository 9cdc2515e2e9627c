"""Canvas and answers are visible together, on every screen."""

import pytest
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.letters import LETTERS
from mnist_models.writing.notation import path

SIZES = {
    "a laptop": (1280, 800),
    "a laptop at 200 %": (640, 400),
    "a desk": (1920, 1080),
    "a large desk": (2560, 1440),
    "a tablet": (768, 1024),
    "a phone": (390, 844),
    "a phone below its browser's bars": (390, 664),
    "a small phone": (320, 568),
    "a phone on its side": (844, 390),
}
LARGE = {"a laptop": 0.45, "a desk": 0.5, "a large desk": 0.55}  # least height of the canvas


@pytest.fixture(scope="module")
def drawn(browser, server, draw, answers):
    """The page on a touch screen, with a digit on it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(server)
    page.locator(".page[data-state=idle]").wait_for()
    draw(page, TEMPLATES["3"])
    answers(page)
    yield page
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_canvas_and_answers_are_seen_together(drawn, size):
    width, height = SIZES[size]
    drawn.set_viewport_size({"width": width, "height": height})
    canvas = drawn.get_by_test_id("sketchpad")
    parts = [canvas, drawn.locator("[data-action=clear]"), drawn.locator(".status").first]
    for part in [*parts, *drawn.locator("[data-model]").all()]:
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    for sure in drawn.locator(".sure").all():
        assert sure.is_visible()
        assert "%" in sure.inner_text()
    assert canvas.bounding_box()["height"] >= LARGE.get(size, 0.38) * height
    assert drawn.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_screen_needs_no_scrolling(page):
    for part in (".draw", ".more", ".stages", ".about", ".cards", ".why"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 800, part


@pytest.mark.parametrize("page", ["touch"], indirect=True)
def test_on_a_phone_all_answers_are_visible_below_the_canvas_and_never_move(page, draw, answers):
    cards = page.locator("[data-model]").all()
    places = []
    for drawing in (TEMPLATES["3"], path(LETTERS["X"])):
        draw(page, drawing, touch=True)
        answers(page)
        places.append([card.bounding_box() for card in cards])
        for card in cards:
            expect(card).to_be_in_viewport(ratio=1)
        page.locator("[data-action=clear]").click()
    assert places[0] == places[1]
