from dataclasses import asdict

import numpy as np
import pytest

from benchmarks import ablation
from benchmarks.support.trial import NETWORK, still
from benchmarks.tables import learning
from mnist_models import figures
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES


def test_each_variant_leaves_something_out():
    variants = ablation.variants()
    whole = variants.pop("everything")
    assert all(recipe != whole for recipe in variants.values())
    assert whole.handwriting == RECIPES[NETWORK].handwriting


def test_still_handwriting_varies_nothing():
    assert not any(
        value for name, value in vars(still()).items() if name not in ("as_it_is", "style")
    )
    assert not any(vars(still().style).values())


def test_without_any_variation_a_digit_is_the_same_each_time():
    from mnist_models.augmentation.handwriting import RandomHandwriting

    augment = RandomHandwriting(ablation.variants()["no variation at all"].handwriting, 0)
    image = np.zeros((1, 28, 28, 1), np.float32)
    image[0, 4:24, 12:16] = 1.0
    assert np.array_equal(augment([image, np.array([1])], training=True), image)


def test_a_broad_pen_adds_a_pixel_on_every_side():
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 10, 10] = 200
    broad = ablation.with_broad_pen(Digits(image, np.array([1]))).images[0]
    assert (broad == 200).sum() == 9
    assert (broad[9:12, 9:12] == 200).all()


def test_rows_of_another_recipe_are_refused(tmp_path):
    file = tmp_path / "ablation.json"
    row = {"recipe": asdict(ablation.variants()["no styles"]), "errors": {}}
    figures.write(file, {"no styles": row})
    assert ablation.known_rows(file) == {"no styles": row}
    row["recipe"]["learning_rate"] *= 2
    figures.write(file, {"no styles": row})
    with pytest.raises(SystemExit, match="'no styles' is of another"):
        ablation.known_rows(file)


def test_the_table_gives_shares():
    row = {"recipe": {}, "errors": {"validation": {"wrong": 5, "total": 1000}}}
    assert "| everything | 0.50 % |" in learning.ingredients({"everything": row})
