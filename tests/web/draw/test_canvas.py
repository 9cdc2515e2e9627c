"""A hand on the canvas, in a real browser."""

import numpy as np
import pytest
from playwright.sync_api import expect

from web.service.images import decode


def test_a_tap_is_a_dot_of_ink(page, answers):
    box = page.get_by_test_id("sketchpad").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.up()
    answers(page)
    seen = np.asarray(decode(page.get_by_test_id("mnist-image").get_attribute("src")))
    assert seen.max() == 255
    assert (seen > 0).sum() > 200  # a round blot, 20 pixels wide


@pytest.mark.parametrize("page", ["touch"], indirect=True)
def test_two_fingers_do_not_draw(page, answers):
    box = page.get_by_test_id("sketchpad").bounding_box()
    client = page.context.new_cdp_session(page)
    near, far = ({"x": box["x"] + at, "y": box["y"] + at, "id": at} for at in (60, 200))
    moved = [{**finger, "y": finger["y"] + 50} for finger in (near, far)]
    for kind, touches in (
        ("touchStart", [near]),
        ("touchStart", [near, far]),
        ("touchMove", moved),
        ("touchEnd", []),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    assert answers(page) == [""] * 3
    expect(page.get_by_text("Draw a digit here")).to_be_visible()


@pytest.mark.parametrize("page", ["touch"], indirect=True)
def test_a_finger_that_rests_elsewhere_does_not_keep_another_from_drawing(page, answers):
    box = page.get_by_test_id("sketchpad").bounding_box()
    client = page.context.new_cdp_session(page)
    middle = box["x"] + box["width"] / 2
    thumb = {"x": 5, "y": 5, "id": 1}
    pen = [{"x": middle, "y": box["y"] + at * box["height"], "id": 2} for at in (0.2, 0.5, 0.8)]
    for kind, touches in (
        ("touchStart", [thumb]),
        ("touchStart", [thumb, pen[0]]),
        ("touchMove", [thumb, pen[1]]),
        ("touchMove", [thumb, pen[2]]),
        ("touchEnd", [thumb]),
    ):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    assert answers(page) == ["1"] * 3


def test_the_cursor_is_a_ring_as_wide_as_the_pen(page):
    cursor = page.get_by_test_id("sketchpad").evaluate("canvas => canvas.style.cursor")
    assert cursor.startswith('url("data:image/svg+xml')
