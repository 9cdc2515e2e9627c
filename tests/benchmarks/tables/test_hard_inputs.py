from benchmarks.tables import hard_inputs


def test_pictures_have_a_row_for_each_kind_in_shares_of_a_hundred():
    drawing = {"pictures": 50, "wrong": 1, "declined": 2, "no ink": 0}
    plot = {"pictures": 20, "wrong": 0, "declined": 0, "no ink": 3}
    networks = {
        "simple_cnn": {"drawing": drawing, "plot": plot},
        "deep_cnn": {"drawing": plot, "plot": plot},
    }
    text = hard_inputs.pictures({"seed": 0, "networks": networks})
    head, _, *rows = text.splitlines()
    assert head == "| picture | `simple_cnn` | `deep_cnn` |"
    assert rows == ["| drawing | 2 / 4 / 0 | 0 / 0 / 15 |", "| plot | 0 / 0 / 15 | 0 / 0 / 15 |"]
