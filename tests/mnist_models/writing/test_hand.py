import numpy as np
import pytest

from mnist_models.writing.hand import choose, new_hands
from mnist_models.writing.notation import Allograph, pack
from mnist_models.writing.script import write

HANDS = new_hands(4000, np.random.default_rng(0))
STEM = (((0.35, 0.0), (0.35, 1.0)),)
CROSS = (((0.0, 0.5), (0.7, 0.5)), ((0.35, 0.0), (0.35, 1.0)))
BOWL = (((0.0, 0.0), (0.6, 0.5, 170.0), (0.0, 1.0, 170.0)),)


def script(form, hands, each=20, seed=0):
    owners = np.repeat(np.arange(len(hands.slant)), each)
    chosen = np.zeros(len(owners), np.int64)
    return write(pack([form]), chosen, hands, owners, np.random.default_rng(seed))


def test_pens_cover_3_to_45_percent_and_most_lie_from_5_to_18():
    assert 0.03 <= HANDS.pen.min() < 0.035
    assert 0.35 < HANDS.pen.max() <= 0.45
    assert ((HANDS.pen >= 0.05) & (HANDS.pen <= 0.18)).mean() > 0.8


def test_slants_and_tilts_stay_where_no_digit_becomes_another():
    assert (HANDS.slant >= -0.3).all()
    assert (HANDS.slant <= 0.6).all()
    assert (np.abs(HANDS.tilt) < np.deg2rad(10)).all()
    assert ((HANDS.width >= 0.55) & (HANDS.width <= 1.7)).all()


def test_most_hands_are_ordinary_and_a_few_wild():
    assert 0.02 < (HANDS.wildness > 1.5).mean() < 0.2
    assert np.median(HANDS.wildness) < 1.1


def test_a_hand_keeps_its_slant_over_its_digits():
    hands = HANDS._replace(rate=np.full(4000, 40.0)).of(np.arange(200))
    written = script(STEM, hands)
    assert len(written.owner) == 200 * 20
    first, last = written.points[:, 2], written.points[:, -3]
    lean = ((last - first)[:, 0] / (first - last)[:, 1]).reshape(200, 20)
    assert lean.std(axis=1).mean() < 0.5 * lean.mean(axis=1).std()
    assert np.corrcoef(lean.mean(axis=1), hands.slant + np.tan(hands.tilt))[0, 1] > 0.8


def test_a_hand_writes_a_form_more_alike_than_different_hands_do():
    points = script(BOWL, HANDS.of(np.arange(100))).points[:, ::4].reshape(100, 20, -1)
    assert points.std(axis=1).mean() < 0.6 * points.mean(axis=1).std(axis=0).mean()


def test_every_stroke_has_its_points_and_strokes_stand_in_order():
    written = script(CROSS, HANDS.of(np.arange(300)), each=1)
    assert (np.diff(written.owner) >= 0).all()
    assert set(np.bincount(written.owner)) == {2, 3}  # three where a trace joins the two
    assert (np.bincount(written.owner[written.thin]) <= 1).all()
    assert (written.counts <= written.points.shape[1]).all()
    for points, count in zip(written.points, written.counts, strict=True):
        assert np.isfinite(points).all()
        assert len(np.unique(points[:count], axis=0)) >= 3


def test_a_dot_is_written_as_a_dot_or_a_tick():
    written = script((((0.3, 0.3),),), HANDS.of(np.arange(50)), each=2)
    assert np.ptp(written.points, axis=1).max() < 0.4


def test_a_trace_between_strokes_leads_from_the_one_to_the_other():
    joiners = HANDS._replace(
        joins=np.ones(4000), tremor=np.zeros(4000), hooks=np.zeros(4000),
        flourishes=np.zeros(4000),
    ).of(np.arange(20))  # fmt: skip
    written = script(CROSS, joiners, each=1)
    assert written.thin.sum() == 20
    for owner in range(20):
        strokes = written.points[(written.owner == owner) & ~written.thin]
        [trace] = written.points[(written.owner == owner) & written.thin]
        assert np.hypot(*(trace[0] - strokes[0, -1])) < 0.3
        assert np.hypot(*(trace[-1] - strokes[1, 0])) < 0.3


@pytest.fixture
def forms():
    shapes = ("1 plain", 3.0), ("1 other", 1.0), ("7 plain", 1.0)
    return [Allograph(name, STEM, (), weight) for name, weight in shapes]


def test_a_hand_mostly_takes_the_form_that_it_prefers(forms):
    owners = np.repeat(np.arange(500), 20)
    labels = np.ones(len(owners), np.uint8)
    chosen = choose(forms, HANDS.faithful, owners, labels, np.random.default_rng(1))
    taken = (chosen.reshape(500, 20) == 0).mean(axis=1)
    assert (np.abs(taken - 0.5) > 0.3).mean() > 0.75
    assert 0.65 < taken.mean() < 0.85  # forms are as frequent as their weights say


def test_the_form_is_one_of_the_digits_own(forms):
    labels = np.random.default_rng(0).choice([1, 7], 300).astype(np.uint8)
    chosen = choose(
        forms, HANDS.faithful, np.zeros(300, np.int64), labels, np.random.default_rng(1)
    )
    assert [forms[place].digit for place in chosen] == labels.tolist()


def test_the_same_seed_writes_the_same():
    hands = HANDS.of(np.arange(5))
    first, again, other = (script(CROSS, hands, seed=seed).points for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert first.shape != other.shape or (first != other).any()
