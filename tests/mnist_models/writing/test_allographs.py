import cmath
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_models.writing.allographs import ALLOGRAPHS
from mnist_models.writing.notation import form, path

places = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
bends = st.floats(-300, 300)


def turns(points):
    """Signed degrees from each piece of a path to the next, clockwise on the page."""
    pieces = np.diff(np.asarray(points) @ [1, 1j])
    return np.degrees(np.angle(pieces[1:] / pieces[:-1]))


def test_every_allograph_has_a_name_of_its_own_that_begins_with_its_digit():
    names = [allograph.name for allograph in ALLOGRAPHS]
    assert len(set(names)) == len(names)
    assert all(name[0].isdigit() and name[1] == " " for name in names)
    assert [int(name[0]) for name in names] == sorted(each.digit for each in ALLOGRAPHS)


def test_there_are_enough_forms_for_training_and_some_of_every_digit_are_held_out():
    assert sum(not each.held_out for each in ALLOGRAPHS) >= 120
    training = Counter(each.digit for each in ALLOGRAPHS if not each.held_out)
    held_out = Counter(each.digit for each in ALLOGRAPHS if each.held_out)
    assert min(training[digit] for digit in range(10)) >= 10
    assert min(held_out[digit] for digit in range(10)) >= 2


def test_no_two_forms_are_written_by_the_same_movements():
    assert len({allograph.strokes for allograph in ALLOGRAPHS}) == len(ALLOGRAPHS)


def test_every_form_fills_the_height_of_its_box_and_is_no_wider_than_high():
    for allograph in ALLOGRAPHS:
        points = np.concatenate(path(allograph.strokes))
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        assert top == pytest.approx(0, abs=0.06), allograph.name
        assert bottom == pytest.approx(1, abs=0.06), allograph.name
        assert -0.06 < left <= right < 0.88, allograph.name


def test_every_form_has_a_weight_and_says_who_writes_it():
    for allograph in ALLOGRAPHS:
        assert allograph.weight > 0, allograph.name
        assert min(map(len, allograph.where)) > 0, allograph.name


def test_no_arc_is_without_length_or_turns_further_than_300_degrees():
    for allograph in ALLOGRAPHS:
        for stroke in allograph.strokes:
            assert len(stroke) >= 2, allograph.name
            for before, target in pairwise(stroke):
                assert before[:2] != target[:2], allograph.name
                assert len(target) == 2 or abs(target[2]) <= 300, allograph.name


@given(st.lists(st.tuples(places, bends), min_size=2, max_size=6))
def test_a_path_passes_every_target_without_gaps(stroke):
    targets = [(*place, bend) for place, bend in stroke]
    [points] = path([targets], points=64)
    assert len(points) == 1 + 64 * (len(targets) - 1)
    np.testing.assert_allclose(points[::64], [target[:2] for target in targets], atol=1e-9)
    lengths = np.hypot(*np.diff(points, axis=0).T).reshape(-1, 64)
    for steps, (start, stop) in zip(lengths, pairwise(targets), strict=True):
        np.testing.assert_allclose(steps, steps[0], atol=1e-9)
        chord, turn = abs(complex(*stop[:2]) - complex(*start[:2])), np.radians(abs(stop[2]))
        around = chord if turn < 1e-6 else chord * turn / 2 / np.sin(turn / 2)
        assert steps.sum() == pytest.approx(around, rel=0.02, abs=1e-9)


@given(places, st.floats(0.01, 2), st.floats(-180, 180), bends)
def test_an_arc_turns_as_far_as_its_bend_says(start, chord, direction, bend):
    stop = complex(*start) + cmath.rect(chord, np.radians(direction))
    [points] = path([[start, (stop.real, stop.imag, bend)]], points=50)
    # 50 pieces turn 49 times; half a turn is hidden in the first and in the last one.
    np.testing.assert_allclose(turns(points), bend / 50, atol=1e-4)


def test_a_positive_bend_turns_clockwise_on_the_page():
    [points] = path([[(0.0, 0.0), (1.0, 0.0, 180.0)]])
    assert points[:, 1].min() == pytest.approx(-0.5)  # from left to right over the top


@given(st.integers(3, 9), st.floats(0, 360), st.sampled_from([-1, 1]))
def test_the_notation_draws_a_circle_through_points_of_a_circle(count, first, way):
    angles = np.radians(first + way * np.arange(count) * 70)
    text = ", ".join(f"{50 + 50 * np.cos(a)} {50 + 50 * np.sin(a)}" for a in angles)
    [points] = path(form("0 of points", text, where="nowhere").strokes)
    np.testing.assert_allclose(np.hypot(*(points - 0.5).T), 0.5, atol=2e-3)
    np.testing.assert_allclose(turns(points), way * 70 / 16, atol=0.1)


def test_the_notation_turns_corners_at_bars_and_bends_as_far_as_it_is_told():
    [stroke] = form("7 of a kind", "0 10 | 50 10 | 20 100 -30", where="France, Italy").strokes
    assert stroke == ((0.0, 0.1), (0.5, 0.1, 0.0), (0.2, 1.0, -30.0))
