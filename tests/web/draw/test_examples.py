"""Drawings to try, in a real browser."""

import pytest
from playwright.sync_api import expect


def test_every_example_divides_the_networks_as_its_label_says(page, answers):
    examples = page.locator("[data-example]")
    assert examples.count() == 8
    given = []
    for example in examples.all():
        example.click()
        given.append(answers(page))
        assert len(set(given[-1])) > 1, example.get_attribute("title")
    page.locator("[data-action=undo]").click()
    assert answers(page) == given[-2]


@pytest.mark.parametrize("page", ["touch"], indirect=True)
def test_on_a_phone_an_example_brings_the_canvas_back_into_view(page, answers):
    page.locator("[data-example]").first.click()
    answers(page)
    expect(page.get_by_test_id("sketchpad")).to_be_in_viewport(ratio=0.99)
