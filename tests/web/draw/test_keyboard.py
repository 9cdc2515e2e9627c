"""Drawing, undo and clear by keys, in a real browser."""

from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_digit_can_be_drawn_by_keyboard_alone(page, answers):
    page.get_by_test_id("sketchpad").focus()
    press(page, *["ArrowUp"] * 15, " ", *["ArrowDown"] * 30, " ")
    assert answers(page) == ["1"] * 3
    expect(page.locator(".voice")).to_have_text("All agree: it is a 1.")


def test_an_answer_that_is_known_before_the_pen_is_up_is_said_too(page, answers):
    page.get_by_test_id("sketchpad").focus()
    press(page, *["ArrowUp"] * 15, " ", *["ArrowDown"] * 30)
    assert answers(page) == ["1"] * 3
    page.keyboard.press(" ")
    expect(page.locator(".voice")).to_have_text("All agree: it is a 1.")


def test_keys_undo_redo_and_clear(page, draw, answers):
    draw(page, TEMPLATES["1"])
    assert answers(page) == ["1"] * 3
    press(page, "Control+z")
    assert answers(page) == [""] * 3
    press(page, "Control+Shift+Z")
    assert answers(page) == ["1"] * 3
    press(page, "Delete")
    assert answers(page) == [""] * 3


def test_control_y_redoes(page, draw, answers):
    draw(page, TEMPLATES["1"])
    press(page, "Control+z", "Control+y")
    assert answers(page) == ["1"] * 3
