"""The digit that draws itself for who has just come, in a real browser."""

from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES


def test_for_who_has_just_come_a_digit_draws_itself_until_the_first_touch(page, draw, answers):
    deep = page.locator("[data-model=deep_cnn]")
    expect(deep).to_have_attribute("data-answer", "3", timeout=30_000)
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    expect(page.locator("[data-action=undo]")).to_be_disabled()
    draw(page, TEMPLATES["1"])
    assert answers(page) == ["1"] * 3
    page.locator("[data-action=undo]").click()
    expect(page.locator("[data-action=undo]")).to_be_disabled()
    assert answers(page) == [""] * 3


def test_nothing_draws_itself_for_who_wants_no_motion(browser, server):
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(server)
    page.locator(".page[data-state=idle]").wait_for()
    page.wait_for_timeout(6000)
    expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", "")
    page.context.close()
