"""Which way up a camera was held: the one thing that EXIF is read for.

A full parser follows every entry to where it points, and entries may all point
to the same bytes: 121 kB take 2 GB. Here no entry is followed.
"""

import struct

from PIL import Image

_ORIENTATION = 0x0112
_SHORT = 3  # the type of that entry: 16 bits
_MOST_ENTRIES = 1000  # are looked at; cameras write about 20
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def turned_upright(image: Image.Image) -> Image.Image:
    """The image as it should be seen; one that lies right already is returned as it is."""
    image.load()  # a PNG may tell its EXIF after its pixels
    exif = image.info.get("exif")
    turn = _TURNS.get(read_orientation(exif)) if isinstance(exif, bytes) else None
    return image if turn is None else image.transpose(turn)


def read_orientation(exif: bytes) -> int:
    """The orientation, 1 (upright) to 8, in EXIF data; 1 where they tell none.

    CIPA DC-008 (EXIF 2.32), section 4.6.2: the header of a TIFF file, then a
    directory of entries of twelve bytes each.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = _ORDERS.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (place,) = struct.unpack_from(f"{order}L", tiff, 4)
    count = int.from_bytes(tiff[place : place + 2], "little" if order == "<" else "big")
    entries = tiff[place + 2 : place + 2 + 12 * min(count, _MOST_ENTRIES)]
    for tag, kind, _, value, _ in struct.iter_unpack(
        f"{order}HHLHH", entries[: len(entries) // 12 * 12]
    ):
        if tag == _ORIENTATION and kind == _SHORT:
            return int(value) if value in _TURNS else 1
    return 1
