"""Bad images, and the ways by which an image reaches the server."""

import base64
import io

import httpx
import pytest
from PIL import Image
from starlette.testclient import TestClient

from web.service.guard import Sites

KINDS = [
    *("a path", "a file's URL", "a URL", "a drawing as SVG", "truncated", "one pixel"),
    *("a large bomb", "a larger bomb", "an animation"),
    *("nothing", "a number", "null", "a dictionary"),
]


@pytest.fixture(scope="session")
def bad_images(three):
    """A value of each kind that is not a drawing."""
    values = [
        "/etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:7860/",
        "data:image/svg+xml;base64,PHN2Zy8+",
        three()[:400],
        _bomb(1, 1),
        _bomb(9_000, 9_000),
        _bomb(20_000, 20_000),
        _animation(),
        *("", 7, None, {"path": "/etc/passwd"}),
    ]
    return dict(zip(KINDS, values, strict=True))


@pytest.fixture(params=KINDS)
def bad_image(request, bad_images):
    return bad_images[request.param]


def _bomb(width, height):
    buffer = io.BytesIO()
    Image.new("1", (width, height)).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def _animation():
    frames = [Image.new("L", (20, 20), level) for level in (0, 200)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return base64.b64encode(buffer.getvalue()).decode()


def _by_http(address, image):
    reply = httpx.post(f"{address}predict", json={"image": image}, timeout=30)
    assert reply.status_code == 422
    return reply.json()


def _ask(address, function, argument):
    components = httpx.get(f"{address}config").json()["components"]
    (place,) = (each["id"] for each in components if function in str(each["props"]))
    question = {"data": argument, "component_id": place, "fn_name": function, "session_hash": "a"}
    return httpx.post(f"{address}gradio_api/component_server/", json=question, timeout=30).json()


def _by_page(address, image):
    return _ask(address, "read_drawing", image)


def _by_gradio(address, image):
    """As Gradio's clients ask, but with a path that they would turn into an upload."""
    return httpx.post(f"{address}gradio_api/run/predict", json={"data": [image]}, timeout=30).json()


WAYS = {"by HTTP": _by_http, "by the page": _by_page, "by Gradio": _by_gradio}


@pytest.fixture(scope="session")
def ask():
    """Call a server function as the page does."""
    return _ask


@pytest.fixture(scope="session")
def ways():
    """The ways by which a drawing reaches the server, each a function of address and drawing."""
    return WAYS


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


@pytest.fixture(scope="session")
def app():
    """The application that the command serves, without a server."""
    import demo  # loads the networks

    return demo.SERVICE(sites=Sites())


@pytest.fixture(scope="session")
def client(app):
    """A client of that application."""
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def _routes_of(router, prefix=""):
    """Each method and path below a router, also of the routers in it."""
    for route in router.routes:
        if hasattr(route, "original_router"):
            yield from _routes_of(route.original_router, prefix)
        elif hasattr(route, "methods"):
            yield from (f"{method} {prefix}{route.path}" for method in route.methods or ())
        else:  # Gradio's app is mounted
            yield from _routes_of(route.app.router) if route.path == "" else []


@pytest.fixture(scope="session")
def all_routes(app):
    """Each method and path that the application has, with the names of a path's parts."""
    return set(_routes_of(app._app._app.router))
