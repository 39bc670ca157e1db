"""The tables of the terminal claim no more than the report does."""

from report_example import comparison

from experiments.tables import comparison_table, measures_table


def row(table, design):
    return next(line for line in table.splitlines() if line.startswith(f"{design} "))


def test_a_steady_design_shows_its_difference_with_its_interval():
    line = row(comparison_table(comparison(), "en"), "reform")

    assert "≥" not in line
    assert line.rstrip().endswith("]")


def test_of_a_design_that_is_not_steady_only_bounds_are_shown():
    """Days of an overloaded design are lower bounds, so no interval of theirs or of their difference stands there."""
    line = row(comparison_table(comparison(reform="overloaded"), "en"), "reform")

    assert line.count("≥") >= 3
    assert "[" not in line


def test_where_the_baseline_is_not_steady_no_difference_is_claimed_as_decided():
    table = comparison_table(comparison(sections="overloaded"), "zh")

    assert "≥" in row(table, "sections")
    assert "[−" not in row(table, "modules").rpartition("  ")[2]


def test_one_design_alone_is_read_the_same_way():
    result = {
        "scenario": "s", "design": "d", "status": "capped",
        "measures": {
            "elapsed_days_mean": {"mean": 20.0, "low": 19.0, "high": 21.0},
            "utilisation_mean": {"mean": 0.9, "low": 0.89, "high": 0.91},
        },
    }  # fmt: skip

    table = measures_table(result, "en")

    assert "≥ 20\n" in table
    assert "90.0% [89.0, 91.0]" in table
