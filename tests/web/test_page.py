"""The page in a real browser, served by the real command."""

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from tests.fixtures.browser import AXE


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_every_digit_drawn_is_answered_by_three_networks(page, request, draw, answers):
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


def test_the_cards_stand_in_order_with_ten_bars_each(page):
    cards = page.locator("[data-model]").all()
    names = [card.get_attribute("data-model") for card in cards]
    assert names == ["baseline", "simple_cnn", "deep_cnn"]
    for card in cards:
        bars = [bar.inner_text() for bar in card.locator("[data-digit]").all()]
        assert bars == list("0123456789")


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


def test_a_blank_canvas_invites_and_answers_nothing(page, draw, answers):
    assert answers(page) == ["", "", ""]
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    draw(page, TEMPLATES["3"])
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()
    assert all(answers(page))
    page.locator("[data-action=clear]").click()
    assert answers(page) == ["", "", ""]
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    assert page.get_by_test_id("mnist-image").get_attribute("src") is None


def test_undo_removes_a_stroke_and_redo_restores_it(page, draw, answers):
    image = page.get_by_test_id("mnist-image")
    draw(page, TEMPLATES["1"])
    one, seen = answers(page), image.get_attribute("src")
    draw(page, [[(0.2, 0.2), (0.8, 0.3), (0.2, 0.8)]])
    answers(page)
    both = image.get_attribute("src")
    page.locator("[data-action=undo]").click()
    assert (answers(page), image.get_attribute("src")) == (one, seen)
    page.locator("[data-action=redo]").click()
    answers(page)
    assert image.get_attribute("src") == both
    for _ in range(2):
        page.locator("[data-action=undo]").click()
    assert answers(page) == ["", "", ""]
    expect(page.locator("[data-action=undo]")).to_be_disabled()


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_accessibility_fault_in_any_part(browser, server, size, scheme, draw, answers):
    if not AXE.exists():
        pytest.skip("needs axe: npm install-ci-test --prefix tests")
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(server)
    page.locator(".page[data-state=idle]").wait_for()
    assert page.evaluate("document.body.classList.contains('dark')") == (scheme == "dark")
    page.evaluate(AXE.read_text("utf-8"))

    def faults():
        # Sending the passed checks too would take as long again.
        violations = page.evaluate(
            'axe.run({ resultTypes: ["violations"] }).then((all) => all.violations)'
        )
        return [(each["id"], node["html"]) for each in violations for node in each["nodes"]]

    assert faults() == []
    draw(page, TEMPLATES["1 long-hooked"])
    assert any(answers(page))
    assert faults() == []
    page.locator(".why > summary").click()
    expect(page.locator("[data-why=deep_cnn]")).to_be_visible()
    assert faults() == []
    page.get_by_role("tab", name="Compare").click()
    page.locator(".compare details").evaluate_all(
        "all => all.forEach((each) => { each.open = true; })"
    )
    page.locator(".plot").first.press("ArrowRight")
    assert faults() == []
    context.close()
