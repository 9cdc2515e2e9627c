"""The Compare tab: its contents, made of the reports, and the tab in a real browser."""

import json
import re
import shutil

import numpy as np
import pytest
from playwright.sync_api import expect

from mnist_models import figures, mnist, weights
from mnist_models.recognizer import Reading
from web.compare.missed import digit_finder
from web.compare.tab import contents
from web.reports import TITLES
from web.service.images import decode


@pytest.fixture
def folder(tmp_path):
    """The networks' own reports and no other."""
    for name in TITLES:
        shutil.copy(weights.FOLDER / f"{name}.json", tmp_path)
    return tmp_path


def change(path, **fields):
    path.write_text(json.dumps({**figures.read(path), **fields}), "utf-8")


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_the_table_has_the_errors_and_sizes_of_the_reports():
    rows = texts(contents(TITLES, weights.FOLDER)["errors"])
    sets = [figures.on_drawings(weights.FOLDER, name) for name in ("unipen-dev", "pendigits-dev")]
    for (name, title), row in zip(TITLES.items(), rows, strict=True):
        report = weights.read_report(name)
        errors = [report.test.error, *(found[name]["exact"]["error"] for found in sets)]
        assert row[0] == title
        assert row[2:5] == [f"{100 * error:.2f}%" for error in errors]
        assert row[5] == f"{report.parameters:,}"


def test_the_mean_of_the_seeds_stands_with_its_spread(folder):
    seeds = [{"test": {"wrong": wrong, "total": 10_000}} for wrong in (40, 50, 60)]
    change(folder / "baseline.json", seeds=seeds)
    assert texts(contents(TITLES, folder)["errors"])[0][1] == "0.50 ± 0.10%"


def test_without_seeds_the_table_shows_the_shipped_networks_error_twice(folder):
    change(folder / "baseline.json", seeds=[], test={"wrong": 77, "total": 10_000})
    assert texts(contents(TITLES, folder)["errors"])[0][1:3] == ["0.77%"] * 2


def test_parts_without_figures_are_left_out(folder):
    found = contents(TITLES, folder)
    for part in ("preparation", "pens", "drawing_confusions", "declining", "robustness"):
        assert not found[part], part
    for part in ("errors", "literature", "curves", "confusions", "calibration", "missed"):
        assert found[part], part


def test_only_the_networks_that_are_available_are_compared(folder):
    found = contents({"simple_cnn": "Simple CNN"}, folder)
    assert len(found["confusions"]) == len(found["missed"]) == len(found["errors"].rows) == 1
    assert [each.name for chart in found["curves"] for each in chart.series] == ["Simple CNN"] * 2


def test_calibration_is_shown_by_confidence_by_share_answered_and_as_one_figure(folder):
    calibration = {
        "expected_calibration_error": 0.0123,
        "reliability": [{"confidence": 0.6, "accuracy": 0.5, "count": 1234}],
        "risk_coverage": [[0.5, 0.001], [1.0, 0.02]],
    }
    confidence = {"temperature": 1.5, "threshold": 0.0}
    change(folder / "deep_cnn.json", calibration=calibration, confidence=confidence)
    (((reliability, risk), table),) = contents(TITLES, folder)["calibration"]
    stop = next(each for each in reliability.words if each.startswith("Confidence 57%: Baseline"))
    assert stop.endswith("Deep CNN 50.0% of 1,234 correct")
    assert risk.title == "Error among the most confident answers on MNIST’s test digits"
    assert risk.words[-1].endswith("Deep CNN 2.00%")
    assert texts(table)[2] == ["Deep CNN", "1.50", "1.23%"]


def test_robustness_has_a_shaded_row_for_each_corruption_and_for_their_mean(folder):
    counts = {"noise": {"wrong": 3, "total": 100}, "a thin pen": {"wrong": 5, "total": 100}}
    report = {"networks": dict.fromkeys(TITLES, counts)}
    (folder / "robustness.json").write_text(json.dumps(report), "utf-8")
    robustness = contents(TITLES, folder)["robustness"]
    assert robustness.pictures == 2
    found = {row[0].text: {(cell.text, cell.shade) for cell in row[1:]} for row in robustness.rows}
    assert found["a thin pen"] == {("5.00%", 11)}
    assert found["mean of the corruptions"] == {("4.00%", 10)}


def test_the_shares_of_declined_letters_and_digits_are_those_of_the_report(folder):
    shutil.copy(weights.FOLDER / "drawings.json", folder)
    found = figures.on_drawings(folder)["deep_cnn"]["declining"]
    keys = ("auroc", "letters_declined", "right_digits_declined", "error_of_answers")
    row = texts(contents(TITLES, folder)["declining"])[2]
    assert row == ["Deep CNN", *(f"{100 * found[key]:.2f}%" for key in keys)]


def test_every_wrong_test_digit_is_listed_with_the_networks_own_answer(recognizer, real_mnist):
    titles = {name: TITLES[name] for name in recognizer.names}
    for name, _, digits in contents(titles, weights.FOLDER)["missed"]:
        assert len(digits) == weights.read_report(name).test.wrong
        network = recognizer.names.index(name)
        images = real_mnist[1].images[[digit.index for digit in digits]]
        for digit, readings in zip(digits, recognizer.read_images(images), strict=True):
            assert digit.label == real_mnist[1].labels[digit.index] != digit.answer
            assert readings[network].digit in (digit.answer, None)
            assert readings[network].probabilities.argmax() == digit.answer


def read(images):
    """One network, which declines bright digits."""
    bright = [image.mean() > 128 for image in images]
    return [[Reading("one", None, None if each else 7, 1.0, 0.1)] for each in bright]


def test_the_pictures_are_the_test_digits_pixel_for_pixel(small_mnist, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(small_mnist))
    images = mnist.load(small_mnist)[1].images
    found = digit_finder(range(len(images)), read)(None)
    for index, picture in found["pictures"].items():
        np.testing.assert_array_equal(np.asarray(decode(picture)), images[int(index)])
    bright = [str(index) for index in range(len(images)) if images[index].mean() > 128]
    assert found["declined"] == ({"one": bright} if bright else {})


def test_mnist_is_loaded_once_for_all_visitors(small_mnist, monkeypatch):
    monkeypatch.setenv("MNIST_NPZ", str(small_mnist))
    find = digit_finder({7}, read)
    first = find(None)
    small_mnist.unlink()
    assert find(None) == first


@pytest.mark.parametrize("argument", [None, 1, True, "true", [True], {}])
@pytest.mark.parametrize("copy", ["none", "damaged", "missing"])
def test_nothing_is_downloaded_whatever_a_visitor_sends(argument, copy, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("MNIST_NPZ", raising=False)
    kerass = tmp_path / ".keras" / "datasets" / "mnist.npz"
    if copy == "damaged":
        kerass.parent.mkdir(parents=True)
        kerass.write_bytes(b"PK damaged")
    elif copy == "missing":
        monkeypatch.setenv("MNIST_NPZ", str(tmp_path / "nowhere.npz"))
    assert "not on this server" in digit_finder({7}, read)(argument)["error"]
    if copy == "damaged":
        assert kerass.read_bytes() == b"PK damaged"
    else:
        assert not kerass.exists()


@pytest.fixture
def comparison(page):
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator(".compare")).to_be_visible()
    page.locator(".part").evaluate_all("parts => parts.forEach((part) => { part.open = true; })")
    return page.locator(".compare")


def test_the_errors_are_those_on_the_cards(page, comparison):
    rows = comparison.get_by_role("table").first.locator("tbody tr")
    for card, row in zip(page.locator("[data-model]").all(), rows.all(), strict=True):
        assert row.locator("th").inner_text() == card.locator("h2").text_content()
        errors = re.findall(r"[\d.]+%(?= errors)", card.text_content())
        assert sorted(row.locator("td").all_inner_texts()[1:3]) == sorted(errors)


def test_it_leads_to_the_tutorial(page, comparison):
    with page.context.expect_page() as opened:
        comparison.get_by_role("link", name="A tutorial").click()
    expect(opened.value.get_by_role("heading", name="How networks learn")).to_be_visible()


def test_charts_show_values_by_mouse_by_arrow_keys_and_as_a_table(page, comparison):
    charts = comparison.locator(".chart").all()
    assert len(charts) >= 4
    for chart in charts:
        plot = chart.locator(".plot")
        plot.scroll_into_view_if_needed()
        box = plot.bounding_box()
        stops = json.loads(plot.get_attribute("data-stops"))
        for place, words in (stops[0], stops[len(stops) // 2], stops[-1]):
            page.mouse.move(box["x"] + place / 100 * box["width"], box["y"] + 50)
            expect(chart.locator(".readout")).to_have_text(words)
        chart.locator("summary").click()
        expect(chart.get_by_role("table")).to_be_visible()
        assert chart.locator("tbody tr").count() == len(stops)
    plot = comparison.locator(".plot").first
    values = [words for _, words in json.loads(plot.get_attribute("data-stops"))]
    plot.focus()
    for key, at in [("Home", 0), ("ArrowRight", 1), ("End", -1), ("ArrowRight", -1),
                    ("ArrowLeft", -2), ("Home", 0), ("ArrowLeft", 0)]:  # fmt: skip
        page.keyboard.press(key)
        assert plot.get_attribute("aria-valuetext") == values[at]


def test_one_click_puts_a_wrong_test_digit_on_the_canvas(page, comparison, real_mnist, answers):
    comparison.locator("[data-missed='Deep CNN'] > summary").click()
    digits = comparison.locator("[data-missed='Deep CNN'] [data-index]")
    expect(digits.first).to_be_enabled()
    for digit in digits.all():
        assert re.fullmatch(r"\d (read as|resembles) \d", digit.inner_text())
        assert digit.locator("img").evaluate("image => image.naturalWidth") == 28
    _, *how, read_as = digits.nth(3).inner_text().split()
    digits.nth(3).click()
    expect(page.get_by_test_id("sketchpad")).to_be_focused()
    expect(page.get_by_text("Draw a digit here")).to_be_hidden()
    verdict = page.locator("[data-model=deep_cnn] .verdict")
    expect(verdict).to_contain_text(read_as if how == ["read", "as"] else f"resembles {read_as}")
    page.locator("[data-action=undo]").click()
    assert answers(page) == [""] * 3


def test_every_kind_of_corruption_has_its_picture(comparison):
    pictures = comparison.locator("img.kind")
    assert pictures.count() == 16
    pictures.first.scroll_into_view_if_needed()
    for picture in pictures.all():
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => image.naturalHeight") == 16 * 28


def test_nothing_is_wider_than_its_place_with_everything_open(page, comparison):
    comparison.locator("details").evaluate_all(
        "all => all.forEach((each) => { each.open = true; })"
    )
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        wide = comparison.locator("table, figure, ul").evaluate_all(
            """parts => parts.map((part) => [part, part.parentElement].map(
                (each) => each.getBoundingClientRect().right
            )).filter(([inner, outer]) => inner > outer + 1).length"""
        )
        assert wide == 0, width
