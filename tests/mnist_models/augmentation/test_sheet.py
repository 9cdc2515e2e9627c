import numpy as np

from mnist_models.augmentation.handwriting import Handwriting
from mnist_models.augmentation.sheet import augmentation_sheet


def test_a_sheet_shows_each_kind_of_digit_above_what_training_makes_of_it(small_digits):
    digits = small_digits(50, seed=0)
    sheet = np.asarray(augmentation_sheet(digits, Handwriting(), seed=0, columns=3))
    assert sheet.shape == (20 * 56, 3 * 56)
    first_seven = digits.images[digits.labels == 7][0]
    np.testing.assert_array_equal(sheet[14 * 56 : 15 * 56 : 2, :56:2], 255 - first_seven)
    varied = 255 - sheet[15 * 56 : 16 * 56 : 2, :56:2].astype(int)
    assert varied.max() > 100
    assert np.abs(varied - first_seven).max() > 50
