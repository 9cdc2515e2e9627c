"""Which names this server answers to, and whose pages may ask it or show it in a frame.

A visitor's browser runs other sites' scripts beside this page. What they send carries their
site as `Origin`; and where a name has been bound to this machine behind the browser's back,
the request carries that name as `Host`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers

_THIS_MACHINE = frozenset({"localhost", "localhost.localdomain"})
# A Space shows the page in a frame of its site's.
_FRAMES = ("https://huggingface.co", "https://*.hf.space")
_UNKNOWN_HOST = "This server does not know the name that it was called by (see --allow-host)."
_FOREIGN = "Pages of other sites may not ask this server (see --allow-origin)."


@dataclass(frozen=True)
class Origins:
    """The rules; without any, those for whoever can reach the server."""

    hosts: Collection[str] | None = None  # names beside this machine's; None: any
    pages: Collection[str] = ()  # origins of other sites, as https://site
    frames: Collection[str] = ()  # sites that may show the page in a frame

    def fault(self, headers: Headers, *, works: bool) -> tuple[int, str] | None:
        """Why a request is refused, as a status and a sentence.

        Args:
            headers: the request's; one without `Origin` comes from no other site's page.
            works: whether it makes the server do anything but show the page.
        """
        if not self._knows(_name(headers.get("host", ""))):
            return 421, _UNKNOWN_HOST
        origin = headers.get("origin")
        if works and origin is not None and not self._may_ask(origin, headers):
            return 403, _FOREIGN
        return None

    def reply_headers(self, origin: str | None) -> dict[str, str]:
        """What lets a page of an allowed site read the reply."""
        if origin not in self.pages:
            return {}
        return {
            "access-control-allow-origin": str(origin),
            "access-control-allow-methods": "GET, POST",
            "access-control-allow-headers": "content-type",
            "access-control-max-age": "600",
        }

    def frame_ancestors(self) -> str:
        """The part of the page's policy that says who may frame it."""
        return " ".join(("frame-ancestors 'self'", *_FRAMES, *self.frames))

    def _knows(self, name: str) -> bool:
        known = self.hosts is None or name in _THIS_MACHINE or name in self.hosts
        return known or _is_address(name)  # nobody can bind an address to this machine

    def _may_ask(self, origin: str, headers: Headers) -> bool:
        # A script could only name a forwarded host after asking whether it may; it may not.
        own = {headers.get("host"), headers.get("x-forwarded-host")}
        return origin in self.pages or urlsplit(origin).netloc in own - {None, ""}


def known_hosts(
    listening: str, allowed: Collection[str], *, public: bool = False
) -> Collection[str] | None:
    """The names that a server answers to; `None` if it cannot know them all.

    Args:
        listening: the address or name that it listens on.
        allowed: what its host has named.
        public: whether it has a public address too.
    """
    if allowed:
        return {listening.lower(), *allowed}
    if public or not (listening in _THIS_MACHINE or _is_loopback(listening)):
        return None
    return {listening.lower()}


def _name(host: str) -> str:
    """The name in a `Host` header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ip_address(name).is_loopback
