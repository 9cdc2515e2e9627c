import dataclasses

import keras
import numpy as np
import pytest

from mnist_models.augmentation.handwriting import Style, add_style


def stem():
    ink = np.zeros((1, 28, 28, 1), np.float32)
    ink[0, 4:24, 13:15] = 1
    return ink


ONLY = {
    "hooked_one": (1, "left of the stem, in its upper part", np.s_[4:20, :11]),
    "footed_one": (1, "right of the stem, at its bottom", np.s_[21:26, 17:]),
    "slashed_zero": (0, "right of the stem, above the middle", np.s_[4:13, 17:]),
    "crossed_seven": (7, "right of the stem, in the middle", np.s_[9:20, 16:]),
}


@pytest.mark.parametrize("style", ONLY)
def test_a_style_adds_its_stroke_where_it_belongs_and_to_its_digit_only(style):
    digit, _, region = ONLY[style]
    fields = dataclasses.fields(Style)
    always = Style(**{field.name: float(field.name == style) for field in fields})
    labels = np.repeat(np.arange(10, dtype=np.int32), 20)
    random = keras.random.SeedGenerator(0)
    styled = np.asarray(add_style(np.tile(stem(), (200, 1, 1, 1)), labels, always, random))
    added = styled[..., 0] - stem()[..., 0]
    assert (added >= 0).all()
    assert added[labels == digit].mean(axis=0)[region].sum() > 1
    assert not added[labels != digit].any()
