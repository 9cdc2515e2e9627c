"""What the page shows of the networks' answers, and what it sends, in a real browser."""

import json
import re

import numpy as np
from playwright.sync_api import expect

from mnist_models.drawing.image import ink_from_canvas
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import CANVAS, draw_with_pen, scale_strokes
from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.letters import LETTERS
from mnist_models.writing.notation import path
from web.answers import read
from web.service.images import decode

COUNT = 200  # people's drawings


def placed(strokes, random, margin=0.05, smallest=0.35):
    """Strokes of any size, anywhere on a canvas of side 1; a negative margin: over its edge too."""
    size = random.uniform(smallest, 0.8)
    corner = random.uniform(margin, 1 - margin - size, 2)
    return [stroke + corner for stroke in scale_strokes(strokes, size)]


def sent_drawings(page):
    """The drawings that the page sends to the server, as they come."""
    sent = []
    page.on(
        "request",
        lambda request: (
            any(name in (request.post_data or "") for name in ("read_drawing", "read_shrunk"))
            and sent.append(json.loads(request.post_data)["data"])
        ),
    )
    return sent


def whole_canvas(page):
    return page.get_by_label("Shrink the whole canvas instead")


def test_two_hundred_real_drawings_get_the_networks_own_answers(
    read_by_server, recognizer, real_digits, replay, answers
):
    page = read_by_server
    sent = sent_drawings(page)
    random = np.random.default_rng(0)
    right = 0
    for drawing in real_digits(COUNT):
        replay(page, placed(drawing.strokes, random))
        given = answers(page)
        assert max(decode(sent[-1]).size) < CANVAS  # the inked part alone
        digits = [answer["digit"] for answer in read(recognizer, sent[-1])["answers"]]
        assert given == ["" if digit is None else str(digit) for digit in digits]
        right += given[-1] == drawing.label
        page.keyboard.press("Delete")
    assert right > 0.9 * COUNT


def test_the_inked_part_alone_is_read_as_the_whole_canvas_is(
    read_by_server, real_digits, replay, answers
):
    page = read_by_server
    sent = sent_drawings(page)
    random = np.random.default_rng(1)
    for drawing in real_digits(30):
        replay(page, placed(drawing.strokes, random, margin=-0.15, smallest=0.7))
        answers(page)
        part = ink_from_canvas(decode(sent[-1]))
        whole_canvas(page).check()
        answers(page)
        whole = ink_from_canvas(decode(sent[-1]))
        assert whole.shape == (CANVAS, CANVAS)
        assert part.size < whole.size
        np.testing.assert_array_equal(sketch_to_mnist(part), sketch_to_mnist(whole))
        whole_canvas(page).uncheck()
        page.keyboard.press("Delete")


def test_a_small_digit_is_read_with_a_pen_that_leaves_its_loops_open(page, draw, answers):
    # 14 % of the canvas, with a pen of 8 % of it.
    draw(page, [np.asarray(stroke) * 0.08 + 0.4 for stroke in TEMPLATES["8"]])
    assert answers(page) == ["8"] * 3
    ink = decode(page.locator(".stages img").first.get_attribute("src"))
    assert np.asarray(ink).mean() < 140  # the pen's full width would leave hardly any paper


def test_while_the_server_is_away_the_last_answer_stays_and_the_drawing_is_read_when_it_is_back(
    read_by_server, draw, answers
):
    page = read_by_server
    draw(page, TEMPLATES["1"])
    assert answers(page) == ["1"] * 3
    page.context.set_offline(True)
    draw(page, TEMPLATES["0"])
    expect(page.locator(".status").first).to_contain_text("Can't reach the server.")
    expect(page.locator(".page.stale [data-answer='1']")).to_have_count(3)
    page.context.set_offline(False)
    expect(page.locator(".page.stale")).to_have_count(0)
    answers(page)
    expect(page.locator(".status").first).not_to_contain_text("Can't reach")


def test_an_answer_is_announced_once(page, draw):
    page.evaluate("""() => {
        window.announced = [];
        for (const region of document.querySelectorAll("[role=status], [aria-live], output")) {
            const note = () => window.announced.push(region.textContent);
            new MutationObserver(note).observe(region, { childList: true, subtree: true });
        }
    }""")
    draw(page, TEMPLATES["3"])
    expect(page.locator(".announcer")).to_have_text("All agree: it is a 3.")
    assert page.evaluate("window.announced") == ["All agree: it is a 3."]


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


def test_a_letter_gets_no_digit_and_the_card_says_what_it_resembles(page, draw, answers):
    draw(page, path(LETTERS["K"]))
    assert answers(page)[1:] == ["", ""]
    card = page.locator("[data-model=deep_cnn]")
    expect(card.locator(".sure")).to_have_text(re.compile(r"^not a digit · resembles \d$"))
    expect(card.locator(".answer")).to_be_hidden()
    whole_canvas(page).check()
    for given, each in zip(answers(page), page.locator("[data-model]").all(), strict=True):
        assert bool(given) == each.locator(".answer").is_visible()
        assert given or "not a digit · resembles" in each.inner_text()


def test_two_digits_side_by_side_get_a_hint(page, draw, answers):
    left, right = ([np.asarray(each) * [0.45, 0.8] + [shift, 0.1] for each in TEMPLATES[digit]]
                   for digit, shift in (("2", 0.02), ("3", 0.52)))  # fmt: skip
    draw(page, [*left, *right])
    assert "" in answers(page)
    expect(page.locator(".status").first).to_have_text("Is that two digits? Please draw just one.")


def between(one, other, share):
    """A drawing between two templates of a single stroke each."""
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


def test_the_card_of_a_committee_says_where_its_members_disagree(read_by_server, draw, answers):
    page = read_by_server
    members = {"simple_cnn": [3, 3, 3], "deep_cnn": [3, 3, 8]}

    def as_committees(route):
        if "read_drawing" not in (route.request.post_data or ""):
            return route.continue_()
        reply = route.fetch()
        body = reply.json()
        for answer in body["answers"]:
            answer["members"] = members.get(answer["name"], [])
        return route.fulfill(response=reply, json=body)

    page.route("**/component_server**", as_committees)
    draw(page, TEMPLATES["3"])
    answers(page)
    remarks = page.locator(".remark").all_text_contents()
    assert remarks == ["", "", "Its members disagree: 3, 3 and 8."]


def test_each_card_has_its_facts_and_the_time_of_the_answer(page, draw, answers):
    draw(page, TEMPLATES["3"])
    answers(page)
    for card in page.locator("[data-model]").all():
        text = card.inner_text()
        assert re.search(r"^(100|\d\d(\.\d)?)%$", text, re.MULTILINE)  # beside the answer
        assert "MNIST’s test digits" in text
        assert "Real drawings" in text
        assert "Parameters" in text
        assert 0 <= float(card.locator(".time").inner_text().removesuffix(" ms")) < 1000


def test_the_stages_show_the_steps_from_the_ink_to_28x28_pixels(page, draw, answers):
    draw(page, TEMPLATES["5"])
    answers(page)
    pictures = page.locator(".stages img").all()
    sizes = [decode(picture.get_attribute("src")).size for picture in pictures]
    assert sizes[0][0] == sizes[0][1] > 28
    assert sizes[1:] == [(20, 20), (28, 28)]
    assert all(picture.get_attribute("alt") for picture in pictures)


def test_the_switch_shows_how_scaling_the_whole_canvas_down_changes_the_answers(
    page, draw, answers
):
    # In a corner, where MNIST has no digits.
    draw(page, [np.asarray(stroke) * 0.35 + 0.6 for stroke in TEMPLATES["5"]])
    assert answers(page)[1:] == ["5", "5"]
    whole_canvas(page).check()
    assert answers(page)[2] != "5"
    expect(page.locator("[data-model=deep_cnn] .remark")).to_have_text("cut out and centred: 5")
    assert page.locator(".stages img:visible").count() == 1
    whole_canvas(page).uncheck()
    assert answers(page)[1:] == ["5", "5"]


def test_the_score_counts_right_answers_and_can_be_corrected_and_reset(page, draw, answers):
    score = page.locator(".tally")
    choice = page.locator("[data-truth='7']")
    expect(choice).to_be_disabled()
    draw(page, TEMPLATES["7"])
    assert answers(page) == ["7"] * 3
    choice.click()
    expect(score).to_have_text("Score after 1 drawing: Baseline 1, Simple CNN 1, Deep CNN 1.")
    assert page.locator(".mark").all_inner_texts() == ["✓ right"] * 3
    expect(choice).to_have_attribute("aria-pressed", "true")
    page.locator("[data-truth='1']").click()  # a second thought
    expect(score).to_contain_text("Score after 1 drawing: Baseline 0, Simple CNN 0")
    assert page.locator(".mark").all_inner_texts() == ["✗ wrong"] * 3
    page.locator("[data-action=clear]").click()
    assert page.locator(".mark").all_text_contents() == [""] * 3
    draw(page, TEMPLATES["4"])
    assert answers(page) == ["4"] * 3
    page.locator("[data-truth='4']").click()
    expect(score).to_contain_text("Score after 2 drawings: Baseline 1, Simple CNN 1")
    page.reload()
    expect(score).to_contain_text("Score after 2 drawings: Baseline 1, Simple CNN 1")
    page.locator("[data-action=forget]").click()
    expect(score).to_have_text("Tell us, and we keep score until you close this tab.")
