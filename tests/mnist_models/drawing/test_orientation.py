import struct
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from mnist_models.drawing.orientation import read_orientation, turned_upright


def file_with(exif, file_format):
    buffer = BytesIO()
    pixels = np.arange(30 * 20 * 3, dtype=np.uint8).reshape(30, 20, 3)
    Image.fromarray(pixels).save(buffer, file_format, exif=exif)
    return buffer


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(10))
def test_a_picture_is_turned_as_pillow_turns_it(orientation, file_format):
    exif = Image.Exif()
    exif[0x010E] = "a description, and another entry before it"
    exif[0x0112] = orientation
    buffer = file_with(exif, file_format)
    expected = np.asarray(ImageOps.exif_transpose(Image.open(buffer)))
    np.testing.assert_array_equal(turned_upright(Image.open(buffer)), expected)


@pytest.mark.parametrize("order", "<>")
def test_both_byte_orders_are_read(order):
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}L", 8)
    entry = struct.pack(f"{order}HHHLHH", 1, 0x0112, 3, 1, 6, 0)
    assert read_orientation(head + entry) == read_orientation(b"Exif\0\0" + head + entry) == 6


@given(
    st.binary(max_size=60) | st.binary(max_size=60).map(b"Exif\0\0MM\0*\0\0\0\x08".__add__),
)
def test_whatever_the_bytes_are_there_is_an_orientation(exif):
    assert 1 <= read_orientation(exif) <= 8


def test_an_entry_is_not_followed_to_where_it_points():
    entries = struct.pack("<HHLL", 0x9286, 7, 2**31, 8) * 65_000
    exif = b"II*\0" + struct.pack("<LH", 8, 65_000) + entries
    assert read_orientation(exif) == 1
