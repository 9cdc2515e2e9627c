"""The command's options: a wrong one gets one sentence."""

import sys

import pytest

from web.service.options import parse_options


@pytest.fixture
def parsed(monkeypatch):
    def parse(*options):
        monkeypatch.setattr(sys, "argv", ["demo.py", *options])
        return parse_options("The page.")

    return parse


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--port", "99999"], "expected 1 to 65535, got '99999'"),
        (["--port", "-1"], "--port"),
        (["--port", "seven"], "expected 1 to 65535, got 'seven'"),
        (["--data", "nowhere.npz"], "there is no file 'nowhere.npz'"),
        (["--export", "demo.py"], "expected a new or an empty folder, got 'demo.py'"),
        (["--export", "web"], "expected a new or an empty folder, got 'web'"),
        (["--embed-in", "site; script-src *"], "expected a site as https://example.org"),
        (["--allow-origin", "https://site/page"], "expected a site as https://example.org"),
    ],
)
def test_a_wrong_option_is_named_in_one_line(parsed, capsys, options, sentence):
    with pytest.raises(SystemExit):
        parsed(*options)
    assert sentence in capsys.readouterr().err.splitlines()[-1]


def test_sites_and_names_are_written_as_browsers_write_them(parsed):
    options = parsed("--embed-in", "https://School.example/", "--allow-host", "Digits.Example")
    assert options.embed_in == ["https://school.example"]
    assert options.allow_host == ["digits.example"]
