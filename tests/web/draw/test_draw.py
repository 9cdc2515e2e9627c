"""What a visitor does on the Draw tab, in a real browser."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.allographs import path
from mnist_models.writing.letters import LETTERS
from web.answers import read
from web.service.images import decode


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def probabilities(page, network="deep_cnn"):
    bars = page.locator(f"[data-model={network}] [data-digit]").all()
    return [float(bar.get_attribute("data-probability")) for bar in bars]


def test_a_digit_can_be_drawn_by_keyboard_alone(page, answers):
    page.get_by_test_id("sketchpad").focus()
    press(page, *["ArrowUp"] * 15, " ", *["ArrowDown"] * 30, " ")
    assert answers(page) == ["1"] * 3
    expect(page.locator(".voice")).to_have_text("All agree: it is a 1.")


def test_a_drawn_digit_is_announced_once(page, draw):
    page.evaluate("""() => {
        window.announced = [];
        for (const region of document.querySelectorAll("[role=status], [aria-live], output")) {
            const note = () => window.announced.push(region.textContent);
            new MutationObserver(note).observe(region, { childList: true, subtree: true });
        }
    }""")
    draw(page, TEMPLATES["3"])
    expect(page.locator(".voice")).to_have_text("All agree: it is a 3.")
    assert page.evaluate("window.announced") == ["All agree: it is a 3."]


def test_keys_undo_redo_and_clear(page, draw, answers):
    draw(page, TEMPLATES["1"])
    assert answers(page) == ["1"] * 3
    press(page, "Control+z")
    assert answers(page) == [""] * 3
    press(page, "Control+Shift+Z")
    assert answers(page) == ["1"] * 3
    press(page, "Delete")
    assert answers(page) == [""] * 3


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


def test_the_stages_show_the_way_into_the_networks(page, draw, answers):
    draw(page, TEMPLATES["5"])
    answers(page)
    pictures = [picture.get_attribute("src") for picture in page.locator(".stages img").all()]
    sizes = [decode(picture).size for picture in pictures]
    assert sizes[0][0] == sizes[0][1] > 28
    assert sizes[1:] == [(20, 20), (28, 28)]
    alternatives = [picture.get_attribute("alt") for picture in page.locator(".stages img").all()]
    assert all(alternatives)


def small(strokes):
    """In a corner, as no digit of MNIST is."""
    return [np.asarray(stroke) * 0.35 + 0.6 for stroke in strokes]


def test_the_switch_shows_what_shrinking_the_canvas_does_to_the_answers(page, draw, answers):
    draw(page, small(TEMPLATES["5"]))
    assert answers(page)[1:] == ["5", "5"]
    page.get_by_label("Shrink the whole canvas instead").check()
    shrunk = answers(page)
    assert shrunk[2] != "5"
    expect(page.locator("[data-model=deep_cnn] .remark")).to_have_text("cut out and centred: 5")
    assert page.locator(".stages img:visible").count() == 1
    page.get_by_label("Shrink the whole canvas instead").uncheck()
    assert answers(page)[1:] == ["5", "5"]


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


def test_the_page_says_whether_the_networks_agree(page, draw, answers):
    seen = set()
    for name in ("3", "9 tailed", "1 long-hooked", "2 looped"):
        page.locator("[data-action=clear]").click(force=True)
        draw(page, TEMPLATES[name])
        given = answers(page)
        words = page.locator(".page .status").inner_text()
        agree = len(set(given)) == 1
        assert words.startswith("All agree" if agree else "They disagree: "), (given, words)
        seen.add(agree)
    assert True in seen


def test_a_letter_gets_no_digit_but_words_that_say_what_it_resembles(page, draw, answers):
    draw(page, path(LETTERS["K"]))
    assert answers(page)[1:] == ["", ""]
    card = page.locator("[data-model=deep_cnn]")
    expect(card.locator(".sure")).to_have_text(re.compile(r"^not a digit · resembles \d$"))
    expect(card.locator(".answer")).to_be_hidden()
    page.get_by_label("Shrink the whole canvas instead").check()
    for given, each in zip(answers(page), page.locator("[data-model]").all(), strict=True):
        assert bool(given) == each.locator(".answer").is_visible()
        assert given or "not a digit · resembles" in each.inner_text()


def test_two_digits_side_by_side_get_a_hint_of_their_own(page, draw, answers):
    left, right = ([np.asarray(each) * [0.45, 0.8] + [shift, 0.1] for each in TEMPLATES[digit]]
                   for digit, shift in (("2", 0.02), ("3", 0.52)))  # fmt: skip
    draw(page, [*left, *right])
    assert "" in answers(page)
    expect(page.locator(".status").first).to_contain_text("Two digits side by side?")


def between(one, other, share):
    """A drawing on the way from one template of a single stroke to another."""
    ends = (np.asarray(TEMPLATES[name][0]) for name in (one, other))
    at = np.linspace(0, 1, 30)
    paths = [
        np.stack([np.interp(at, np.linspace(0, 1, len(end)), axis) for axis in end.T], axis=1)
        for end in ends
    ]
    return [(1 - share) * paths[0] + share * paths[1]]


def test_a_doubtful_answer_names_two_candidates(page, recognizer, draw, answers):
    drawings = [between("1 hooked", "7", share) for share in np.linspace(0, 1, 25)]
    images = np.stack([sketch_to_mnist(draw_with_pen(strokes, 0.1)) for strokes in drawings])
    firsts = [readings[0] for readings in recognizer.read_images(images)]
    doubtful = min(range(25), key=lambda index: firsts[index].confidence or 1.0)
    assert firsts[doubtful].confidence < 0.7
    draw(page, drawings[doubtful])
    assert answers(page)[0]
    expect(page.locator("[data-model=baseline] .remark")).to_have_text(re.compile(r"^\d or \d\?$"))


def test_each_card_has_its_facts_and_the_time_of_the_answer(page, draw, answers):
    draw(page, TEMPLATES["3"])
    answers(page)
    for card in page.locator("[data-model]").all():
        text = card.inner_text()
        assert re.search(r"^(100|\d\d(\.\d)?) %$", text, re.MULTILINE)  # beside the answer
        assert "MNIST’s test digits" in text
        assert "Real drawings" in text
        assert "Parameters" in text
        assert 0 <= float(card.locator(".time").inner_text().removesuffix(" ms")) < 1000


def test_the_first_screen_needs_no_scrolling(page):
    for part in (".draw", ".more", ".stages", ".about", ".cards", ".why"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 800, part


@pytest.mark.parametrize("page", ["touch"], indirect=True)
def test_on_a_phone_all_answers_stand_below_the_canvas_and_stay_where_they_are(page, draw, answers):
    cards = page.locator("[data-model]").all()
    places = []
    for drawing in (TEMPLATES["3"], path(LETTERS["X"])):
        draw(page, drawing, touch=True)
        answers(page)
        places.append([card.bounding_box() for card in cards])
        for card in cards:
            expect(card).to_be_in_viewport(ratio=1)
        page.locator("[data-action=clear]").click()
    assert places[0] == places[1]


@pytest.mark.parametrize("page", ["touch"], indirect=True)
def test_on_a_phone_an_example_brings_the_canvas_back_into_view(page, answers):
    page.locator("[data-example]").first.click()
    answers(page)
    expect(page.get_by_test_id("sketchpad")).to_be_in_viewport(ratio=0.99)


def test_nothing_moves_for_who_wants_no_motion(page):
    bar = page.locator("[data-model=deep_cnn] [data-digit='1'] i")
    durations = []
    for wish in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=wish)
        durations.append(bar.evaluate("bar => getComputedStyle(bar).transitionDuration"))
    assert durations == ["0.08s", "0s"]


def test_the_answer_is_that_to_the_picture_which_was_sent(
    read_by_server, recognizer, draw, answers
):
    page = read_by_server
    sent = []
    page.on("request", lambda request: sent.append(request.post_data))
    draw(page, TEMPLATES["8"])
    given = answers(page)
    drawing = json.loads(sent[-1])["data"]
    drawing = drawing[0] if isinstance(drawing, list) else drawing
    assert max(decode(drawing).size) < 400  # the inked part alone
    assert [str(answer["digit"]) for answer in read(recognizer, drawing)["answers"]] == given


def test_the_cursor_is_a_ring_as_wide_as_the_pen(page):
    cursor = page.get_by_test_id("sketchpad").evaluate("canvas => canvas.style.cursor")
    assert cursor.startswith('url("data:image/svg+xml')


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


def test_while_the_server_is_away_the_last_answer_stays_and_drawing_is_read_when_it_is_back(
    read_by_server, draw, answers
):
    page = read_by_server
    draw(page, TEMPLATES["1"])
    assert answers(page) == ["1"] * 3
    page.context.set_offline(True)
    draw(page, TEMPLATES["0"])
    expect(page.locator(".status").first).to_contain_text("The server does not answer.")
    expect(page.locator(".page.stale [data-answer='1']")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator(".page.stale")).to_have_count(0)
    answers(page)
    expect(page.locator(".status").first).not_to_contain_text("does not answer")


def test_control_y_redoes(page, draw, answers):
    draw(page, TEMPLATES["1"])
    press(page, "Control+z", "Control+y")
    assert answers(page) == ["1"] * 3


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
