"""The Compare tab in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from mnist_models import weights
from web.cards import TITLES
from web.compare.tab import contents


@pytest.fixture
def comparison(page):
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator(".compare")).to_be_visible()
    page.locator(".part").evaluate_all("parts => parts.forEach((part) => { part.open = true; })")
    return page.locator(".compare")


def open_list(comparison, title):
    comparison.locator(f"[data-missed='{title}'] > summary").click()
    digits = comparison.locator(f"[data-missed='{title}'] [data-index]")
    expect(digits.first).to_be_enabled()
    return digits


def test_the_errors_are_those_on_the_cards(page, comparison):
    rows = comparison.get_by_role("table").first.locator("tbody tr")
    for card, row in zip(page.locator("[data-model]").all(), rows.all(), strict=True):
        assert row.locator("th").inner_text() == card.locator("h2").text_content()
        figures = re.findall(r"[\d.]+ %(?= wrong)", card.text_content())
        assert sorted(row.locator("td").all_inner_texts()[1:3]) == sorted(figures)


def test_it_leads_to_the_tutorial(page, comparison):
    with page.context.expect_page() as opened:
        comparison.get_by_role("link", name="A tutorial").click()
    expect(opened.value.get_by_role("heading", name="How networks learn")).to_be_visible()


def test_every_chart_says_its_values_where_the_mouse_is(page, comparison):
    charts = comparison.locator(".chart").all()
    assert len(charts) >= 4
    for chart in charts:
        plot = chart.locator(".plot")
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        stops = json.loads(plot.get_attribute("data-stops"))
        for place, words in (stops[0], stops[len(stops) // 2], stops[-1]):
            page.mouse.move(box["x"] + place / 100 * box["width"], box["y"] + 50)
            expect(chart.locator(".readout")).to_have_text(words)


def test_arrow_keys_move_along_a_chart_and_stop_at_its_ends(page, comparison):
    plot = comparison.locator(".plot").first
    values = [words for _, words in json.loads(plot.get_attribute("data-stops"))]
    keys = ["ArrowRight", "End", "ArrowRight", "ArrowLeft", "Home", "ArrowLeft"]
    plot.focus()
    said = [plot.get_attribute("aria-valuetext")]
    for key in keys:
        page.keyboard.press(key)
        said.append(plot.get_attribute("aria-valuetext"))
    assert said == [values[at] for at in (0, 1, -1, -1, -2, 0, 0)]
    expect(comparison.locator(".readout").first).to_have_text(values[0])


def test_each_chart_has_its_values_as_a_table_too(comparison):
    for chart in comparison.locator(".chart").all():
        stops = json.loads(chart.locator(".plot").get_attribute("data-stops"))
        chart.locator("summary").click()
        expect(chart.get_by_role("table")).to_be_visible()
        assert chart.locator("tbody tr").count() == len(stops)


def test_one_click_puts_a_wrong_test_digit_onto_the_canvas(page, comparison, real_mnist, answers):
    digits = open_list(comparison, "Deep CNN")
    _, *how, read_as = digits.nth(3).inner_text().split()
    digits.nth(3).click()
    expect(page.get_by_test_id("sketchpad")).to_be_visible()
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()
    words = page.locator("[data-model=deep_cnn] .verdict")
    expect(words).to_contain_text(read_as if how == ["read", "as"] else f"resembles {read_as}")
    expect(page.get_by_test_id("sketchpad")).to_be_focused()
    page.locator("[data-action=undo]").click()
    assert answers(page) == [""] * 3


def test_the_page_says_of_every_wrong_digit_what_the_list_says(recognizer, real_mnist):
    titles = {name: TITLES[name] for name in recognizer.names}
    for each in contents(titles, weights.FOLDER)["missed"]:
        network = recognizer.names.index(each["name"])
        images = real_mnist[1].images[[digit["index"] for digit in each["digits"]]]
        for digit, readings in zip(each["digits"], recognizer.read_images(images), strict=True):
            assert readings[network].digit in (digit["answer"], None)
            assert readings[network].probabilities.argmax() == digit["answer"]


def test_every_kind_of_corruption_has_its_picture(comparison):
    pictures = comparison.locator("img.kind")
    assert pictures.count() == 16
    pictures.first.scroll_into_view_if_needed()
    for picture in pictures.all():
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalHeight") == 16 * 28


def test_each_wrong_digit_is_shown_with_what_it_is_and_was_read_as(comparison, real_mnist):
    digits = open_list(comparison, "Simple CNN")
    for digit in digits.all():
        assert re.fullmatch(r"\d (read as|resembles) \d", digit.inner_text())
        assert digit.locator("img").evaluate("image => image.naturalWidth") == 28


def test_nothing_sticks_out_of_its_place_with_everything_open(page, comparison):
    comparison.locator("details").evaluate_all(
        "all => all.forEach((each) => { each.open = true; })"
    )
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wide = comparison.locator("table, figure, ul").evaluate_all(
            """parts => parts.map((part) => [part, part.parentElement].map(
                (each) => each.getBoundingClientRect().right
            )).filter(([inner, outer]) => inner > outer + 1).length"""
        )
        assert wide == 0, width
