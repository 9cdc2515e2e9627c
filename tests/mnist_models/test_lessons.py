from dataclasses import replace

import numpy as np
import pytest
from mnist_models.lessons import Lesson, Lessons

from mnist_models.mnist import NO_DIGIT
from mnist_models.recipes import RECIPES

RECIPE = replace(RECIPES["simple_cnn"], drawings=0.5, non_digits=0.2)


@pytest.fixture
def digits(small_digits):
    return small_digits(40, seed=1)


def test_a_lesson_shows_every_digit_and_what_the_recipe_adds(digits):
    with Lessons(digits, RECIPE, seed=0) as lessons:
        lesson = lessons[0]
        assert len(lesson.labels) == lessons.size == 40 + 20 + 8
    own = lesson.kinds >= 0
    shown = {image.tobytes() for image in lesson.images[own]}
    assert shown == {image.tobytes() for image in digits.images}
    assert (lesson.labels[own] == lesson.kinds[own]).all()
    assert (lesson.labels[~own] == NO_DIGIT).sum() == 8


def test_each_lot_is_shown_in_two_lessons(digits):
    with Lessons(digits, RECIPE, seed=0) as lessons:
        made = [{image.tobytes() for image in lessons[epoch].images[lessons[epoch].kinds < 0]}
                for epoch in range(3)]  # fmt: skip
    assert len(made[0] & made[1]) == len(made[1] & made[2]) == 14
    assert not made[0] & made[2]


def test_the_same_seed_gives_the_same_lesson_whatever_was_shown_before(digits):
    with Lessons(digits, RECIPE, seed=3) as through, Lessons(digits, RECIPE, seed=3) as resumed:
        for epoch in range(3):
            lesson = through[epoch]
        for one, other in zip(lesson, resumed[2], strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_recipe_may_show_the_digits_alone(digits):
    with Lessons(digits, replace(RECIPE, drawings=0.0, non_digits=0.0), seed=0) as lessons:
        assert sorted(lessons[0].labels) == sorted(Lesson.of(digits).labels)


@pytest.mark.parametrize(("without", "left"), [("drawings", 8), ("non_digits", 20)])
def test_a_recipe_may_do_without_either_kind_of_drawing(digits, without, left):
    with Lessons(digits, replace(RECIPE, **{without: 0.0}), seed=0) as lessons:
        lesson = lessons[0]
    assert len(lesson.labels) == lessons.size == 40 + left
    assert ((lesson.labels == NO_DIGIT).sum() == 8) == (without == "drawings")
