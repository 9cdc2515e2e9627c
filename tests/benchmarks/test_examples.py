"""The drawings to try on the page: how they are chosen and prepared."""

import json

import numpy as np

from benchmarks.examples import EXAMPLES, Example, choose, placed, rounded


def example(digit, *answers):
    return Example(digit, [], answers)


def test_each_digit_comes_once_before_any_comes_twice():
    found = [example(3, 3, 5), example(3, 5, 3), example(7, 1, 7), example(7, 7, 2)]
    assert [each.digit for each in choose(iter(found), 2)] == [3, 7]
    assert [each.digit for each in choose(iter(found), 3)] == [3, 3, 7]


def test_those_come_first_that_the_last_network_reads_rightly():
    found = [example(3, 3, 5), example(3, 5, 3)]
    assert choose(iter(found), 1) == [example(3, 5, 3)]


def test_strokes_of_few_points_stand_in_the_middle_of_the_canvas():
    line = np.linspace((0.0, 0.0), (1.0, 2.0), 200)
    (stroke,) = placed((line,))
    assert len(stroke) <= 24
    np.testing.assert_allclose(stroke.min(axis=0) + stroke.max(axis=0), 1, atol=0.002)
    assert 0 < stroke.min() < stroke.max() < 1


def test_points_that_repeat_are_left_out():
    assert rounded([np.array([[0.1, 0.2], [0.1, 0.2], [0.3, 0.2]])]) == [[[0.1, 0.2], [0.3, 0.2]]]


def test_the_page_has_eight():
    examples = json.loads(EXAMPLES.read_text("utf-8"))
    assert len(examples) == 8
    assert all(each["strokes"] for each in examples)
