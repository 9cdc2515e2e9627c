"""The panel that explains the answers, in a real browser."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.letters import LETTERS
from mnist_models.writing.notation import path


def calls(page):
    """The page's calls of the panel's function, as they come."""
    made = []
    page.on("request", lambda sent: "explain_picture" in (sent.post_data or "") and made.append(1))
    return made


def reasons(page):
    sections = page.locator("[data-why]:visible").all()
    return [
        tuple(section.get_attribute(f"data-{part}") for part in ("why", "digit", "rival"))
        for section in sections
    ]


def open_panel(page):
    page.locator(".why > summary").click()


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_each_network_says_why_this_digit_and_not_its_runner_up(
    page, request, recognizer, draw, answers
):
    draw(page, TEMPLATES["1 long-hooked"], "touch" in request.node.name)
    given = answers(page)
    open_panel(page)
    expect(page.locator("[data-why=deep_cnn]")).to_be_visible()
    assert [(name, digit) for name, digit, _ in reasons(page)] == list(
        zip(recognizer.names, given, strict=True)
    )
    assert all(digit != rival for _, digit, rival in reasons(page))
    deep = page.locator("[data-why=deep_cnn]")
    assert "1, not 7" in deep.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_only_ink_is_coloured_and_both_colours_occur(page, draw, answers):
    draw(page, TEMPLATES["4"])
    answers(page)
    open_panel(page)
    canvas = page.locator("[data-why=simple_cnn] canvas")
    expect(canvas).to_be_visible()
    pixels = canvas.evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data]"
    )
    red, _, blue, alpha = np.array(pixels).reshape(28, 28, 4).transpose(2, 0, 1)
    seen = page.get_by_test_id("mnist-image").evaluate("""image => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 28;
        const context = canvas.getContext("2d");
        context.drawImage(image, 0, 0);
        return [...context.getImageData(0, 0, 28, 28).data].filter((_, place) => place % 4 === 0);
    }""")
    ink = np.array(seen).reshape(28, 28) > 0
    assert not alpha[~ink].any()
    assert (alpha[ink] > 0).mean() > 0.95
    assert ((blue > red) & ink).any()
    assert ((red > blue) & ink).any()


def test_the_server_explains_a_picture_once_and_only_while_the_panel_is_open(
    read_by_server, draw, answers
):
    page = read_by_server
    made = calls(page)
    draw(page, TEMPLATES["7"])
    answers(page)
    page.wait_for_timeout(600)
    assert made == []
    open_panel(page)
    expect(page.locator("[data-why=deep_cnn]")).to_have_attribute("data-digit", "7")
    page.wait_for_timeout(600)
    assert len(made) == 1
    page.locator("[data-action=clear]").click()
    expect(page.locator("[data-why=deep_cnn]")).to_be_hidden()
    draw(page, TEMPLATES["0"])
    expect(page.locator("[data-why=deep_cnn]")).to_have_attribute("data-digit", "0")


def test_the_browser_explains_without_the_server(page, draw, answers):
    made = calls(page)
    page.context.set_offline(True)
    draw(page, TEMPLATES["7"])
    answers(page)
    open_panel(page)
    expect(page.locator("[data-why=deep_cnn]")).to_have_attribute("data-digit", "7")
    assert made == []


def test_the_convolutions_show_their_maps(page, draw, answers):
    draw(page, TEMPLATES["5"])
    answers(page)
    open_panel(page)
    expect(page.locator("[data-why=deep_cnn]")).to_be_visible()
    layers = {name: page.locator(f"[data-why={name}] .layer").count() for name, *_ in reasons(page)}
    assert layers == {"baseline": 0, "simple_cnn": 2, "deep_cnn": 7}
    assert page.locator("[data-why=deep_cnn] .layer").first.locator("i").count() == 8
    assert "no maps" in page.locator("[data-why=baseline]").inner_text()


def test_the_panel_opens_by_keyboard_and_says_what_to_do(page):
    page.locator(".why > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Draw a digit first.")).to_be_visible()


def test_a_declined_drawing_is_not_called_a_digit_but_its_odds_are_shown(page, draw, answers):
    draw(page, path(LETTERS["K"]))
    assert answers(page)[2] == ""
    open_panel(page)
    verdict = page.locator("[data-why=deep_cnn] .verdict")
    expect(verdict).to_have_text("Not a digit")
    odds = page.locator("[data-why=deep_cnn] .odds")
    expect(odds).to_have_text(re.compile(r"^\d is [\d,.]+ times as likely as \d$"))
