"""The tutorial's page, `docs/`, served beside the page that it explains."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

DOCS = Path(__file__).parents[2] / "docs"
# Below the page's own address; empty where a copy of the project came without it.
ADDRESS = "tutorial/index.html" if DOCS.is_dir() else ""


def route() -> Route:
    """The route to its page and pictures; no Mount, for the same reason as in `modules`."""
    files = StaticFiles(directory=DOCS, check_dir=False)

    async def file(request: Request) -> Response:
        return await files.get_response(request.path_params["path"], request.scope)

    return Route("/tutorial/{path:path}", file)
