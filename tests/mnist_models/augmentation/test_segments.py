import numpy as np
import pytest

from mnist_models.augmentation.morphology import Segment, draw_segment, stroke_width


@pytest.mark.parametrize("width", [2, 3, 4])
def test_the_width_of_a_stroke_is_measured(width):
    ink = np.zeros((1, 28, 28), np.float32)
    ink[0, :, 12 : 12 + width] = 1
    assert abs(float(np.asarray(stroke_width(ink))[0]) - width) < 0.5


@pytest.mark.parametrize("width", [2, 3, 4])
def test_a_segment_is_drawn_from_its_start_over_its_distance_as_broad_as_asked(width):
    segment = Segment(*(np.array([part], np.float32) for part in (5, 10, 15, 0)))
    drawn = np.asarray(draw_segment(segment, np.array([width], np.float32)))[0]
    assert drawn[12].sum() == pytest.approx(width, abs=0.1)
    assert drawn[5:21, 10].min() == 1
    rows = np.flatnonzero(drawn.any(axis=1))
    assert rows[0] >= 5 - width / 2 - 0.5
    assert rows[-1] <= 20 + width / 2 + 0.5
