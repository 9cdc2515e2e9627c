import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.compare.charts import (
    Axis,
    Series,
    bar_chart,
    confusion_table,
    line_chart,
    percent,
    table,
)

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)
shares = st.floats(0, 1)
rows = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(words, min_size=width, max_size=width), max_size=4)
)
axes = st.builds(
    lambda low, extent, logarithmic: Axis("", low, low + extent, {}, logarithmic),
    st.floats(0.01, 1e3),
    st.floats(0.01, 1e3),
    st.booleans(),
)


@st.composite
def series_of(draw, points):
    """Up to three series of `points` points each."""
    return [
        Series(draw(words), ys, [percent(y) for _, y in ys])
        for ys in draw(
            st.lists(
                st.lists(shares, min_size=points, max_size=points).map(
                    lambda values: list(enumerate(values))
                ),
                min_size=1,
                max_size=3,
            )
        )
    ]


def cells(markup, tag="td"):
    return ["".join(cell.itertext()) for cell in ElementTree.fromstring(markup).iter(tag)]


def stops(chart):
    """Place and words of each stop, as the page's script reads them."""
    plot = next(part for part in ElementTree.fromstring(chart).iter("div"))
    assert plot.get("aria-valuemax") == str(len(json.loads(plot.get("data-stops"))))
    return json.loads(plot.get("data-stops"))


@given(axes, st.lists(st.floats(-1e4, 1e4), min_size=2))
def test_places_lie_on_the_axis_in_the_order_of_their_values(axis, values):
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert (axis.place(axis.low), axis.place(axis.high)) == (0, 100)
    assert 0 <= places[0] <= places[-1] <= 100


@pytest.mark.parametrize(("value", "place"), [(0.001, 0), (0.01, 33.33), (0.1, 66.67), (1, 100)])
def test_a_logarithmic_axis_gives_each_power_of_ten_the_same_room(value, place):
    assert Axis("", 0.001, 1, {}, logarithmic=True).place(value) == place


@given(st.lists(words, min_size=1), rows, words)
def test_a_table_shows_any_text_as_it_is(header, body, caption):
    markup = table(header, body, caption)
    assert cells(markup, "caption") == [caption]
    assert cells(markup, "th")[: len(header)] == header
    assert cells(markup) == [cell for _, *rest in body for cell in rest]


def test_a_table_without_a_name_for_its_rows_has_an_empty_corner():
    assert cells(table(["", "a"], [["b", "1"]])) == ["", "1"]


@given(st.integers(1, 30).flatmap(series_of), words)
def test_a_line_chart_has_every_value_at_its_stop_and_in_its_table(series, title):
    last = len(series[0].points) - 1
    chart = line_chart(title, Axis("x", 0, max(1, last), {}), Axis("y", 0, 1, {}), series)
    found = stops(chart)
    assert [place for place, _ in found] == sorted(place for place, _ in found)
    for index, (_, said) in enumerate(found):
        assert all(f"{each.name} {each.texts[index]}" in said for each in series)
    assert cells(chart) == [each.texts[i] for i in range(last + 1) for each in series]


def test_a_series_that_ends_early_has_a_dash_from_there_on():
    long, short = Series("a", [(1, 0.5), (2, 0.5)], ["5", "6"]), Series("b", [(1, 0.5)], ["7"])
    chart = line_chart("", Axis("x", 1, 2, {}), Axis("y", 0, 1, {}), [long, short])
    assert [said for _, said in stops(chart)] == ["x 1: a 5; b 7", "x 2: a 6; b –"]


@given(st.data(), st.lists(words, min_size=1, max_size=4))
def test_bars_stand_side_by_side_within_the_chart_as_high_as_their_values(data, groups):
    series = data.draw(series_of(len(groups)))
    chart = bar_chart("", Axis("y", 0, 1, {}), groups, series)
    bars = [
        [float(bar.get(part)) for part in ("x", "y", "width", "height")]
        for bar in ElementTree.fromstring(chart).iter("rect")
    ]
    values = [y for each in series for _, y in each.points]
    assert [height for *_, height in bars] == pytest.approx([100 * y for y in values], abs=0.01)
    for _, top, _, height in bars:
        assert top + height == pytest.approx(100, abs=0.02)
    ends = [end for left, _, width, _ in sorted(bars) for end in (left, left + width)]
    assert ends == sorted(ends)
    assert 0 <= ends[0] <= ends[-1] <= 100


@given(st.lists(st.lists(st.integers(0, 2000), min_size=10, max_size=10), min_size=10, max_size=10))
def test_a_confusion_matrix_shows_its_counts_and_colours_what_is_wrong(matrix):
    parts = list(ElementTree.fromstring(confusion_table("", matrix)).iter("td"))[1:]
    for place, part in enumerate(parts):
        label, answer = divmod(place, 10)
        count = matrix[label][answer]
        if label == answer:
            assert (part.get("class"), part.text) == ("right", str(count))
        elif count:
            assert (part.get("class"), part.text) == ("wrong", str(count))
            assert part.get("title").endswith(f"{label}s are read as {answer}")
        else:
            assert part.get("class") is part.text is None


def test_the_commonest_error_has_the_strongest_colour():
    matrix = [[0, 1, 9], [4, 0, 0], [0, 0, 5]]
    parts = ElementTree.fromstring(confusion_table("", matrix)).iter("td")
    strengths = {part.text: part.get("style") for part in parts if part.get("style")}
    assert strengths == {
        "1": "--strength:30%",
        "4": "--strength:45%",
        "9": "--strength:60%",
    }
