"""Pictures made to cost a decoder as much as possible, their cost, and a search among mutants."""

import base64
import ctypes
import io
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.support.server import resident_memory

Work = Callable[[str], object]

_PNG = b"\x89PNG\r\n\x1a\n"
_ADAM7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
          (1, 0, 2, 1)]  # fmt: skip
_SIDE = 2000  # squared, all the pixels that are allowed


def bombs() -> dict[str, bytes]:
    """A file of each kind by its name."""
    return {make.__name__.strip("_").replace("_", " "): make() for make in _MAKERS}


def large_pictures() -> dict[str, bytes]:
    """Pictures as any program writes them, as large as they may be, by their names."""
    return dict(_plain())


def _plain() -> Iterator[tuple[str, bytes]]:
    random = np.random.default_rng(0)
    y, x = np.mgrid[:_SIDE, :_SIDE]
    smooth = np.stack([x // 8, y // 8, (x + y) // 16, (x * y) >> 14], axis=2).astype(np.uint8)
    specks = (random.random((_SIDE, _SIDE)) < 0.02).astype(np.uint8) * 255
    noise = random.integers(0, 256, (1200, 1000), np.uint8)
    rgba = Image.fromarray(smooth)
    pictures = {
        "smooth": rgba.convert("RGB"), "translucent": rgba, "specks": Image.fromarray(specks),
        "palette": rgba.convert("RGB").quantize(256), "bits": Image.fromarray(specks).convert("1"),
        "noise": Image.fromarray(noise), "deep": Image.fromarray(smooth[..., 0] * np.uint16(257)),
        "line": Image.new("L", (10_000, 1), 0), "strip": Image.new("1", (400, 10_000), 0),
        "check": Image.fromarray(((x + y) % 2 * 255).astype(np.uint8)),
        "spiral": Image.fromarray(_spiral()),
    }  # fmt: skip
    for name, picture in pictures.items():
        yield f"{name}, PNG", _saved(picture, format="PNG", compress_level=1)
    for name in ("smooth", "specks", "noise"):
        picture = pictures[name].convert("RGB")
        for options in ({}, {"progressive": True}):
            kind = ", ".join([name, *options, "JPEG"])
            yield kind, _saved(picture, format="JPEG", quality=60, **options)
        yield f"{name}, WebP", _saved(picture, format="WEBP", quality=30, method=0)
    inks = rgba.convert("RGB").convert("CMYK")
    yield "CMYK, progressive, JPEG", _saved(inks, format="JPEG", progressive=True)
    small = rgba.crop((0, 0, 282, 282))
    yield "lossless, WebP", _saved(small, format="WEBP", lossless=True, quality=0, method=0)
    yield "translucent, WebP", _saved(small, format="WEBP", quality=30, method=0)


def _saved(picture: Image.Image, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, **options)
    return buffer.getvalue()


def _spiral(side: int = 400, gap: int = 4) -> NDArray[np.uint8]:
    """A line of ink that winds as long as the picture has room, on paper in uneven light."""
    y, x = np.mgrid[:side, :side] - side / 2
    turns = np.hypot(x, y) / gap - np.arctan2(y, x) / (2 * np.pi)
    levels = (200 + x / 8) * np.where(turns % 1 < 0.5, 0.2, 1)
    return np.asarray(levels, np.uint8)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    check = zlib.crc32(kind + body)
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", check)


def png(
    width: int, height: int, depth: int, colour: int, raw: bytes, *, interlaced: int = 0
) -> bytes:
    """A PNG of rows that are filtered already."""
    head = struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, interlaced)
    data = zlib.compress(raw, 1)
    return _PNG + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _deep_interlaced_png() -> bytes:
    """16 bits in four channels, in seven passes, each row by the costliest filter."""
    rows = []
    for top, left, down, across in _ADAM7:
        width, height = -(-(_SIDE - left) // across), -(-(_SIDE - top) // down)
        rows.append((b"\4" + b"\1\2\3\4\5\6\7\10" * width) * height)
    return png(_SIDE, _SIDE, 16, 6, b"".join(rows), interlaced=1)


def _deep_paeth_png() -> bytes:
    return png(_SIDE, _SIDE, 16, 6, (b"\4" + b"\1\2\3\4\5\6\7\10" * _SIDE) * _SIDE)


def _a_line_of_40000_pixels_png() -> bytes:
    return png(40_000, 1, 8, 0, bytes(40_001))


def _profiles_png() -> bytes:
    """A colour profile of a megabyte, 1300 times."""
    profile = chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(1_000_000)))
    return png(9, 9, 8, 0, bytes(90))[:33] + profile * 1300 + png(9, 9, 8, 0, bytes(90))[33:]


def _crumbs_png() -> bytes:
    """Pixels in chunks of one byte."""
    data = zlib.compress((b"\0" + bytes(range(256)) * 4) * 1024, 1)
    whole = png(1024, 1024, 8, 0, b"")
    crumbs = b"".join(chunk(b"IDAT", data[place : place + 1]) for place in range(len(data)))
    return whole[:33] + crumbs + chunk(b"IEND", b"")


def _exif_png() -> bytes:
    entries = overlapping_exif(10_000)
    whole = png(9, 9, 8, 0, bytes(90))
    return whole[:33] + chunk(b"eXIf", entries) + whole[33:]


def overlapping_exif(count: int) -> bytes:
    """EXIF whose entries all point to the same bytes, which a full parser copies for each."""
    size = 12 * count
    entries = b"".join(struct.pack("<HHLL", tag, 7, size, 8) for tag in range(count))
    return b"II*\0" + struct.pack("<LH", 8, count) + entries


def _long_palette_png() -> bytes:
    whole = png(64, 64, 8, 3, bytes(64 * 65))
    extra = chunk(b"PLTE", bytes(9)) + chunk(b"tRNS", bytes(300))
    return whole[:33] + extra + whole[33:]


def scans_jpeg(count: int, side: int = _SIDE) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    whole = _saved(Image.new("RGB", (side, side), "white"), format="JPEG", progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + scan * (count - whole.count(b"\xff\xda")) + b"\xff\xd9"


def _scans_jpeg() -> bytes:
    return scans_jpeg(24)


def _thousand_scans_jpeg() -> bytes:
    return scans_jpeg(1000, 1000)


def _huge_webp() -> bytes:
    """A lossless WebP that says it is 16,383×16,383 pixels."""
    return _webp(b"\x2f" + (16382 | 16382 << 14).to_bytes(4, "little"))


def _tables_webp() -> bytes:
    """A lossless WebP with Huffman tables of its own for each square of 16 pixels."""
    return tables_webp(1024)


def tables_webp(side: int) -> bytes:
    """The same of a square; it has at most 65,536 sets of tables.

    The numbers of the sets are an image, whose green and red are their bytes; a
    set is five codes of one symbol, so that a pixel takes no bit at all.
    """
    sets = min((side // 4) ** 2, 65_536)
    flat = [*_bits(1, 1), *_bits(0, 3)]  # a code of one symbol, which is 0
    bits = [*_bits(side - 1, 14), *_bits(side - 1, 14), *_bits(0, 6), *_bits(1, 1), *_bits(0, 4)]
    bits += [*_bytes_code(280), *_bytes_code(256), *flat * 3]
    for number in range((side // 4) ** 2):
        bits += [*_bits(number % sets & 255, 8)[::-1], *_bits(number % sets >> 8, 8)[::-1]]
    data = np.packbits(np.array(bits + flat * 5 * sets, np.uint8), bitorder="little").tobytes()
    return _webp(b"\x2f" + data)


def _bits(value: int, count: int) -> list[int]:
    """The bits of a number, the lowest first."""
    return [value >> place & 1 for place in range(count)]


def _bytes_code(symbols: int) -> list[int]:
    """A Huffman code in which each byte stands for itself, and the other symbols for nothing."""
    # The lengths of codes, 0 and 8, are coded by one bit each: the third and last of those told.
    lengths = [bit for place in range(12) for bit in _bits(int(place in (2, 11)), 3)]
    return [0, *_bits(8, 4), *lengths, 0, *[1] * 256, *[0] * (symbols - 256)]


def _webp(body: bytes) -> bytes:
    body += bytes(16 + len(body) % 2)
    parts = b"WEBPVP8L" + struct.pack("<L", len(body)) + body
    return b"RIFF" + struct.pack("<L", len(parts)) + parts


_MAKERS: list[Callable[[], bytes]] = [
    _deep_interlaced_png, _deep_paeth_png, _a_line_of_40000_pixels_png, _profiles_png, _crumbs_png,
    _exif_png, _long_palette_png, _scans_jpeg, _thousand_scans_jpeg, _huge_webp,
    _tables_webp,
]  # fmt: skip


class Cost(NamedTuple):
    """The cost of a picture."""

    milliseconds: float  # of one core
    megabytes: float  # at the most, beyond what was taken before


def measure(work: Work, data: bytes) -> Cost:
    """Do the work on a file as text. The memory is Linux's figure for the whole process."""
    text = base64.b64encode(data).decode("ascii")
    ctypes.CDLL(None).malloc_trim(0)  # what is free already would hide what is taken
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak
    before, begin = resident_memory("self"), time.thread_time()
    work(text)
    spent = time.thread_time() - begin
    return Cost(1000 * spent, resident_memory("self", "VmHWM") - before)


def search(work: Work, files: dict[str, bytes], cases: int, seed: int) -> dict[str, Cost]:
    """Measure the files, and mutants of those that cost much.

    Each case changes a few bytes of a file, which is drawn by its rank; a mutant
    that costs more than its parent joins the files. No checksum of a PNG is put
    right, since decoders that check it stop early, and that costs nothing. What
    seems to cost more is measured twice: other work on the machine only adds to it.

    Returns:
        Name → cost, by time, the worst first; a mutant bears its parent's name.
    """
    random = np.random.default_rng(seed)
    found = {name: _least(measure(work, data), work, data) for name, data in files.items()}
    pool = [(cost, name, files[name]) for name, cost in found.items()]
    for _ in range(cases):
        pool = sorted(pool, key=lambda each: each[0], reverse=True)[:40]
        cost, name, data = pool[min(int(random.exponential(8)), len(pool) - 1)]
        mutant = _mutated(data, random)
        new = measure(work, mutant)
        if _is_more(new, cost) and _is_more(new := _least(new, work, mutant), cost):
            pool.append((new, name, mutant))
            found[name] = Cost(*map(max, zip(found[name], new, strict=True)))
    return dict(sorted(found.items(), key=lambda each: each[1], reverse=True))


def _is_more(new: Cost, known: Cost) -> bool:
    return new.milliseconds > known.milliseconds or new.megabytes > known.megabytes + 1


def _least(first: Cost, work: Work, data: bytes) -> Cost:
    return Cost(*map(min, zip(first, measure(work, data), strict=True)))


def _mutated(data: bytes, random: np.random.Generator) -> bytes:
    """The file with a few bytes changed, most of them near its head, and perhaps a part twice."""
    changed = bytearray(data)
    for _ in range(random.integers(1, 6)):
        place = int(random.beta(0.3, 2) * len(changed))
        changed[place] = random.integers(256)
    if random.random() < 0.2:
        start, length = random.integers(len(changed)), random.integers(1, 20_000)
        changed[start:start] = changed[start : start + length]
    return bytes(changed)
