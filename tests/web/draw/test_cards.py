"""What the cards say, and how they say it, in a real browser."""

import re

import numpy as np
from playwright.sync_api import expect

from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from mnist_models.writing.letters import LETTERS
from mnist_models.writing.notation import path


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


def test_nothing_moves_for_who_wants_no_motion(page):
    bar = page.locator("[data-model=deep_cnn] [data-digit='1'] i")
    durations = []
    for wish in ("no-preference", "reduce"):
        page.emulate_media(reduced_motion=wish)
        durations.append(bar.evaluate("bar => getComputedStyle(bar).transitionDuration"))
    assert durations == ["0.08s", "0s"]
