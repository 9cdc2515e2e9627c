"""The page in a real browser, served by the real command."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect, sync_playwright

from mnist_models.strokes.templates import TEMPLATES

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
        if not path and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("needs a browser: install Chromium, or run playwright install chromium")
        yield playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)


@pytest.fixture
def page(browser, server, request):
    touch = getattr(request, "param", "mouse") == "touch"
    size = {"width": 390, "height": 844} if touch else {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, has_touch=touch)
    page = context.new_page()
    page.outside, page.faults = [], []
    page.on("request", lambda sent: page.outside.append(sent.url))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(server)
    page.get_by_test_id("sketchpad").wait_for()
    yield page
    context.close()
    assert not page.faults
    assert [url for url in page.outside if not url.startswith((server, "data:", "blob:"))] == []


def draw(page, strokes, touch=False):
    box = page.get_by_test_id("sketchpad").bounding_box()
    for stroke in strokes:
        points = [
            (box["x"] + x * box["width"], box["y"] + y * box["height"])
            for x, y in np.asarray(stroke).tolist()
        ]
        (touch_stroke if touch else mouse_stroke)(page, points)


def mouse_stroke(page, points):
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=3)
    page.mouse.up()


def touch_stroke(page, points):
    client = page.context.new_cdp_session(page)
    for index, (x, y) in enumerate(points):
        kind = "touchMove" if index else "touchStart"
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def answers(page):
    """What the three cards say once nothing is being sent any more."""
    page.wait_for_function("document.querySelector('.page').dataset.state === 'idle'")
    return [card.get_attribute("data-answer") for card in page.locator("[data-model]").all()]


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_every_digit_drawn_is_answered_by_three_networks(page, request):
    touch = "touch" in request.node.name
    right = np.zeros(3, int)
    for digit in range(10):
        draw(page, TEMPLATES[str(digit)], touch)
        given = answers(page)
        assert all(given), f"no answer to {digit}"
        right += [answer == str(digit) for answer in given]
        page.locator("[data-action=clear]").click()
    assert (right >= 9).all(), right
    assert page.evaluate("scrollY") == 0


def test_the_cards_stand_in_order_with_their_measured_errors(page):
    cards = page.locator("[data-model]")
    names = [card.get_attribute("data-model") for card in cards.all()]
    assert names == ["baseline", "simple_cnn", "deep_cnn"]
    for card in cards.all():
        assert " % wrong" in card.inner_text()
        assert [bar.inner_text() for bar in card.locator("[data-digit]").all()] == list(
            "0123456789"
        )


def test_probabilities_move_while_the_pen_is_down(page):
    box = page.get_by_test_id("sketchpad").bounding_box()
    page.mouse.move(box["x"] + 160, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 250, steps=10)
    expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", "1")
    bars = page.locator("[data-model=deep_cnn] [data-digit]").all()
    probabilities = [float(bar.get_attribute("data-probability")) for bar in bars]
    assert sum(probabilities) == pytest.approx(1, abs=0.001)
    assert probabilities[1] == max(probabilities)
    page.mouse.up()


def test_a_blank_canvas_invites_and_answers_nothing(page):
    assert answers(page) == ["", "", ""]
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    draw(page, TEMPLATES["3"])
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()
    assert all(answers(page))
    page.locator("[data-action=clear]").click()
    assert answers(page) == ["", "", ""]
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    assert page.get_by_test_id("mnist-image").get_attribute("src") is None


def test_undo_and_redo_take_back_and_bring_back_a_stroke(page):
    draw(page, TEMPLATES["1"])
    one = answers(page)
    seen = page.get_by_test_id("mnist-image").get_attribute("src")
    draw(page, [[(0.2, 0.2), (0.8, 0.3), (0.2, 0.8)]])
    answers(page)
    both = page.get_by_test_id("mnist-image").get_attribute("src")
    page.locator("[data-action=undo]").click()
    assert answers(page) == one
    assert page.get_by_test_id("mnist-image").get_attribute("src") == seen
    page.locator("[data-action=redo]").click()
    answers(page)
    assert page.get_by_test_id("mnist-image").get_attribute("src") == both
    for _ in range(2):
        page.locator("[data-action=undo]").click()
    assert answers(page) == ["", "", ""]
    expect(page.locator("[data-action=undo]")).to_be_disabled()


def test_the_picture_shows_what_the_networks_see(page, recognizer):
    from demo import read

    draw(page, TEMPLATES["5"])
    given = answers(page)
    drawing = page.evaluate("document.querySelector('[data-testid=sketchpad]').toDataURL()")
    reply = read(drawing)
    assert [str(answer["digit"]) for answer in reply["answers"]] == given
    # The browser draws the picture that it sends again, at another size.
    assert page.get_by_test_id("mnist-image").evaluate("image => image.naturalWidth") == 28


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_nothing_sticks_out_at_the_sides(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
