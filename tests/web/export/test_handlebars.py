"""Templates are filled as Gradio fills them in the browser."""

import pytest

from web.export.handlebars import TemplateError, fill

VALUES = {
    "title": "<b>Zero & one",
    "digits": [0, 1],
    "cards": [{"name": "a", "facts": [{"what": "x"}, {"what": "y"}]}, {"name": "b", "facts": []}],
    "none": "",
}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("no tags", "no tags"),
        ("{{title}}", "&lt;b&gt;Zero &amp; one"),
        ("{{{title}}}", "<b>Zero & one"),
        ("{{#each digits}}<{{this}}>{{/each}}", "<0><1>"),
        ("{{#each cards}}{{name}}{{#each facts}}.{{this.what}}{{/each}};{{/each}}", "a.x.y;b;"),
        ("{{#each cards}}{{name}}{{#each ../digits}}{{this}}{{/each}}{{/each}}", "a01b01"),
        ("{{#if title}}yes{{/if}}{{#if none}}no{{/if}}", "yes"),
        ("{{#if title}}a{{#if none}}b{{/if}}c{{/if}}", "ac"),
    ],
)
def test_what_the_rooms_use_is_known(template, filled):
    assert fill(template, VALUES) == filled


@pytest.mark.parametrize(
    "template",
    [
        "{{nobody}}",
        "{{#each digits}}",
        "{{#unless none}}x{{/unless}}",
        "{{#if none}}a{{else}}b{{/if}}",
    ],
)
def test_anything_else_is_refused(template):
    with pytest.raises(TemplateError):
        fill(template, VALUES | {"none": "something"})
