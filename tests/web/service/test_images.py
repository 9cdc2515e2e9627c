"""Images as text: what is read, what is refused, what is left of a file, and what it costs."""

import base64
import io
import json
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image, PngImagePlugin

from benchmarks.support.bombs import bombs, search
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from web.service.images import MAX_CHARACTERS, DataUrlError, FileError, decode, encode, strip

MODES = {
    "PNG": ("1", "L", "P", "RGB", "RGBA"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("L", "RGB", "RGBA"),
}
OPTIONS = [
    {"format": "PNG"},
    {"format": "JPEG"},
    {"format": "JPEG", "progressive": True},
    {"format": "JPEG", "restart_marker_rows": 1},
    {"format": "WEBP"},
    {"format": "WEBP", "lossless": True},
]
CASES = [(options, mode) for options in OPTIONS for mode in MODES[options["format"]]]


def saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def picture(mode="RGB"):
    levels = np.random.default_rng(0).integers(0, 256, (8, 6, 3), np.uint8)
    image = Image.fromarray(levels).resize((60, 80))
    if mode == "RGBA":
        image.putalpha(image.convert("L").rotate(90))
    return image.convert(mode)


@pytest.mark.parametrize(("options", "mode"), CASES)
def test_the_pixels_stay_and_everything_else_is_removed(options, mode):
    exif = Image.Exif()
    exif[0x0112] = 6
    extra = {"exif": exif, "icc_profile": b"secret" * 20, "xmp": b"secret"}
    data = saved(picture(mode), **options, **extra)
    bare = strip(data)
    np.testing.assert_array_equal(pixels(bare.data), pixels(data))
    assert bare.exif.endswith(exif.tobytes().removeprefix(b"Exif\0\0"))
    assert not {"icc_profile", "exif", "xmp"} & Image.open(io.BytesIO(bare.data)).info.keys()


def test_the_transparency_of_a_palette_stays():
    image = Image.new("RGBA", (9, 9), (200, 0, 0, 0))
    image.putpixel((4, 4), (200, 0, 0, 255))
    data = saved(image.quantize(4), format="PNG")
    np.testing.assert_array_equal(pixels(strip(data).data), pixels(data))


def test_a_second_picture_in_a_phones_jpeg_is_removed():
    first, second = Image.new("L", (9, 9), 20), Image.new("L", (9, 9), 200)
    data = saved(first, format="MPO", save_all=True, append_images=[second])
    bare = Image.open(io.BytesIO(strip(data).data))
    assert bare.format == "JPEG"
    assert bare.getpixel((4, 4)) == 20


def test_a_jpeg_that_is_cut_short_stays_cut_short():
    data = saved(picture(), format="JPEG")
    with pytest.raises(OSError, match="truncated"):
        pixels(strip(data[: len(data) // 2]).data)


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_an_animation_is_refused(file_format):
    frames = [Image.new("L", (20, 20), level) for level in (0, 200)]
    with pytest.raises(FileError, match=r"^got an animation: send one frame$"):
        strip(saved(frames[0], format=file_format, save_all=True, append_images=frames[1:]))


def chunk(kind, body):
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def test_too_many_parts_are_refused():
    data = saved(Image.new("L", (9, 9)), format="PNG")
    many = data[:33] + chunk(b"iCCP", b"a\0\0") * 5000 + data[33:]
    with pytest.raises(FileError, match="too many parts"):
        strip(many)
    progressive = saved(Image.new("L", (9, 9)), format="JPEG", progressive=True)
    scan = progressive[progressive.rindex(b"\xff\xda") : -2]
    assert strip(progressive[:-2] + scan * 5 + b"\xff\xd9")
    with pytest.raises(FileError, match="too many parts"):
        strip(progressive[:-2] + scan * 25 + b"\xff\xd9")


def test_pictures_of_many_ordinary_parts_are_read():
    notes = PngImagePlugin.PngInfo()
    for _ in range(300):
        notes.add_text("note", "secret")
    data = saved(Image.new("L", (2000, 2000)), format="PNG", pnginfo=notes, compress_level=0)
    assert b"secret" not in strip(data).data


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF1234WEBP", b""]),
    st.binary(max_size=200)
    | st.lists(st.sampled_from([b"\xff", b"\xda", b"\0", b"IDAT", b"VP8 ", b"\xe1"])).map(b"".join),
)
def test_any_other_bytes_are_refused_or_become_no_more(head, rest):
    try:
        bare = strip(head + rest)
    except FileError:
        return
    assert len(bare.data) <= len(head + rest)


@given(arrays(np.uint8, st.tuples(st.integers(8, 30), st.integers(1, 30))))
def test_an_encoded_image_is_decoded_again(gray):
    np.testing.assert_array_equal(np.asarray(decode(encode(gray))), gray)


@given(
    st.one_of(
        st.text(),
        st.none(),
        st.floats(),
        st.dictionaries(st.text(), st.text()),
        st.binary().map(lambda data: f"data:image/png;base64,{data!r}"),
        st.text(alphabet="ABCdef+/=", max_size=40).map("data:image/png;base64,".__add__),
    )
)
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(DataUrlError, match=r"^Expected a drawing [^\n]*$"):
        decode(text)


ROOT = Path(__file__).parents[3]
MEASURE = """
import json
from benchmarks.support.bombs import bombs, measure
from mnist_models.drawing.image import SketchError, ink_from_image
from mnist_models.drawing.sketch import sketch_to_mnist
from web.service.images import decode

def outcome(text):
    try:
        sketch_to_mnist(ink_from_image(decode(text)))
    except SketchError:
        pass

outcome("")  # what the first call loads is no picture's
print(json.dumps({name: measure(outcome, data).megabytes for name, data in bombs().items()}))
"""
READ = {"deep interlaced png", "deep paeth png", "profiles png", "exif png", "scans jpeg"}


@pytest.fixture(scope="module")
def files():
    return bombs()


def outcome(text):
    """The picture for the networks, or the sentence for the client."""
    try:
        return sketch_to_mnist(ink_from_image(decode(text)))
    except SketchError as refused:
        return str(refused)


def test_each_is_read_or_refused_in_one_sentence(files):
    for name, data in files.items():
        text = base64.b64encode(data).decode()
        assert len(text) <= MAX_CHARACTERS, name
        found = outcome(text)
        if name in READ:
            assert found.shape == (28, 28), name
        else:
            assert found.startswith("Expected "), name
            assert len(found.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_none_takes_100_megabytes():
    # In a process of its own, whose memory nothing else takes.
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    taken = json.loads(done.stdout)
    assert taken.keys() == bombs().keys()
    assert max(taken.values()) < 100, taken


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory")
def test_the_search_reports_each_file_and_ends_in_no_error(files):
    small = {name: data for name, data in files.items() if len(data) < 20_000}
    assert search(outcome, small, cases=30, seed=0).keys() == small.keys()
