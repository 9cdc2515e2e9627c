"""Where a visitor can read on: what the server shows itself, and the source."""

import os
from typing import TypedDict

from web.service.front import MODEL_CARD
from web.service.tutorial import ADDRESS


class Link(TypedDict):
    """A link at the end of the page."""

    title: str
    address: str  # the page's own are below its address


def links() -> list[Link]:
    """Those that there are; only a host can know where its source lies."""
    found: dict[str, str] = {
        "Model card": MODEL_CARD.lstrip("/"),
        "Tutorial": ADDRESS,
        "Source": _source(),
    }
    return [{"title": title, "address": address} for title, address in found.items() if address]


def _source() -> str:
    """What the host has said, or the files of the Space that this is."""
    space = os.environ.get("SPACE_ID")  # Hugging Face sets it
    of_space = f"https://huggingface.co/spaces/{space}/tree/main" if space else ""
    return os.environ.get("SOURCE_URL", of_space)
