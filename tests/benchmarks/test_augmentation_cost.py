from benchmarks import augmentation_cost
from benchmarks.tables import learning


def test_a_step_is_timed_with_and_without_augmentation():
    row = augmentation_cost.measure("baseline", steps=1)
    assert set(row) == {"with", "without"}
    assert all(milliseconds > 0 for milliseconds in row.values())


def test_the_table_gives_the_share_of_augmentation():
    table = learning.cost({"deep_cnn": {"with": 80.0, "without": 60.0}})
    assert "| `deep_cnn` | 80 | 25 % |" in table
