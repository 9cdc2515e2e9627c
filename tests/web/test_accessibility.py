"""What axe-core, the usual judge of accessibility, says of the page in a real browser."""

import pytest
from playwright.sync_api import expect

from mnist_models.strokes.templates import TEMPLATES
from tests.fixtures.browser import AXE

SIZES = {
    "wide": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}


@pytest.fixture(params=SIZES)
def size(request):
    return SIZES[request.param]


@pytest.fixture(params=["light", "dark"])
def page(browser, server, size, request):
    if not AXE.exists():
        pytest.skip("needs axe: npm install-ci-test --prefix tests")
    context = browser.new_context(viewport=size, color_scheme=request.param)
    page = context.new_page()
    page.goto(server)
    page.locator(".page[data-state=idle]").wait_for()
    assert page.evaluate("document.body.classList.contains('dark')") == (request.param == "dark")
    page.evaluate(AXE.read_text("utf-8"))
    yield page
    context.close()


def faults(page):
    # What it found right would take as long again to send.
    violations = page.evaluate(
        'axe.run({ resultTypes: ["violations"] }).then((all) => all.violations)'
    )
    return [(each["id"], node["html"]) for each in violations for node in each["nodes"]]


def test_axe_finds_no_fault_while_a_visitor_draws_asks_why_and_compares(page, draw, answers):
    assert faults(page) == []
    draw(page, TEMPLATES["1 long-hooked"])
    assert any(answers(page))
    assert faults(page) == []
    page.locator(".why > summary").click()
    expect(page.locator("[data-why=deep_cnn]")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("tab", name="Compare").click()
    page.locator(".compare details").evaluate_all(
        "all => all.forEach((each) => { each.open = true; })"
    )
    page.locator(".plot").first.press("ArrowRight")
    assert faults(page) == []
