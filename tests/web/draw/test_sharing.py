"""The drawing kept in its tab, in a link and in a picture; places in the address; class mode."""

import io
import json

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from web.service.images import decode


def seen(page):
    return decode(page.get_by_test_id("mnist-image").get_attribute("src")).tobytes()


def wait_until_idle(page):
    page.locator(".page[data-state=idle]").wait_for()
    page.locator(".page.drawn").wait_for()


def longer(stroke, count):
    """The same line through more points."""
    at, corners = np.linspace(0, 1, count), np.linspace(0, 1, len(stroke))
    return np.stack([np.interp(at, corners, axis) for axis in np.asarray(stroke).T], axis=1)


def test_a_reload_brings_the_drawing_back(page, draw, answers):
    draw(page, [longer(stroke, 100) for stroke in TEMPLATES["4"]])
    before = answers(page), seen(page)
    page.reload()
    wait_until_idle(page)
    assert (answers(page), seen(page)) == before
    page.locator("[data-action=clear]").click()
    page.reload()
    page.locator(".page[data-state=idle]").wait_for()
    expect(page.get_by_text("Draw a digit here")).to_be_visible()


def test_a_link_brings_the_drawing_to_another_visitor_but_never_to_the_server(
    page, browser, draw, answers
):
    draw(page, TEMPLATES["5"])
    given = answers(page)
    page.locator("[data-action=copy-link]").click()
    expect(page.locator(".shared")).not_to_be_empty()
    assert "#drawing=" in page.url
    other = browser.new_context().new_page()
    asked = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(page.url)
    wait_until_idle(other)
    assert answers(other) == given
    assert not any("drawing=" in url for url in asked)
    other.keyboard.press("Delete")
    assert "drawing" not in other.url
    assert answers(other) == [""] * 3
    other.evaluate("address => { location.href = address; }", page.url)  # in the same tab
    other.locator(".page.drawn").wait_for()
    assert answers(other) == given
    other.context.close()


def test_the_link_to_a_long_drawing_has_at_most_4000_characters(page, server, answers):
    shaky = longer(TEMPLATES["3"][0], 3000)
    shaky += np.random.default_rng(0).normal(0, 0.004, shaky.shape)
    marks = [{"width": 33, "points": (400 * shaky).tolist()}]
    page.evaluate("kept => sessionStorage.setItem('drawing', kept)", json.dumps(marks))
    page.reload()
    wait_until_idle(page)
    before = answers(page)
    page.locator("[data-action=copy-link]").click()
    expect(page.locator(".shared")).not_to_be_empty()
    assert 2000 < len(page.url) - len(server) <= 4000
    page.evaluate("sessionStorage.clear()")
    page.reload()
    wait_until_idle(page)
    assert answers(page) == before == ["3"] * 3


@pytest.mark.parametrize("hash_", ["#drawing=", "#drawing=A", "#drawing=%%%", "#drawing=QgX_"])
def test_a_link_that_is_cut_short_is_a_blank_canvas(page, server, hash_):
    page.goto(f"{server}?again{hash_}")
    page.locator(".page[data-state=idle]").wait_for()
    expect(page.get_by_text("Draw a digit here")).to_be_visible()


def test_a_picture_of_drawing_and_answers_can_be_saved(page, draw, answers, tmp_path):
    draw(page, TEMPLATES["6"])
    answers(page)
    with page.expect_download() as download:
        page.locator("[data-action=save]").click()
    assert download.value.suggested_filename == "digit.png"
    download.value.save_as(tmp_path / "digit.png")
    picture = Image.open(io.BytesIO((tmp_path / "digit.png").read_bytes())).convert("L")
    assert picture.width > 800
    assert picture.getextrema() == (0, 255)


def test_back_and_forward_move_between_canvas_comparison_and_explanations(page, server):
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator(".compare")).to_be_visible()
    assert page.url.endswith("#compare")
    page.go_back()
    expect(page.get_by_test_id("sketchpad")).to_be_visible()
    page.locator(".why > summary").click()
    expect(page.locator(".why")).to_have_attribute("open", "")
    page.wait_for_url("**#why")
    page.go_back()
    expect(page.locator(".why")).not_to_have_attribute("open", "")
    page.go_forward()
    expect(page.locator(".why")).to_have_attribute("open", "")


def test_a_link_opens_the_comparison(page, server):
    page.goto(f"{server}?again#compare")
    expect(page.locator(".compare")).to_be_visible()


def test_in_class_mode_the_answers_stay_hidden_until_someone_asks(page, draw, answers):
    page.locator("[data-action=class]").click()
    side = page.get_by_test_id("sketchpad").bounding_box()["height"]
    draw(page, TEMPLATES["2"])
    answers(page)
    card = page.locator("[data-model=deep_cnn]")
    expect(card).to_be_hidden()
    page.locator("[data-action=reveal]").click()
    expect(card).to_be_visible()
    draw(page, [[(0.1, 0.1), (0.2, 0.1)]])
    expect(card).to_be_hidden()
    page.locator("[data-action=class]").click()
    expect(card).to_be_visible()
    assert page.get_by_test_id("sketchpad").bounding_box()["height"] < side
