"""Axes, charts and tables, and the HTML that the page shows of them."""

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.compare.charts import (
    Axis,
    Confusion,
    Series,
    bar_chart,
    line_chart,
    logarithmic_share_axis,
    share_axis,
    table,
)
from web.component import TEMPLATES
from web.reports import percent

UNIT = Axis("y", 0, 1, {})
words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)


def parsed(data, kind):
    """What the macro `kind` of the template makes of `data`."""
    macro = getattr(TEMPLATES.get_template("compare/figures.html").module, kind)
    return ElementTree.fromstring(str(macro(data)))


def texts(root, tag):
    return ["".join(each.itertext()) for each in root.iter(tag)]


def series_of(points):
    """Up to three series of `points` points each."""
    values = st.lists(st.floats(0, 1), min_size=points, max_size=points)
    series = st.builds(
        lambda name, ys: Series(name, list(enumerate(ys)), [percent(y) for y in ys]), words, values
    )
    return st.lists(series, min_size=1, max_size=3)


@given(
    st.builds(
        lambda low, extent, logarithmic: Axis("", low, low + extent, {}, logarithmic),
        st.floats(0.01, 1e3),
        st.floats(0.01, 1e3),
        st.booleans(),
    ),
    st.lists(st.floats(-1e4, 1e4), min_size=2),
)
def test_places_lie_on_the_axis_in_the_order_of_their_values(axis, values):
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert (axis.place(axis.low), axis.place(axis.high)) == (0, 100)
    assert 0 <= places[0] <= places[-1] <= 100


def test_a_logarithmic_axis_gives_each_power_of_ten_the_same_room():
    axis = Axis("", 0.001, 1, {}, logarithmic=True)
    assert [axis.place(value) for value in (0.001, 0.01, 0.1, 1)] == [0, 33.33, 66.67, 100]


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
        (0.566, ["0", "20%", "40%", "60%"]),
        (0.6, ["0", "20%", "40%", "60%"]),
        (0.068, ["0", "5%", "10%"]),
        (0.00044, ["0", "0.02%", "0.04%", "0.06%"]),
        (1, ["0", "50%", "100%"]),
        (0, ["0", "0.5%", "1%"]),
    ],
)
def test_the_ticks_of_shares_are_round(most, ticks):
    assert list(share_axis("", [most]).ticks.values()) == ticks


@given(st.lists(st.just(0) | st.floats(1e-9, 1), min_size=1))
def test_a_logarithmic_axis_of_shares_contains_all_of_them_but_0(values):
    axis = logarithmic_share_axis("", values)
    assert 0 < axis.low < axis.high
    assert all(axis.low <= value * (1 + 1e-9) for value in values if value)
    assert max(values) <= axis.high * (1 + 1e-9)


def test_a_logarithmic_axis_ends_at_the_ticks_around_the_shares():
    axis = logarithmic_share_axis("", [0.0066, 0.044])
    assert list(axis.ticks.values()) == ["0.5%", "1%", "2%", "5%"]


@given(st.integers(1, 30).flatmap(series_of), words)
def test_a_line_chart_has_every_value_at_its_stop_and_in_its_table(series, title):
    last = len(series[0].points) - 1
    root = parsed(line_chart(title, Axis("x", 0, max(1, last), {}), UNIT, series), "chart")
    plot = next(root.iter("div"))
    stops = json.loads(plot.get("data-stops"))
    assert plot.get("aria-valuemax") == str(len(stops)) == str(last + 1)
    assert plot.get("aria-valuetext") == stops[0][1]
    assert [place for place, _ in stops] == sorted(place for place, _ in stops)
    for index, (_, values) in enumerate(stops):
        assert all(f"{each.name} {each.texts[index]}" in values for each in series)
    assert texts(root, "td") == [each.texts[n] for n in range(last + 1) for each in series]
    assert texts(root, "figcaption") == [title]


def test_a_series_that_ends_early_has_dashes_after_its_end():
    long, short = Series("a", [(1, 0.5), (2, 0.5)], ["5", "6"]), Series("b", [(1, 0.5)], ["7"])
    chart = line_chart("", Axis("x", 1, 2, {}), UNIT, [long, short])
    assert chart.words == ["x 1: a 5; b 7", "x 2: a 6; b –"]


def test_a_line_to_a_faint_point_is_faint_too():
    series = Series("a", [(0, 0.0), (1, 0.5), (2, 0.6)], ["1", "2", "3"], faint={0})
    (drawn,) = line_chart("", Axis("x", 0, 2, {}), UNIT, [series]).series
    paths = dict(drawn.paths)
    assert paths["line faint"] == "M0 100L50 50"
    assert paths["line"] == "M50 50L100 40"
    assert paths["dots faint"] == "M0 100h0"


@given(st.data(), st.lists(words, min_size=1, max_size=4))
def test_bars_stand_side_by_side_within_the_chart_as_high_as_their_values(data, groups):
    series = data.draw(series_of(len(groups)))
    chart = bar_chart("", UNIT, groups, {f"colour {n}": each for n, each in enumerate(series)})
    bars = []
    for each in parsed(chart, "chart").iter("path"):
        if each.get("class") == "bar":
            left, top, width = re.findall(r"M(\S+) 100V(\S+)h(\S+)V100Z", each.get("d"))[0]
            bars.append((float(left), float(top), float(width)))
    values = [y for each in series for _, y in each.points]
    assert [100 - top for _, top, _ in bars] == pytest.approx([100 * y for y in values], abs=0.01)
    ends = [end for left, _, width in sorted(bars) for end in (left, left + width)]
    assert ends == sorted(ends)
    assert 0 <= ends[0] <= ends[-1] <= 100


@given(st.lists(words, min_size=1), st.lists(st.tuples(words, words)), words)
def test_a_table_shows_any_text_as_it_is(header, rows, caption):
    root = parsed(table(caption, header, rows), "table")
    assert texts(root, "caption") == [caption]
    assert texts(root, "th") == [*header, *(first for first, _ in rows)]
    assert texts(root, "td") == [second for _, second in rows]


@given(st.lists(st.lists(st.integers(0, 2000), min_size=10, max_size=10), min_size=10, max_size=10))
def test_a_confusion_matrix_shows_its_counts_and_colours_the_errors(matrix):
    _, *cells = parsed(Confusion("", matrix), "confusion").iter("td")
    for place, cell in enumerate(cells):
        label, answer = divmod(place, 10)
        count = matrix[label][answer]
        if count or label == answer:
            assert cell.text == str(count)
            assert cell.get("class") == ("right" if label == answer else "shaded")
            assert cell.get("title").endswith(f"{label}s are read as {answer}")
        else:
            assert cell.get("class") is cell.text is None


def test_the_most_frequent_error_has_the_strongest_colour():
    confusion = Confusion("", [[0, 1, 9], [4, 0, 0], [0, 0, 5]])
    assert [confusion.shade(count) for count in (1, 4, 9)] == [30, 45, 60]
