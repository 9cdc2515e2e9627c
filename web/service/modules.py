"""The page's own scripts and what they load, at addresses that change with their contents.

So a browser keeps them for good and never mixes two versions: modules import each other
by relative paths, which stay below the same address.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

_WEB = Path(__file__).parent.parent
_ENDINGS = (".js", ".wasm", ".png")
# In the rooms; the picture in `web/` itself is none of the page's own.
FILES = sorted(
    path.relative_to(_WEB).as_posix() for path in _WEB.glob("*/*") if path.suffix in _ENDINGS
)
SCRIPTS = [name for name in FILES if name.endswith(".js")]
_FOR_GOOD = "public, max-age=31536000, immutable"


def _content_hash() -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(f"{name}\0".encode() + (_WEB / name).read_bytes())
    return digest.hexdigest()[:16]


FOLDER = f"modules/{_content_hash()}"  # below the page's own address
# The browser fetches all of them at once, and not each when another imports it; those of
# the page without a server are not for this one.
PRELOAD = "".join(
    f'<link rel="modulepreload" href="{FOLDER}/{name}">'
    for name in SCRIPTS
    if not name.startswith("export/")
)


class _Scripts(StaticFiles):
    """The scripts in `web/` and what they load, and none of its other files."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """As StaticFiles does; but other files are not there."""
        return super().lookup_path(path) if path.endswith(_ENDINGS) else ("", None)

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        """As StaticFiles does; but the browser need not ask again."""
        response = super().file_response(*arguments, **options)
        response.headers["cache-control"] = _FOR_GOOD
        return response


def route() -> Route:
    """The route to the scripts; at an address of other contents there is nothing.

    No Mount: behind a proxy that takes its own prefix off the path, a Mount looks for it.
    """
    scripts = _Scripts(directory=_WEB)

    async def script(request: Request) -> Response:
        return await scripts.get_response(request.path_params["path"], request.scope)

    return Route(f"/{FOLDER}/{{path:path}}", script)


def networks_address(file: bytes) -> str:
    """Where the networks' file lies below the page's own address."""
    return f"networks/{hashlib.sha256(file).hexdigest()[:16]}.gz"


def networks_route(file: bytes) -> Route:
    """The route to the networks' file."""

    async def send(_: Request) -> Response:
        headers = {"cache-control": _FOR_GOOD}
        return Response(file, headers=headers, media_type="application/gzip")

    return Route(f"/{networks_address(file)}", send)
