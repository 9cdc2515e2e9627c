import numpy as np

from mnist_models.strokes.templates import TEMPLATES, hard_drawings


def test_every_digit_is_written_in_more_than_one_way():
    kinds = [name[0] for name in TEMPLATES]
    assert set(kinds) == set("0123456789")
    assert min(kinds.count(kind) for kind in set(kinds)) >= 2


def test_hard_drawings_are_in_mnists_format_with_their_labels():
    digits = hard_drawings(3, seed=0)
    assert digits.images.shape == (3 * len(TEMPLATES), 28, 28)
    assert (digits.images.max(axis=(1, 2)) == 255).all()
    assert list(digits.labels[::3]) == [int(name[0]) for name in TEMPLATES]


def test_hands_differ_and_a_seed_repeats_them():
    first, again, other = (hard_drawings(2, seed).images for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any(axis=(1, 2)).all()
    assert (first[::2] != first[1::2]).any(axis=(1, 2)).all()
