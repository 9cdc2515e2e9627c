from math import erf, exp, log, sinh, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.writing.motor import SIGMA, along_arc, positions, timing
from mnist_models.writing.notation import path

CORNER = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0)]
LOOP = [(0.0, 0.0, 0.0), (0.0, 1.0, 180.0), (0.0, 0.0, 180.0)]
BENT = [(0.1, 0.2, 0.0), (0.6, 0.3, 190.0), (0.0, 1.0, -20.0), (0.65, 0.9, 45.0)]


def trajectory(stroke, overlap, points=400):
    targets = np.array([stroke])
    begins, durations = timing(targets, np.array([overlap]))
    times = np.linspace(0, (begins + durations).max(), points)[None]
    return positions(targets, begins, durations, times)[0]


coordinate = st.floats(-1, 1)
strokes = st.lists(st.tuples(coordinate, coordinate, st.floats(-300, 300)), min_size=2, max_size=6)


@given(strokes, st.floats(0, 0.9))
def test_a_stroke_begins_at_its_first_target_and_ends_at_its_last(stroke, overlap):
    drawn = trajectory(stroke, overlap)
    np.testing.assert_allclose(drawn[0], stroke[0][:2], atol=1e-9)
    np.testing.assert_allclose(drawn[-1], stroke[-1][:2], atol=1e-9)


@pytest.mark.parametrize("stroke", [CORNER, LOOP, BENT])
def test_a_slow_hand_follows_the_exact_arcs(stroke):
    exact = path([stroke], 400)[0]
    drawn = trajectory(stroke, 0.0)
    there = np.hypot(*(drawn[:, None] - exact[None]).transpose(2, 0, 1))
    assert there.min(axis=1).max() < 0.01  # it never leaves them
    assert there.min(axis=0).max() < 0.02  # and leaves none of them out


@given(strokes, st.floats(0, 0.9))
def test_filling_a_stroke_up_with_its_last_target_changes_nothing(stroke, overlap):
    filled = [*stroke, stroke[-1], stroke[-1]]
    np.testing.assert_allclose(trajectory(stroke, overlap), trajectory(filled, overlap), atol=1e-9)


def test_a_faster_hand_rounds_a_corner_more():
    def nearest(overlap):
        return np.hypot(*(trajectory(CORNER, overlap) - [1.0, 0.0]).T).min()

    assert nearest(0.0) < 0.01 < nearest(0.4) < nearest(0.8)


def test_a_faster_hand_takes_less_time():
    slow, fast = (
        sum(timing(np.array([BENT]), np.array([overlap])))[0].max() for overlap in (0, 0.6)
    )
    assert fast < slow


def test_a_hand_halts_longer_at_a_corner_than_on_a_straight_way():
    straight = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (2.0, 0.0, 0.0)]
    begins = [timing(np.array([each]), np.array([0.5]))[0][0, 1] for each in (straight, CORNER)]
    assert begins[0] < begins[1]


def test_the_speed_of_a_movement_is_lognormal():
    """The model as Berio et al. write it down, with no table and no cutting off."""
    duration = 0.7
    mean = 3 * SIGMA - log((exp(6 * SIGMA) - 1) / duration)
    onset = exp(mean - 3 * SIGMA)
    assert mean == pytest.approx(log(duration / (2 * sinh(3 * SIGMA))))
    times = np.linspace(0, duration, 200)
    done = [(1 + erf((log(time + onset) - mean) / (SIGMA * sqrt(2)))) / 2 for time in times]
    targets = np.array([[(0.0, 0.0, 0.0), (1.0, 0.0, 0.0)]])
    drawn = positions(targets, np.zeros((1, 1)), np.array([[duration]]), times[None])
    np.testing.assert_allclose(drawn[0, :, 0], done, atol=0.004)


@given(st.floats(-350, 350))
def test_an_arc_turns_as_far_as_it_says(degrees):
    turn = np.radians(degrees)
    way = along_arc(np.array(turn), np.linspace(0, 1, 201))
    assert way[-1] == pytest.approx(1)
    headings = np.unwrap(np.angle(np.diff(way)))
    assert headings[-1] - headings[0] == pytest.approx(turn * 199 / 200, abs=1e-3)


def test_strokes_written_together_are_those_written_alone():
    both = np.array([BENT, [*CORNER, CORNER[-1]]])
    begins, durations = timing(both, np.array([0.3, 0.6]))
    times = np.linspace(0, 2, 50)[None].repeat(2, axis=0)
    together = positions(both, begins, durations, times)
    for number in range(2):
        row = slice(number, number + 1)
        alone = positions(both[row], begins[row], durations[row], times[row])
        np.testing.assert_allclose(together[row], alone, atol=1e-12)
