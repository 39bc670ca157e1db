"""What it would take, and where the predicted time goes: by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.prediction import as_shares, further_designs, what_it_takes, where_time_goes
from sim.errors import InputError
from sim.institution import Title

TITLES = {"more": Title(zh="再快些", en="Faster"), "less": Title(zh="再慢些", en="Slower")}
VALUES = {
    "more": np.array([[8.0, 10.0], [14.0, 18.0], [5.0, 5.0], [30.0, 40.0]]),  # means 9, 16, 5 and 35
    "less": np.full((4, 2), 60.0),
}


@pytest.mark.parametrize(
    ("before", "after", "reached"),
    [
        ([91, 182], [7, 15], {"more": 2, "less": 0}),  # 9 lies within, 5 is beyond; 16 is not there yet
        (80, 15, {"more": 2, "less": 0}),  # within 5% of 15: none; below it: 9 and 5
        (80, 16, {"more": 3, "less": 0}),
        (20, 34, {"more": 1, "less": 4}),  # a figure that should rise: 35 comes to it, 60 goes beyond
    ],
)
def test_a_draw_reaches_a_figure_whose_mean_comes_to_it_or_goes_beyond(before, after, reached):
    found = further_designs(VALUES, TITLES, before, after)

    assert {name: one.reached for name, one in found.items()} == reached
    assert {one.draws for one in found.values()} == {4}


def test_a_further_design_has_mean_and_interval_and_is_told_in_both_languages():
    found = further_designs({"more": VALUES["more"]}, TITLES, [91, 182], [7, 15])

    assert found["more"].mean == pytest.approx(16.25)
    assert found["more"].low < 8 < 30 < found["more"].high
    assert found["more"].as_dict()["title"] == {"zh": "再快些", "en": "Faster"}
    said = what_it_takes(found, "day")
    assert '"Faster" 16' in said["en"]
    assert "2 of 4 draws reach the reported figure" in said["en"]
    assert "4 组中有 2 组达到报道的数" in said["zh"]


def test_without_further_designs_nothing_is_said():
    assert further_designs({}, {}, 80, 40) == {}
    assert what_it_takes({}, "day") is None


def test_missing_values_are_refused():
    with pytest.raises(InputError):
        further_designs({"more": np.array([[np.nan, 1.0]])}, TITLES, 80, 40)


def test_the_two_largest_parts_of_the_time_are_named_with_their_shares_before():
    before, after = (
        as_shares({"waiting": 30.0, "outside": 60.0, "closed": 10.0}),
        as_shares({"waiting": 1.0, "outside": 12.0, "closed": 7.0}),
    )

    said = where_time_goes(before, after)

    assert after == pytest.approx({"waiting": 0.05, "outside": 0.6, "closed": 0.35})
    assert said["en"] == (
        "Where the predicted time goes first: outside 60% (before: 60%) and closed hours 35% (before: 10%)."
    )
    assert "外部 60%（改革前 60%）" in said["zh"]


def test_no_time_has_no_parts():
    assert as_shares({"waiting": 0.0}) == {}
    assert where_time_goes({}, {}) is None
    assert "before" not in where_time_goes({}, {"waiting": 1.0})["en"]
