from benchmarks.tables import hosting


def test_the_table_says_what_a_visit_is_sent_and_how_many_a_core_serves():
    record = {"cores": 2, "load_before": 0.1, "requests": 95, "requests_of_a_drawing": 0,
              "processor_seconds": 10.0, "visits": 100, "bytes": 350_000_000}  # fmt: skip
    table = hosting.first_visits(record)
    assert "| sent to it, MB | 3.50 |" in table
    assert "| first visits a second that a core serves | 10.0 |" in table
    assert "| minutes in which a core lets a thousand visitors in | 1.7 |" in table
    assert "| requests of a drawing, once the browser reads | 0 |" in table
