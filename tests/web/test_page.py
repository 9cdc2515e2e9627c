"""The page in a real browser, served by the real command."""

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from web.answers import read


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


def test_undo_and_redo_take_back_and_bring_back_a_stroke(page, draw, answers):
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


def test_the_picture_shows_what_the_networks_see(page, recognizer, draw, answers):
    draw(page, TEMPLATES["5"])
    given = answers(page)
    drawing = page.evaluate("document.querySelector('[data-testid=sketchpad]').toDataURL()")
    reply = read(recognizer, drawing)
    assert [str(answer["digit"]) for answer in reply["answers"]] == given
    # The browser draws the picture that it sends again, at another size.
    assert page.get_by_test_id("mnist-image").evaluate("image => image.naturalWidth") == 28


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_nothing_sticks_out_at_the_sides(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
