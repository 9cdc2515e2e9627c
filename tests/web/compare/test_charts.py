import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.compare.axes import Axis, percent
from web.compare.charts import Series, bar_chart, line_chart

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)
shares = st.floats(0, 1)


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


def test_what_leads_to_a_point_of_few_is_faint_as_the_point_itself():
    series = Series("a", [(0, 0.0), (1, 0.5), (2, 0.6)], ["1", "2", "3"], faint={0})
    chart = line_chart("", Axis("x", 0, 2, {}), Axis("y", 0, 1, {}), [series])
    paths = {
        part.get("class"): part.get("d") for part in ElementTree.fromstring(chart).iter("path")
    }
    assert paths["line faint series-0"] == "M0 100L50 50"
    assert paths["line series-0"] == "M50 50L100 40"
    assert paths["dots faint series-0"] == "M0 100h0"


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
