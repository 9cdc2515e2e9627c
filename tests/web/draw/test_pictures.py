"""Pictures that visitors upload, paste or drop, in a real browser."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw_with_pen
from mnist_models.strokes.templates import TEMPLATES
from web.service.images import decode


def file_of(image, kind="PNG", **options):
    """An image as a file to give to a browser."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return {"name": "picture", "mimeType": f"image/{kind.lower()}", "buffer": buffer.getvalue()}


@pytest.fixture
def photo(photograph, scenes):
    """Take a photo of a digit, as a file."""

    def take(digit, scene="squared, blue pen, shadow", size=(2000, 1500)):
        ink = draw_with_pen(TEMPLATES[digit], 0.1)
        picture = photograph(ink, scenes[scene], np.random.default_rng(3), size)
        return file_of(picture, "JPEG", quality=85)

    return take


def give(page, kind, file):
    """Paste or drop a file: the event that a browser sends."""
    page.evaluate(
        """([kind, text, type]) => {
            const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "file", { type }));
            const event = kind === "paste"
                ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true })
                : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
            document.body.dispatchEvent(event);
        }""",
        [kind, base64.b64encode(file["buffer"]).decode(), file["mimeType"]],
    )


@pytest.fixture
def wait_for_answer(answers):
    """The three answers, once the strongest network gives this one."""

    def wait(page, digit):
        expect(page.locator("[data-model=deep_cnn]")).to_have_attribute("data-answer", digit)
        return answers(page)

    return wait


@pytest.mark.parametrize("page", ["mouse", "touch"], indirect=True)
def test_a_photo_is_read_and_undo_and_clear_remove_it(page, answers, photo, wait_for_answer):
    page.locator("[data-input=picture]").set_input_files(photo("5"))
    assert wait_for_answer(page, "5") == ["5"] * 3
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()
    page.locator("[data-action=undo]").click()
    assert answers(page) == [""] * 3
    page.locator("[data-action=redo]").click()
    assert wait_for_answer(page, "5") == ["5"] * 3
    page.locator("[data-action=clear]").click()
    assert answers(page) == [""] * 3


def test_a_photo_of_50_megapixels_is_shrunk_and_turned_upright_in_the_browser(page, photo):
    upright = Image.open(io.BytesIO(photo("4", "uneven light", (800, 625))["buffer"]))
    held_sideways = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # "rotate by 90° to the right to view"
    large = held_sideways.resize((6250, 8000), Image.Resampling.NEAREST)
    page.locator("[data-input=picture]").set_input_files(file_of(large, "JPEG", exif=exif))
    strongest = page.locator("[data-model=deep_cnn]")  # decoding it takes seconds
    expect(strongest).to_have_attribute("data-answer", "4")


def test_the_button_opens_a_file_chooser(page, photo, wait_for_answer):
    with page.expect_file_chooser() as choice:
        page.locator("[data-action=picture]").click()
    choice.value.set_files(photo("3"))
    wait_for_answer(page, "3")


@pytest.mark.parametrize(("page", "shown"), [("mouse", False), ("touch", True)], indirect=["page"])
def test_the_camera_is_offered_where_there_is_one(page, shown):
    assert page.locator("[data-action=photo]").is_visible() == shown
    assert page.locator("[data-input=photo]").get_attribute("capture") == "environment"


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_can_be_pasted_and_dropped(page, kind, photo, wait_for_answer):
    give(page, kind, photo("4", "whiteboard", (800, 600)))
    wait_for_answer(page, "4")


def test_a_picture_replaces_the_drawing_and_can_be_drawn_on(
    page, draw, answers, photo, wait_for_answer
):
    draw(page, TEMPLATES["8"])
    answers(page)
    page.locator("[data-input=picture]").set_input_files(photo("1", "plain"))
    wait_for_answer(page, "1")
    seen = page.get_by_test_id("mnist-image").get_attribute("src")
    draw(page, [[(0.2, 0.2), (0.5, 0.2)]])
    answers(page)
    assert page.get_by_test_id("mnist-image").get_attribute("src") != seen


def test_a_digit_of_mnist_keeps_every_pixel(page, wait_for_answer):
    image = sketch_to_mnist(draw_with_pen(TEMPLATES["2"], 0.11))
    png = file_of(Image.fromarray(image))["buffer"]
    url = "data:image/png;base64," + base64.b64encode(png).decode()
    page.evaluate(
        """url => document.querySelector(".page")
            .dispatchEvent(new CustomEvent("bring", { detail: url }))""",
        url,
    )
    wait_for_answer(page, "2")
    seen = decode(page.get_by_test_id("mnist-image").get_attribute("src"))
    np.testing.assert_array_equal(np.asarray(seen), image)


def test_a_drawing_in_svg_is_read(page, wait_for_answer):
    svg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100"
        height="100" fill="#fff"/><path d="M50 15V85" stroke="#000" stroke-width="9"/></svg>"""
    page.locator("[data-input=picture]").set_input_files(
        {"name": "one.svg", "mimeType": "image/svg+xml", "buffer": svg.encode()}
    )
    wait_for_answer(page, "1")


def test_a_picture_dropped_on_the_compare_tab_opens_the_canvas(page, photo, wait_for_answer):
    page.get_by_role("tab", name="Compare").click()
    expect(page.get_by_test_id("sketchpad")).to_be_hidden()
    give(page, "drop", photo("4", "whiteboard", (800, 600)))
    wait_for_answer(page, "4")
    expect(page.get_by_test_id("sketchpad")).to_be_visible()


def test_another_file_is_refused_in_a_sentence(page):
    page.locator("[data-input=picture]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"seven"}
    )
    expect(page.get_by_text("This picture cannot be opened: choose a JPEG or PNG.")).to_be_visible()


def test_blank_paper_is_answered_in_a_sentence(page, answers):
    blank = Image.new("RGB", (300, 200), "white")
    page.locator("[data-input=picture]").set_input_files(file_of(blank))
    expect(page.get_by_text("There is no digit to be found in this picture")).to_be_visible()
    assert answers(page) == [""] * 3
