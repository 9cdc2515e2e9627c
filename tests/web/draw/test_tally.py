"""Who was right, in a real browser."""

from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES


def test_the_tally_counts_who_was_right_and_can_be_corrected_and_forgotten(page, draw, answers):
    choice = page.locator("[data-truth='7']")
    expect(choice).to_be_disabled()
    draw(page, TEMPLATES["7"])
    assert answers(page) == ["7"] * 3
    choice.click()
    expect(page.locator(".tally")).to_contain_text("Right of 1: Baseline 1, Simple CNN 1")
    assert page.locator(".mark").all_inner_texts() == ["✓ right"] * 3
    expect(choice).to_have_attribute("aria-pressed", "true")
    page.locator("[data-truth='1']").click()  # a second thought
    expect(page.locator(".tally")).to_contain_text("Right of 1: Baseline 0, Simple CNN 0")
    assert page.locator(".mark").all_inner_texts() == ["✗ wrong"] * 3
    page.locator("[data-action=clear]").click()
    assert page.locator(".mark").all_text_contents() == [""] * 3
    draw(page, TEMPLATES["4"])
    assert answers(page) == ["4"] * 3
    page.locator("[data-truth='4']").click()
    expect(page.locator(".tally")).to_contain_text("Right of 2: Baseline 1, Simple CNN 1")
    page.reload()
    expect(page.locator(".tally")).to_contain_text("Right of 2: Baseline 1, Simple CNN 1")
    page.locator("[data-action=forget]").click()
    expect(page.locator(".tally")).to_have_text("Counts who was right, until this tab is closed.")
