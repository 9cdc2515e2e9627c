"""The benchmarks that train: ablation, the race, the cost of augmentation, the score to decline by.

What takes longer than a moment is marked as slow.
"""

from dataclasses import asdict, replace

import numpy as np
import pytest

from benchmarks import ablation, augmentation_cost, declining, race
from benchmarks.support.trial import NETWORK, still
from mnist_models import figures
from mnist_models.architectures import ARCHITECTURES
from mnist_models.augmentation.handwriting import RandomHandwriting
from mnist_models.mnist import Digits
from mnist_models.recipes import RECIPES


@pytest.fixture
def few_digits():
    random = np.random.default_rng(0)
    return Digits(random.integers(0, 256, (400, 28, 28), np.uint8), np.arange(400) % 10)


def test_each_variant_of_the_recipe_differs_from_the_whole():
    variants = ablation.variants()
    whole = variants.pop("everything")
    assert all(recipe != whole for recipe in variants.values())
    assert whole.handwriting == RECIPES[NETWORK].handwriting


def test_still_handwriting_leaves_a_digit_as_it_is():
    image = np.zeros((1, 28, 28, 1), np.float32)
    image[0, 4:24, 12:16] = 1.0
    augment = RandomHandwriting(still(), 0)
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


def test_a_score_that_separates_all_is_perfect():
    scores = {"digits": np.arange(100.0), "letters": np.full(5, -1.0), "other": np.arange(100.0)}
    found = declining.separation(scores)
    assert found["letters: AUROC"] == found["letters: declined"] == 1
    assert found["other: AUROC"] == pytest.approx(0.5)


def test_the_distance_is_that_of_the_nearest_class():
    random = np.random.default_rng(0)
    labels = np.arange(200) % 10
    known = 10.0 * labels[:, None] + random.normal(0, 1, (200, 1))
    at_a_mean, two_away = declining._distance(known, labels, np.array([[20.0], [92.0]]))
    assert at_a_mean < 0.2
    assert two_away == pytest.approx(4, rel=0.5)


@pytest.mark.slow
def test_the_error_of_a_tutorials_network_is_measured_while_it_trains(few_digits):
    peer = replace(race.peers()["keras.io: convnet"], batch_size=100, epochs=1)
    points = race.run_peer(peer, few_digits, few_digits)
    assert len(points) == 5  # one for each of the four steps, and one at the end
    assert all(0.0 <= error <= 1.0 for _, error in points)


@pytest.mark.slow
def test_the_time_for_measuring_does_not_count(few_digits):
    clock = race.Clock(race.peers()["tutorial: baseline"].network(), few_digits)
    clock.measuring = 100.0
    clock.started -= 103.0
    clock.measure()
    seconds, error = clock.points[0]
    assert 3.0 <= seconds < 10.0
    assert 0.5 < error <= 1.0


def test_the_race_has_every_network_of_ours_and_of_the_tutorials():
    assert list(race.OURS) == list(ARCHITECTURES)
    sizes = {name: peer.network().count_params() for name, peer in race.peers().items()}
    assert list(sizes.values()) == [623_290, 592_074, 59_933, 34_826]


def test_the_races_picture_has_a_line_for_each_network():
    points = [(1.0, 0.03), (2.0, 0.015)]
    figure = race.draw({"tutorial": points, "ours": points})
    labels = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert labels == ["tutorial", "ours"]


@pytest.mark.slow
def test_a_step_is_timed_with_and_without_augmentation():
    row = augmentation_cost.measure("baseline", steps=1)
    assert set(row) == {"with", "without"}
    assert all(milliseconds > 0 for milliseconds in row.values())


def test_drawings_are_counted_a_second(few_digits):
    assert all(rate > 0 for rate in augmentation_cost.rates(few_digits, count=20).values())
