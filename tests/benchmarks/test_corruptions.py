import numpy as np
from PIL import Image

from benchmarks.corruptions import PICTURES, pictures
from benchmarks.support.mnist_c import CORRUPTIONS
from mnist_models import weights
from web.reports import on_corruptions


def test_the_pages_pictures_are_those_of_the_rows_that_they_stand_in():
    kinds = ["none", *CORRUPTIONS]
    assert all([*each] == kinds for each in on_corruptions(weights.FOLDER).values())
    np.testing.assert_array_equal(np.asarray(Image.open(PICTURES)), pictures())
    assert len(pictures()) == 28 * len(kinds)
