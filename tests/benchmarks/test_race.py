import numpy as np
import pytest

from benchmarks import race as benchmark
from benchmarks.support.peers import peers
from benchmarks.tables import learning
from mnist_models.architectures import ARCHITECTURES
from mnist_models.mnist import Digits

POINTS = [(1.0, 0.03), (2.0, 0.015), (3.0, 0.021), (4.0, 0.009)]


@pytest.fixture
def few_digits():
    random = np.random.default_rng(0)
    return Digits(random.integers(0, 256, (400, 28, 28), np.uint8), np.arange(400) % 10)


def test_a_goal_is_reached_when_the_error_is_first_that_low():
    assert learning.seconds_to(0.02, POINTS) == 2.0
    assert learning.seconds_to(0.01, POINTS) == 4.0
    assert learning.seconds_to(0.005, POINTS) is None


def test_the_table_has_a_dash_where_a_goal_was_missed():
    table = learning.race({"slow": [(60.0, 0.012)], "quick": POINTS})
    assert "| slow | 60 | – | – | 60 | 1.20 % |" in table
    assert "| quick | 2 | 4 | – | 4 | 0.90 % |" in table


def test_the_time_for_measuring_does_not_count(few_digits):
    peer = peers()["tutorial: baseline"]
    clock = benchmark.Clock(peer.network(), few_digits)
    clock.measuring = 100.0
    clock.started -= 103.0
    clock.measure()
    seconds, error = clock.points[0]
    assert 3.0 <= seconds < 10.0
    assert 0.5 < error <= 1.0


@pytest.mark.parametrize("name", list(peers()))
def test_the_error_of_every_peer_is_measured_as_it_trains(name, few_digits):
    hidden = peers()[name].hidden
    peer = benchmark.Peer(hidden, batch_size=100, epochs=1)
    points = benchmark.run_peer(peer, few_digits, few_digits)
    assert len(points) == 5  # one for each of the four steps, and one at the end
    assert all(0.0 <= error <= 1.0 for _, error in points)


def test_every_network_of_ours_runs():
    assert list(benchmark.OURS) == list(ARCHITECTURES)


def test_the_picture_has_a_line_for_each_network():
    figure = benchmark.draw({"tutorial": POINTS, "ours": POINTS})
    labels = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert labels == ["tutorial", "ours"]
