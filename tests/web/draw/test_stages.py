"""What the networks see, stage by stage, in a real browser."""

import numpy as np
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from web.service.images import decode


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
