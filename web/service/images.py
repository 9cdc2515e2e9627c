"""Images as text, the way a page or a program sends and shows them."""

import base64
import binascii
import io
import math
import re
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.image import SketchError, refuse_huge
from mnist_models.mnist import SIDE
from web.service.files import FileError, strip

MAX_CHARACTERS = 2_000_000
_MIN_SIDE = 8  # no digit can be made out in less
_FORMATS = ("PNG", "JPEG", "WEBP")
_PREFIX = "data:image/png;base64,"
_ANY_PREFIX = re.compile(r"data:image/(?:png|jpeg|webp);base64,")
_ENOUGH_PIXELS = 1_000_000  # more is averaged down, which keeps memory small
# Each square of 16 pixels may have Huffman tables of its own, of up to 20 kB.
_MOST_LOSSLESS = 80_000
_MESSAGE = "Expected a drawing as the base64 text or data URL of a PNG, JPEG or WebP"
# All that Pillow's decoders raise on files that lie about themselves.
_DAMAGE = (binascii.Error, ValueError, OSError, SyntaxError, EOFError, OverflowError, MemoryError,
           IndexError, KeyError, TypeError, struct.error, Image.DecompressionBombError)  # fmt: skip


class DataUrlError(SketchError):
    """A text is not an image; the message says what was expected."""


def decode(text: Any) -> Image.Image:
    """The image in a base64 text or data URL: a still PNG, JPEG or WebP.

    Its parts are counted and its size is checked before its pixels are unpacked;
    more than a million pixels are averaged down by a whole factor.

    Args:
        text: anything, since anybody can send it.

    Raises:
        DataUrlError: if `text` is no such image, of more than 2 million
            characters, or of less than 8 pixels either way.
        SketchError: if it has more than 4 million pixels, or 10,000 a side.
    """
    image = _open(_data(text))
    refuse_huge(image)
    if max(image.size) < _MIN_SIDE:
        raise DataUrlError(
            f"Expected a drawing of at least {_MIN_SIDE} pixels in width or height, "
            f"got {image.width}×{image.height}: send a larger one."
        )
    try:
        return _shrunk(image)
    except _DAMAGE:
        raise DataUrlError(
            "Expected a drawing as a whole image, but the file is damaged or cut short."
        ) from None


def decode_digit(text: Any) -> NDArray[np.uint8]:
    """An image that has MNIST's format already, uint8 `(28, 28)`, 255 ink.

    Raises:
        SketchError: as `decode` does, and if it has another size.
    """
    image = decode(text)
    if image.size != (SIDE, SIDE):
        raise SketchError("Expected a picture of 28×28 pixels, got {}×{}.".format(*image.size))
    return np.asarray(image.convert("L"))


def encode(gray: NDArray[np.uint8]) -> str:
    """A grey image, uint8 `(height, width)`, as the data URL of a PNG."""
    buffer = io.BytesIO()
    # Packed twice as fast as by default, and as small to within a fifth.
    Image.fromarray(gray).save(buffer, "PNG", compress_level=1)
    return _PREFIX + base64.b64encode(buffer.getvalue()).decode("ascii")


def _data(text: Any) -> bytes:
    """The bytes in a base64 text, with or without the head of a data URL."""
    if not isinstance(text, str):
        raise DataUrlError(f"{_MESSAGE}, got no text.")
    if len(text) > MAX_CHARACTERS:
        raise DataUrlError(
            f"Expected a drawing of at most {MAX_CHARACTERS:,} characters, "
            f"got {len(text):,}: send a smaller image."
        )
    head = _ANY_PREFIX.match(text)
    try:
        return base64.b64decode(text[head.end() if head else 0 :], validate=True)
    except (binascii.Error, ValueError):
        raise DataUrlError(f"{_MESSAGE}, got other text.") from None


def _open(data: bytes) -> Image.Image:
    """Read an image as far as its size, not its pixels; its `exif` is passed on unread."""
    try:
        file = strip(data)
        image = Image.open(io.BytesIO(file.data), formats=_FORMATS)
    except FileError as error:
        raise DataUrlError(f"{_MESSAGE}, {error}.") from None
    except _DAMAGE:
        raise DataUrlError(f"{_MESSAGE}, got something else.") from None
    if file.lossless_webp and image.width * image.height > _MOST_LOSSLESS:
        raise DataUrlError(
            f"Expected a WebP of at most {_MOST_LOSSLESS:,} pixels, since it is lossless or has "
            f"transparency, got {image.width}×{image.height}: send a PNG."
        )
    image.info["exif"] = file.exif
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    """Unpack the pixels; average many of them down, as MNIST's format will ask for anyway."""
    image.load()
    if image.mode not in ("L", "LA", "RGB", "RGBA", "I"):
        # Not every mode can be averaged; and a damaged palette shows only now.
        image = image.convert("I" if image.mode.startswith("I;16") else "RGBA")
    factor = math.ceil(math.sqrt(image.width * image.height / _ENOUGH_PIXELS))
    return image.reduce(min(factor, *image.size)) if factor > 1 else image
