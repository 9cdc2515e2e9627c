from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from web.compare.tables import confusion_table, table

words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=12)
rows = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(words, min_size=width, max_size=width), max_size=4)
)


def cells(markup, tag="td"):
    return ["".join(cell.itertext()) for cell in ElementTree.fromstring(markup).iter(tag)]


@given(st.lists(words, min_size=1), rows, words)
def test_a_table_shows_any_text_as_it_is(header, body, caption):
    markup = table(header, body, caption)
    assert cells(markup, "caption") == [caption]
    assert cells(markup, "th")[: len(header)] == header
    assert cells(markup) == [cell for _, *rest in body for cell in rest]


def test_a_table_without_a_name_for_its_rows_has_an_empty_corner():
    assert cells(table(["", "a"], [["b", "1"]])) == ["", "1"]


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
