import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from mnist_models.drawing.image import ink_from_canvas, ink_from_image
from mnist_models.drawing.photo import otsu_threshold
from mnist_models.drawing.sketch import sketch_to_mnist
from mnist_models.strokes.pen import draw, draw_with_pen
from mnist_models.strokes.templates import TEMPLATES

NAMES = [*"012356", "4 closed", "7 crossed", "8 open", "9"]


def test_the_networks_read_a_digit_from_its_photo(scene, photograph, recognizer):
    random = np.random.default_rng(7)
    images = []
    for template in NAMES:
        ink = draw_with_pen(TEMPLATES[template], random.uniform(0.05, 0.14))
        images.append(sketch_to_mnist(ink_from_image(photograph(ink, scene, random))))
    answers = recognizer.probabilities(np.stack(images)).argmax(axis=-1)
    right = answers == [int(template[0]) for template in NAMES]
    assert right.sum() >= 0.95 * right.size, [
        (NAMES[place], *answers[:, place]) for place in np.flatnonzero(~right.all(axis=0))
    ]


def test_a_photo_of_blank_paper_is_blank(blank_scene, photograph):
    nothing = np.zeros((100, 100), np.uint8)
    photo = photograph(nothing, blank_scene, np.random.default_rng(1))
    assert not sketch_to_mnist(ink_from_image(photo)).any()


def test_a_phone_that_was_held_sideways_makes_no_difference(scenes, photograph):
    ink = draw_with_pen(TEMPLATES["4"], 0.1)
    photo = photograph(ink, scenes["uneven light"], np.random.default_rng(0)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # "rotate by 90° to the right to view"
    buffer = io.BytesIO()
    photo.transpose(Image.Transpose.ROTATE_90).save(buffer, "PNG", exif=exif)
    np.testing.assert_array_equal(ink_from_image(Image.open(buffer)), ink_from_image(photo))


@given(
    st.sampled_from(sorted(TEMPLATES)),
    st.floats(8, 60),
    st.tuples(st.floats(-300, 300), st.floats(-300, 300)),
    st.booleans(),
)
def test_what_the_canvas_sends_is_not_taken_for_a_photo(name, pen, offset, light):
    strokes = [stroke * 400 + offset for stroke in TEMPLATES[name]]
    ink = draw(strokes, pen)
    image = Image.fromarray(255 - ink if light else ink)
    # A stroke of which the sheet has but the soft edge could be noise.
    expected = ink if (ink == 0).mean() > 0.5 and (ink == 255).sum() > 500 else None
    if expected is not None:
        np.testing.assert_array_equal(ink_from_canvas(image), expected)


@given(arrays(np.float64, st.integers(2, 50), elements=st.floats(0, 1)))
def test_otsu_threshold_leaves_the_least_variance_within(values):
    def within(threshold):
        groups = values[values < threshold], values[values >= threshold]
        return sum(group.var() * group.size for group in groups if group.size)

    found = within(otsu_threshold(np.floor(values * 255.99) / 256 + 1 / 512))
    best = min(within(threshold) for threshold in np.linspace(0, 1, 257))
    assert found <= best + 0.02 * values.size


def test_a_photo_is_shrunk_before_it_is_worked_on(scenes, photograph):
    ink = draw_with_pen(TEMPLATES["3"], 0.1)
    scene = scenes["plain"]._replace(gradient=0.5)
    photo = photograph(ink, scene, np.random.default_rng(0), size=(1600, 1200))
    assert ink_from_image(photo).shape == (300, 400)
