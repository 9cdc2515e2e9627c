"""A drawing by mouse, finger, pen and keyboard, or ready-made, in a real browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from web.service.images import decode

touch_screen = pytest.mark.parametrize("page", ["touch"], indirect=True)
PALM = [("down", "touch", 5, 0.8, 0.9), ("move", "touch", 5, 0.81, 0.9)]
EDGE = ("down", "touch", 6, 0.9, 0.95)
LINE = [
    ("down", "pen", 1, 0.5, 0.2),
    *(("move", "pen", 1, 0.5, y / 10) for y in range(2, 9)),
    ("up", "pen", 1, 0.5, 0.8),
]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def touch(page, *steps):
    """Send touches to the browser: (kind, points)."""
    client = page.context.new_cdp_session(page)
    for kind, points in steps:
        client.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})


def test_a_tap_is_a_dot_of_ink(page, answers):
    box = page.get_by_test_id("sketchpad").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.up()
    answers(page)
    seen = np.asarray(decode(page.get_by_test_id("mnist-image").get_attribute("src")))
    assert seen.max() == 255
    assert (seen > 0).sum() > 200  # a round blot, 20 pixels wide


@touch_screen
def test_two_fingers_do_not_draw(page, answers):
    box = page.get_by_test_id("sketchpad").bounding_box()
    near, far = ({"x": box["x"] + at, "y": box["y"] + at, "id": at} for at in (60, 200))
    moved = [{**finger, "y": finger["y"] + 50} for finger in (near, far)]
    touch(page, ("Start", [near]), ("Start", [near, far]), ("Move", moved), ("End", []))
    assert answers(page) == [""] * 3
    expect(page.get_by_text("Draw a digit here")).to_be_visible()


@touch_screen
def test_a_finger_that_rests_elsewhere_does_not_stop_another_from_drawing(page, answers):
    box = page.get_by_test_id("sketchpad").bounding_box()
    middle = box["x"] + box["width"] / 2
    thumb = {"x": 5, "y": 5, "id": 1}
    first, *rest = (
        [thumb, {"x": middle, "y": box["y"] + at * box["height"], "id": 2}]
        for at in (0.2, 0.5, 0.8)
    )
    moves = [("Move", points) for points in rest]
    touch(page, ("Start", [thumb]), ("Start", first), *moves, ("End", [thumb]))
    assert answers(page) == ["1"] * 3


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([*PALM, *LINE], id="first"),
        pytest.param([*PALM, EDGE, *LINE], id="first, in two places"),
        pytest.param([*PALM, ("cancel", "touch", 5, 0.8, 0.9), *LINE], id="first, and cancelled"),
        pytest.param([*LINE[:4], *PALM, EDGE, *LINE[4:]], id="in mid-stroke"),
    ],
)
def test_a_pen_draws_and_a_palm_that_touches_the_canvas_does_not(
    page, send_pointers, answers, events
):
    send_pointers(page, events)
    assert answers(page) == ["1"] * 3
    seen = np.asarray(decode(page.get_by_test_id("mnist-image").get_attribute("src")))
    assert (seen.max(axis=0) > 0).sum() < 8  # no dot beside the line
    page.locator("[data-action=undo]").click()
    expect(page.locator("[data-action=undo]")).to_be_disabled()


def test_a_move_paints_no_more_at_the_end_of_a_long_stroke_than_at_its_beginning(
    page, send_pointers
):
    page.evaluate("""() => {
        window.lines = 0;
        const { prototype } = CanvasRenderingContext2D;
        const { lineTo } = prototype;
        prototype.lineTo = function (...to) {
            window.lines += 1;
            return lineTo.apply(this, to);
        };
    }""")
    send_pointers(page, [("down", "mouse", 1, 0.5, 0.5)])
    counts = []
    for start in (0, 960, 1920):
        angles = np.arange(start, start + 960) / 50
        points = (0.5 + 0.3 * np.stack([np.cos(angles), np.sin(0.7 * angles)], axis=1)).tolist()
        before = page.evaluate("window.lines")
        send_pointers(page, [("move", "mouse", 1, *point) for point in points])
        counts.append(page.evaluate("window.lines") - before)
        page.locator(".page[data-state=idle]").wait_for()
    assert 960 < counts[2] < 1.2 * counts[0]


def test_the_cursor_is_a_ring_as_wide_as_the_pen(page):
    cursor = page.get_by_test_id("sketchpad").evaluate("canvas => canvas.style.cursor")
    assert cursor.startswith('url("data:image/svg+xml')


def test_a_digit_drawn_by_keyboard_alone_is_announced_even_if_the_pen_is_lifted_late(page, answers):
    page.get_by_test_id("sketchpad").focus()
    press(page, *["ArrowUp"] * 15, " ", *["ArrowDown"] * 30)
    assert answers(page) == ["1"] * 3
    page.keyboard.press(" ")
    expect(page.locator(".announcer")).to_have_text("All agree: it is a 1.")


def test_keys_undo_redo_and_clear(page, draw, answers):
    draw(page, TEMPLATES["1"])
    for keys, given in (
        ("Control+z", ""),
        ("Control+Shift+Z", "1"),
        ("Control+z", ""),
        ("Control+y", "1"),
        ("Delete", ""),
    ):
        press(page, keys)
        assert answers(page) == [given] * 3


def test_the_networks_disagree_on_every_example(page, answers):
    examples = page.locator("[data-example]")
    assert examples.count() == 8
    given = []
    for example in examples.all():
        example.click()
        given.append(answers(page))
        assert len(set(given[-1])) > 1, example.get_attribute("title")
    page.locator("[data-action=undo]").click()
    assert answers(page) == given[-2]


@touch_screen
def test_on_a_phone_an_example_scrolls_the_canvas_back_into_view(page, answers):
    page.locator("[data-example]").first.click()
    answers(page)
    expect(page.get_by_test_id("sketchpad")).to_be_in_viewport(ratio=0.99)


def test_a_digit_draws_itself_for_a_new_visitor_until_the_first_touch(page, draw, answers):
    deep = page.locator("[data-model=deep_cnn]")
    expect(deep).to_have_attribute("data-answer", "3", timeout=30_000)
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    expect(page.locator("[data-action=undo]")).to_be_disabled()
    draw(page, TEMPLATES["1"])
    assert answers(page) == ["1"] * 3
    page.locator("[data-action=undo]").click()
    expect(page.locator("[data-action=undo]")).to_be_disabled()
    assert answers(page) == [""] * 3


def test_with_reduced_motion_nothing_draws_itself_and_bars_do_not_glide(browser, server):
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(server)
    page.locator(".page[data-state=idle]").wait_for()
    bar = page.locator("[data-model=deep_cnn] [data-digit='1'] i")
    assert bar.evaluate("bar => getComputedStyle(bar).transitionDuration") == "0s"
    page.wait_for_timeout(6000)
    expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", "")
    page.context.close()
