"""The page's first file."""

import gzip

import pytest

from web.service.front import Front

GRADIOS = b"""<html><head>
<meta property="og:title" content="Gradio" />
<meta
    property="og:url"
    content="{url}"
/>
<meta name="twitter:creator" content="@Gradio" />
<meta charset="utf-8" />
</head><body style=""><gradio-app></gradio-app></body></html>"""


@pytest.fixture
def ask(run):
    """Ask a Front before an app that sends `body`; the reply's headers and body."""

    def ask_front(body=GRADIOS, path="/", method="GET", kind=b"text/html", **headers):
        async def app(scope, receive, send):
            start = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": start})
            await send({"type": "http.response.body", "body": body[:50], "more_body": True})
            await send({"type": "http.response.body", "body": body[50:]})

        sent = []

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "root_path": "",
            "scheme": "https",
            "server": ("digits.example", 443),
            "query_string": b"",
            "headers": [
                (b"host", b"digits.example"),
                *((name.encode(), value.encode()) for name, value in headers.items()),
            ],
        }
        run(Front(app)(scope, None, send))
        assert [message["type"] for message in sent[:1]] == ["http.response.start"]
        return dict(sent[0]["headers"]), b"".join(message["body"] for message in sent[1:])

    return ask_front


def test_a_link_to_the_page_shows_the_page_and_not_gradio(ask):
    _, page = ask()
    text = page.decode()
    assert "Gradio" not in text
    assert "{url}" not in text
    assert '<meta property="og:title" content="Three networks read your digit">' in text
    assert '<meta property="og:image" content="https://digits.example/preview.png">' in text
    assert '<meta charset="utf-8" />' in text


def test_who_has_no_javascript_reads_why_there_is_nothing(ask):
    _, page = ask()
    assert b"<noscript>" in page.partition(b"<body")[2]
    assert b"JavaScript, which is switched off" in page


def test_the_page_is_packed_for_who_can_unpack_it(ask):
    headers, packed = ask(**{"accept-encoding": "br, gzip"})
    assert headers[b"content-encoding"] == b"gzip"
    assert headers[b"content-length"] == str(len(packed)).encode()
    assert b"accept-encoding" in headers[b"vary"].lower()
    assert gzip.decompress(packed) == ask()[1]


@pytest.mark.parametrize(
    "question",
    [{"path": "/config"}, {"method": "HEAD"}, {"kind": b"application/json"}],
    ids=["another file", "no body", "no page"],
)
def test_everything_else_is_passed_on_as_it_is(ask, question):
    headers, body = ask(**question)
    assert body == GRADIOS
    assert b"content-encoding" not in headers
