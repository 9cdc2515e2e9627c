"""The files of pictures: what their pixels need of them, and nothing else.

Decoders do much for the other parts: unpack colour profiles by the thousand,
follow the entries of EXIF wherever they point, and draw a progressive JPEG anew
for each of its scans. So a file is taken apart before any decoder sees it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MOST_PARTS = 4000  # that a file may consist of; an ordinary one has a few dozen
_MOST_SCANS = 24  # of a JPEG; encoders write about 10
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_WEBP_PARTS = (b"VP8X", b"ALPH", b"VP8 ", b"VP8L")
_ALPHA = 0x10  # the one flag in VP8X that is about pixels
# In a JPEG's data FF is followed by 00, or by the marker of a restart.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")
_END, _SCAN, _EXIF = 0xD9, 0xDA, 0xE1
# Frames of the three usual kinds, tables of both kinds, scans, restarts, JFIF and Adobe.
_JPEG_PARTS = (0xC0, 0xC1, 0xC2, 0xC4, 0xDB, _SCAN, 0xDD, 0xE0, 0xEE)


class FileError(ValueError):
    """A file is no still picture that can be read at a bounded cost; the message says why."""


class Bare(NamedTuple):
    """A picture's file without what its pixels do not need."""

    data: bytes
    exif: bytes  # as in the file; empty where there is none
    lossless_webp: bool = False  # all of it or its transparency


def strip(data: bytes) -> Bare:
    """Take all but the pixels out of a PNG, JPEG or WebP.

    Raises:
        FileError: if it is another file, an animation, or made of too many parts.
    """
    if data.startswith(_PNG):
        return _strip_png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _strip_jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _strip_webp(data)
    raise FileError("got something else")


def _strip_png(data: bytes) -> Bare:
    kept, exif = [_PNG], b""
    for kind, start, stop in _png_parts(data):
        if kind in _PNG_PARTS:
            kept.append(data[start:stop])
        elif kind == b"eXIf":
            exif = data[start + 8 : stop - 4]
        elif kind == b"acTL" and data[start + 8 : start + 12] != b"\0\0\0\1":
            raise FileError("got an animation: send one frame")
        if kind == b"IEND":
            break
    return Bare(b"".join(kept), exif)


def _png_parts(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk, where it starts and where it stops."""
    place = len(_PNG)
    for _ in range(_MOST_PARTS):
        if place >= len(data):
            return
        stop = place + 12 + int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8], place, stop
        place = stop
    raise FileError("got one in too many parts: save it anew")


def _strip_jpeg(data: bytes) -> Bare:
    kept, exif, scans = [b"\xff\xd8"], b"", 0
    for kind, start, stop in _jpeg_parts(data):
        scans += kind == _SCAN
        if scans > _MOST_SCANS:
            raise FileError("got one in too many parts: save it anew")
        if kind in _JPEG_PARTS:
            kept.append(data[start:stop])
        elif kind == _EXIF and not exif:
            exif = data[start + 4 : stop]
        elif kind == _END:  # what follows is another picture, as phones add one
            kept.append(data[start:stop])
            break
    return Bare(b"".join(kept), exif)


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The marker of each segment, where it starts and where it stops; a scan with its data."""
    place = 2
    for _ in range(_MOST_PARTS):
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
    raise FileError("got one in too many parts: save it anew")


def _strip_webp(data: bytes) -> Bare:
    kept, exif, lossless = [b"WEBP"], b"", False
    for kind, start, stop in _webp_parts(data):
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
            raise FileError("got an animation: send one frame")
    body = b"".join(kept)
    return Bare(b"RIFF" + len(body).to_bytes(4, "little") + body, exif, lossless)


def _webp_parts(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name of each chunk, where it starts and where it stops."""
    place = 12
    for _ in range(_MOST_PARTS):
        if place >= len(data):
            return
        length = int.from_bytes(data[place + 4 : place + 8], "little")
        stop = place + 8 + length + length % 2
        yield data[place : place + 4], place, stop
        place = stop
    raise FileError("got one in too many parts: save it anew")
