"""Images as text, the way a page sends and shows them."""

import base64
import binascii
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MAX_CHARACTERS = 2_000_000
_PREFIX = "data:image/png;base64,"


class DataUrlError(ValueError):
    """A text is not an image; the message says what was expected."""


def decode(text: Any) -> Image.Image:
    """The image in the data URL of a PNG, read as far as its size, not its pixels.

    Raises:
        DataUrlError: if `text` is anything else.
    """
    if not isinstance(text, str) or not text.startswith(_PREFIX):
        raise DataUrlError(f"Expected a drawing as text that begins with {_PREFIX}.")
    if len(text) > MAX_CHARACTERS:
        raise DataUrlError(
            f"Expected a drawing of at most {MAX_CHARACTERS:,} characters, "
            f"got {len(text):,}: send a smaller image."
        )
    try:
        data = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
        return Image.open(io.BytesIO(data), formats=["PNG"])
    except (binascii.Error, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        raise DataUrlError(
            "Expected a drawing as a PNG in base64, but it cannot be read."
        ) from None


def encode(gray: NDArray[np.uint8]) -> str:
    """A grey image, uint8 `(height, width)`, as the data URL of a PNG."""
    buffer = io.BytesIO()
    Image.fromarray(gray).save(buffer, "PNG")
    return _PREFIX + base64.b64encode(buffer.getvalue()).decode("ascii")
