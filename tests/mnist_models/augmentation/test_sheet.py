import numpy as np

from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.training import augmentation_sheet

VARIED = Handwriting(as_it_is=0.0)


def test_a_sheet_shows_digits_above_what_training_makes_of_them_and_what_is_made_up(small_digits):
    digits = small_digits(50, seed=0)
    sheet = 255 - np.asarray(augmentation_sheet(digits, VARIED, seed=0, columns=3))
    assert sheet.shape == (31 * 56, 3 * 56)
    tiles = sheet[::2, ::2].reshape(31, 28, 3, 28).swapaxes(1, 2)
    first_seven = digits.images[digits.labels == 7][0]
    np.testing.assert_array_equal(tiles[21, 0], first_seven)
    assert np.abs(tiles[22].astype(int) - first_seven).max() > 50
    assert (tiles[23].max(axis=(1, 2)) == 255).all()
    assert (tiles[30].max(axis=(1, 2)) == 255).all()
