"""A room of the page as a component: its template's values and its server functions."""

import asyncio
from threading import Event

import pytest
from jinja2 import FileSystemLoader, UndefinedError

from web.component import TEMPLATES, component
from web.service.limits import BUSY, Limiter


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Build a component of a small room."""
    folder = tmp_path / "room"
    folder.mkdir()
    (folder / "room.html").write_text("{% for each in words %}<p>{{ each }}</p>{% endfor %}")
    (folder / "one.css").write_text("p { color: red; }")
    monkeypatch.setattr(TEMPLATES, "loader", FileSystemLoader(tmp_path))

    def build_component(functions=None, limiter=None, **arguments):
        return component(
            folder,
            styles=["one.css"],
            functions=functions or {},
            limiter=limiter or Limiter(1, 1),
            **arguments,
        )

    return build_component


def test_the_template_is_rendered_with_any_text_as_it_is(build):
    built = build(words=["<b>{{ ${} ` \\ & “1”", 2])
    assert built.value == "<p>&lt;b&gt;{{ ${} ` \\ &amp; “1”</p><p>2</p>"
    # Gradio's own template is its default one, which shows the value as it is.
    assert built.html_template == "${value}"
    assert built.css_template == "p { color: red; }"


def test_the_props_reach_the_page_and_the_values_do_not(build):
    built = build(words=[], props={"networks": "networks/0.gz"})
    assert built.get_config()["props"] == {"networks": "networks/0.gz"}


def test_a_missing_value_is_an_error(build):
    with pytest.raises(UndefinedError, match="words"):
        build()


def test_a_function_answers_under_its_name_and_a_busy_server_says_so(run, build):
    go_on = Event()
    limiter = Limiter(at_once=1, waiting=1)
    built = build(functions={"wait": lambda _: go_on.wait()}, limiter=limiter, words=[])

    async def ask_thrice():
        served = [asyncio.create_task(built.wait("a drawing")) for _ in range(2)]
        await asyncio.sleep(0.01)  # one runs by now, and one waits
        refused = await built.wait("a drawing")
        go_on.set()
        return [*await asyncio.gather(*served), refused]

    assert run(ask_thrice()) == [True, True, {"error": BUSY, "busy": True}]
