import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.compare.axes import Axis, logarithmic_share_axis, share_axis

axes = st.builds(
    lambda low, extent, logarithmic: Axis("", low, low + extent, {}, logarithmic),
    st.floats(0.01, 1e3),
    st.floats(0.01, 1e3),
    st.booleans(),
)


@given(axes, st.lists(st.floats(-1e4, 1e4), min_size=2))
def test_places_lie_on_the_axis_in_the_order_of_their_values(axis, values):
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert (axis.place(axis.low), axis.place(axis.high)) == (0, 100)
    assert 0 <= places[0] <= places[-1] <= 100


@pytest.mark.parametrize(("value", "place"), [(0.001, 0), (0.01, 33.33), (0.1, 66.67), (1, 100)])
def test_a_logarithmic_axis_gives_each_power_of_ten_the_same_room(value, place):
    assert Axis("", 0.001, 1, {}, logarithmic=True).place(value) == place


@given(st.lists(st.floats(1e-6, 1), min_size=1))
def test_an_axis_of_shares_ends_at_a_tick_just_above_the_largest(values):
    axis = share_axis("", values)
    first, second, *_, last = axis.ticks
    assert (first, last) == (axis.low, axis.high) == (0, max(axis.ticks))
    assert last - second < max(values) <= last * (1 + 1e-9)
    assert len(axis.ticks) <= 4


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0.566, ["0", "20 %", "40 %", "60 %"]),
        (0.6, ["0", "20 %", "40 %", "60 %"]),
        (0.068, ["0", "5 %", "10 %"]),
        (0.00044, ["0", "0.02 %", "0.04 %", "0.06 %"]),
        (1, ["0", "50 %", "100 %"]),
    ],
)
def test_its_ticks_are_round(most, ticks):
    assert list(share_axis("", [most]).ticks.values()) == ticks


def test_where_every_share_is_nought_the_axis_goes_to_one_percent():
    assert list(share_axis("", [0, 0]).ticks.values()) == ["0", "0.5 %", "1 %"]


@given(st.lists(st.just(0) | st.floats(1e-9, 1), min_size=1))
def test_a_logarithmic_axis_of_shares_holds_all_but_nought(values):
    axis = logarithmic_share_axis("", values)
    assert 0 < axis.low < axis.high
    assert all(axis.low <= value * (1 + 1e-9) for value in values if value)
    assert max(values) <= axis.high * (1 + 1e-9)


def test_it_ends_where_the_shares_do():
    axis = logarithmic_share_axis("", [0.0066, 0.044])
    assert list(axis.ticks.values()) == ["0.5 %", "1 %", "2 %", "5 %"]
