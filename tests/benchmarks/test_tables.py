"""The tables of the README files, by what they make of a benchmark's JSON."""

import json

import pytest

from benchmarks import readme

POINTS = [(1.0, 0.03), (2.0, 0.015), (3.0, 0.021), (4.0, 0.009)]
MACHINE = {"cores": 2, "load_before": 0.1}


def errors(wrong, total=100):
    return {"wrong": wrong, "total": total}


def test_a_missing_measurement_names_its_command(tmp_path):
    file = tmp_path / "augmentation.json"
    make = readme._measured(readme.cost, file, "augmentation_cost")
    assert make() == "Not measured yet: `python -m benchmarks.augmentation_cost` does it."
    file.write_text(json.dumps({"deep_cnn": {"with": 80.0, "without": 60.0}}))
    assert "| `deep_cnn` | 80 | 25 % |" in make()


def test_only_the_text_between_the_marks_changes(monkeypatch):
    monkeypatch.setattr(readme, "TABLES", {"seeds": lambda: "new"})
    text = "a\n<!-- seeds -->\nold\n<!-- /seeds -->\nb"
    assert readme.updated(text) == text.replace("old", "new")


def test_a_busy_machine_is_admitted():
    assert readme.machine(MACHINE) == "2 cores; load before: 0.1."
    assert readme.machine(MACHINE | {"load_before": 1.1}).endswith("each time is an upper bound.")


def test_a_goal_is_reached_when_the_error_first_is_that_low_and_a_dash_where_never():
    table = readme.race({"slow": [(60.0, 0.012)], "quick": POINTS})
    assert "| slow | 60 | – | – | 60 | 1.20 % |" in table
    assert "| quick | 2 | 4 | – | 4 | 0.90 % |" in table


def test_ingredients_are_given_in_percent():
    row = {"recipe": {}, "errors": {"validation": errors(5, 1000)}}
    assert "| everything | 0.50 % |" in readme.ingredients({"everything": row})


def test_corruptions_end_with_the_mean_of_all_and_of_those_unlike_trainings():
    counts = {"none": errors(0), "fog": errors(10), "zigzag": errors(30)}
    *_, all_of_them, unseen = readme.robustness({"networks": {"net": counts}}).splitlines()
    assert all_of_them == "| mean of all | 20.00 % |"
    assert unseen.endswith("| 30.00 % |")


def test_pictures_have_a_row_for_each_kind_in_percent():
    drawing = {"pictures": 50, "wrong": 1, "declined": 2, "no ink": 0}
    plot = {"pictures": 20, "wrong": 0, "declined": 0, "no ink": 3}
    networks = {
        "simple_cnn": {"drawing": drawing, "plot": plot},
        "deep_cnn": {"drawing": plot, "plot": plot},
    }
    head, _, *rows = readme.pictures({"networks": networks}).splitlines()
    assert head == "| picture | `simple_cnn` | `deep_cnn` |"
    assert rows == ["| drawing | 2 / 4 / 0 | 0 / 0 / 15 |", "| plot | 0 / 0 / 15 | 0 / 0 / 15 |"]


def test_a_drawing_that_was_never_answered_is_counted_below_its_time():
    found = {"p50": 1.0, "p95": 2.0, "lost": 3, "other_lost": 0}
    table = readme.latency(MACHINE | {"figures": {"pointer-up to cards, ms": found}})
    assert "| 1.00 | 2.00 | the page on `gr.Sketchpad` | – | – | – |" in table
    assert "| never answered | 3 |  |  | 0 |  |  |" in table


def load(processor_seconds=30.0):
    """Fifty visitors for a minute, then twice as many, on two cores."""
    many = {
        "visitors": 50, "answers": 3000, "seconds": 60.0, "memory": 800.0, "p50": 20.0,
        "processor_seconds": processor_seconds, "busy": 0, "errors": 0, "drawings": 900, "lost": 0,
    }  # fmt: skip
    most = many | {"visitors": 100, "processor_seconds": 90.0, "busy": 1000, "memory": 810.0}
    return {"phases": {"many visitors": many, "too many": most}}


@pytest.mark.parametrize(
    ("seconds", "answers", "visitors", "cores", "replicas"),
    [(30.0, 100, 70, 15, 10), (60.0, 50, 35, 29, 20)],
)
def test_the_cores_that_visitors_need_follow_from_the_servers_own_time(
    seconds, answers, visitors, cores, replicas
):
    table = readme.needs(load(seconds))
    assert f"| answers a second that a core gives | {answers} |" in table
    assert "that a visitor asks for, pauses included | 1.0 |" in table
    assert f"can serve, 70 % busy | {visitors} |" in table
    assert f"a thousand visitors at once need | {cores} |" in table
    assert f"| replicas that can use them | {replicas} |" in table


def test_what_breaks_first_is_given_with_its_figures():
    text = readme.breaks(load())
    assert "25 % of the questions were told to wait" in text
    assert "0 visitors met an error, 0 of 900 drawings" in text
    assert "+10 MB" in text


def test_first_visits_give_the_bytes_of_one_and_the_visits_that_a_core_serves():
    record = MACHINE | {"requests": 95, "requests_of_a_drawing": 0, "processor_seconds": 10.0,
                        "visits": 100, "bytes": 350_000_000}  # fmt: skip
    table = readme.first_visits(record)
    assert "| sent to it, MB | 3.50 |" in table
    assert "| first visits a second that a core serves | 10.0 |" in table
    assert "| minutes in which a core lets a thousand visitors in | 1.7 |" in table


def test_a_soak_gives_the_change_of_memory():
    record = MACHINE | {"answers": 100_000, "visits": 10_000, "memory": [900.0, 905.0, 902.0]}
    assert "| 100,000 | 10,000 | 900 | 905 | +2 |" in readme.soak(record)
