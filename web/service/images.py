"""Images as text, the way a page or a program sends and shows them.

Decoders do much that pixels do not need: they unpack colour profiles by the thousand, follow
the entries of EXIF wherever they point, and draw a progressive JPEG anew for each of its scans.
So a file is taken apart, and only what its pixels need reaches Pillow.
"""

import base64
import binascii
import io
import math
import re
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mnist_models.drawing.image import SketchError, refuse_huge
from mnist_models.mnist import SIDE

MAX_CHARACTERS = 2_000_000
_MIN_SIDE = 8  # pixels; no digit is readable in less
_FORMATS = ("PNG", "JPEG", "WEBP")
_PREFIX = "data:image/png;base64,"
_ANY_PREFIX = re.compile(r"data:image/(?:png|jpeg|webp);base64,")
_ENOUGH_PIXELS = 1_000_000  # more are averaged down, which keeps memory small
# Each square of 16 pixels may have Huffman tables of its own, of up to 20 kB.
_MAX_LOSSLESS_PIXELS = 80_000
_MESSAGE = "Expected a drawing as the base64 text or data URL of a PNG, JPEG or WebP"
# All that Pillow's decoders raise on damaged files.
_DAMAGE = (binascii.Error, ValueError, OSError, SyntaxError, EOFError, OverflowError, MemoryError,
           IndexError, KeyError, TypeError, struct.error, Image.DecompressionBombError)  # fmt: skip

_MAX_PARTS = 4000  # of a file; an ordinary one has a few dozen
_MAX_SCANS = 24  # of a JPEG; encoders write about 10
_TOO_MANY = "got one in too many parts: save it anew"
_ANIMATION = "got an animation: send one frame"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_WEBP_PARTS = (b"VP8X", b"ALPH", b"VP8 ", b"VP8L")
_ALPHA = 0x10  # the only flag in VP8X that concerns pixels
# In a JPEG's data FF is followed by 00, or by the marker of a restart.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
_END, _SCAN, _EXIF = 0xD9, 0xDA, 0xE1
# Frames of the three usual kinds, tables of both kinds, scans, restarts, JFIF and Adobe.
_JPEG_PARTS = (0xC0, 0xC1, 0xC2, 0xC4, 0xDB, _SCAN, 0xDD, 0xE0, 0xEE)


class DataUrlError(SketchError):
    """A text is not an image; the message says what was expected."""


class FileError(ValueError):
    """A file is not a still picture that can be read at a bounded cost; the message says why."""


class StrippedFile(NamedTuple):
    """The file of a picture, reduced to what its pixels need."""

    data: bytes
    exif: bytes  # as in the file; empty if there is none
    lossless_webp: bool = False  # all of it or its transparency


def decode(text: Any) -> Image.Image:
    """Decode a base64 text or data URL: a still PNG, JPEG or WebP.

    The file's parts are counted and its size is checked before its pixels are unpacked;
    more than a million pixels are averaged down by a whole factor.

    Args:
        text: anything, since anybody can send it.

    Raises:
        DataUrlError: if `text` is no such image, of more than 2 million
            characters, or of less than 8 pixels either way.
        SketchError: if it has more than 4 million pixels, or 10,000 a side.
    """
    image = _opened(_data(text))
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
    """Decode an image that has MNIST's format already, uint8 `(28, 28)`, 255 ink.

    Raises:
        SketchError: as `decode` does, and if it has another size.
    """
    image = decode(text)
    if image.size != (SIDE, SIDE):
        raise SketchError("Expected a picture of 28×28 pixels, got {}×{}.".format(*image.size))
    return np.asarray(image.convert("L"))


def encode(gray: NDArray[np.uint8]) -> str:
    """Encode a grey image, uint8 `(height, width)`, as the data URL of a PNG."""
    buffer = io.BytesIO()
    # Twice as fast as Pillow's default, and at most a fifth larger.
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


def _opened(data: bytes) -> Image.Image:
    """Read an image up to its size, not its pixels; its `exif` is passed on unread."""
    try:
        file = strip(data)
        image = Image.open(io.BytesIO(file.data), formats=_FORMATS)
    except FileError as error:
        raise DataUrlError(f"{_MESSAGE}, {error}.") from None
    except _DAMAGE:
        raise DataUrlError(f"{_MESSAGE}, got something else.") from None
    if file.lossless_webp and image.width * image.height > _MAX_LOSSLESS_PIXELS:
        raise DataUrlError(
            f"Expected a WebP of at most {_MAX_LOSSLESS_PIXELS:,} pixels, since it is lossless or "
            f"has transparency, got {image.width}×{image.height}: send a PNG."
        )
    image.info["exif"] = file.exif
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    """Unpack the pixels; average many of them down, as MNIST's format requires anyway."""
    image.load()
    if image.mode not in ("L", "LA", "RGB", "RGBA", "I"):
        # Not every mode can be averaged; and a damaged palette shows only now.
        image = image.convert("I" if image.mode.startswith("I;16") else "RGBA")
    factor = math.ceil(math.sqrt(image.width * image.height / _ENOUGH_PIXELS))
    return image.reduce(min(factor, *image.size)) if factor > 1 else image


def strip(data: bytes) -> StrippedFile:
    """Remove everything but the pixels from a PNG, JPEG or WebP.

    Raises:
        FileError: if it is another file, an animation, or has too many parts.
    """
    if data.startswith(_PNG):
        return _strip_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _strip_jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _strip_webp(data)
    raise FileError("got something else")


def _strip_png(data: bytes) -> StrippedFile:
    kept, exif = [_PNG], b""
    for kind, start, stop in _chunks(data, len(_PNG), png=True):
        if kind in _PNG_PARTS:
            kept.append(data[start:stop])
        elif kind == b"eXIf":
            exif = data[start + 8 : stop - 4]
        elif kind == b"acTL" and data[start + 8 : start + 12] != b"\0\0\0\1":
            raise FileError(_ANIMATION)
        if kind == b"IEND":
            break
    return StrippedFile(b"".join(kept), exif)


def _strip_webp(data: bytes) -> StrippedFile:
    kept, exif, lossless = [b"WEBP"], b"", False
    for kind, start, stop in _chunks(data, 12, png=False):
        if kind == b"VP8X":
            flags = data[start + 8 : start + 9]
            bare = bytes(flag & _ALPHA for flag in flags)
            kept.append(data[start : start + 8] + bare + data[start + 9 : stop])
        elif kind in _WEBP_PARTS:
            kept.append(data[start:stop])
            lossless |= kind in (b"ALPH", b"VP8L")
        elif kind == b"EXIF":
            exif = data[start + 8 : stop]
        elif kind in (b"ANIM", b"ANMF"):
            raise FileError(_ANIMATION)
    body = b"".join(kept)
    return StrippedFile(b"RIFF" + len(body).to_bytes(4, "little") + body, exif, lossless)


def _chunks(data: bytes, place: int, *, png: bool) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk of a PNG or a WebP from `place` on, its start and its end."""
    for _ in range(_MAX_PARTS):
        if place >= len(data):
            return
        first, second = data[place : place + 4], data[place + 4 : place + 8]
        if png:  # length, name, content, checksum
            name, stop = second, place + 12 + int.from_bytes(first, "big")
        else:  # name, length, content, filled up to an even length
            length = int.from_bytes(second, "little")
            name, stop = first, place + 8 + length + length % 2
        yield name, place, stop
        place = stop
    raise FileError(_TOO_MANY)


def _strip_jpeg(data: bytes) -> StrippedFile:
    kept, exif, scans = [b"\xff\xd8"], b"", 0
    for kind, start, stop in _jpeg_segments(data):
        scans += kind == _SCAN
        if scans > _MAX_SCANS:
            raise FileError(_TOO_MANY)
        if kind in _JPEG_PARTS:
            kept.append(data[start:stop])
        elif kind == _EXIF and not exif:
            exif = data[start + 4 : stop]
        elif kind == _END:  # phones append a second picture
            kept.append(data[start:stop])
            break
    return StrippedFile(b"".join(kept), exif)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker of each segment, its start and its end; a scan comes with its data."""
    place = 2
    for _ in range(_MAX_PARTS):
        found = _JPEG_MARKER.search(data, place)
        if not found:
            return
        kind, start = found[0][1], found.start()
        place = start + 2
        if kind != _END:
            place += int.from_bytes(data[place : place + 2], "big")
        if kind == _SCAN:
            following = _JPEG_MARKER.search(data, place)
            place = following.start() if following else len(data)
        yield kind, start, place
    raise FileError(_TOO_MANY)
