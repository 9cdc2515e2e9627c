"""What is asked of the server where the browser cannot read, in a real browser."""

import json

from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from web.answers import read
from web.service.images import decode


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
