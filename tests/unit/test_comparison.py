"""The comparison: pairs on the same matters, status, groups, and where a difference changes its sign."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.comparison import (
    column,
    differences,
    distribution,
    group_differences,
    measures_of,
    people_rows,
    sign_changes,
    status_of,
)
from analysis.intervals import Estimate, mean_interval, relative_interval
from analysis.measures.backlog import GROWTH_LIMIT
from analysis.measures.reading import Reading


def reading(groups=None, counts=(1,), people=((0.0,) * 7,), **measures):
    return Reading(
        measures={"backlog_growth_share": 0.0, "completion_share": 1.0, **measures},
        groups=groups or {},
        elapsed_counts=np.array(counts, dtype=np.int64),
        people=np.array(people, dtype=np.float64),
    )


def days(*values, **more):
    return [reading(days=value, **more) for value in values]


# differences


def test_differences_are_paired_replication_by_replication():
    """The designs' means vary by 10 from one replication to the next, their difference by 1."""
    readings = {"base": days(10.0, 20.0, 30.0), "other": days(8.0, 17.0, 29.0)}

    rows, _ = differences(readings, "base")

    row = next(row for row in rows if row.measure == "days")
    gained = np.array([-2.0, -3.0, -1.0])
    assert (row.design, row.estimate.mean) == ("other", -2.0)
    assert row.estimate == mean_interval(gained, family=2)
    assert row.relative == relative_interval(gained, np.array([10.0, 20.0, 30.0]), family=2)
    assert row.estimate.high - row.estimate.low < 20
    assert row.variance_ratio == pytest.approx(211.0)  # (100 + 111) / 1


def test_the_family_is_all_designs_times_all_measures():
    """Three others; days and completion are compared, growth is what the status is read from."""
    readings = {name: days(1.0, 2.0, 4.0) for name in ("base", "a", "b", "c")}

    rows, family = differences(readings, "base")

    assert family == len(rows) == 3 * 2
    assert {row.measure for row in rows} == {"days", "completion_share"}


def test_two_designs_that_are_the_same_differ_by_exactly_0():
    readings = {"base": days(10.3, 20.1, 30.7), "twin": days(10.3, 20.1, 30.7)}

    rows, _ = differences(readings, "base")

    zero = Estimate(0.0, 0.0, 0.0)
    assert [(row.estimate, row.relative) for row in rows] == [(zero, zero), (zero, zero)]


def test_a_difference_is_stored_with_its_share_of_the_baseline_if_there_is_one():
    readings = {"base": days(0.0, 0.0), "other": days(1.0, 3.0)}

    rows, family = differences(readings, "base")

    row = next(row for row in rows if row.measure == "days").as_dict()
    assert row["relative"] is None
    assert row.keys() == {"measure", "design", "mean", "low", "high", "relative", "variance_ratio"}
    assert row["mean"] == 2.0
    assert row["low"] == mean_interval(np.array([1.0, 3.0]), family).low


def test_alone_the_baseline_differs_from_nothing():
    assert differences({"base": days(1.0, 2.0)}, "base") == ([], 1)


def test_a_measure_that_some_replication_lacks_is_left_out():
    """Without a deadline in a replication, no matter of it is on time or late."""
    readings = {
        "base": [reading(days=1.0, on_time_share=0.5), reading(days=2.0, on_time_share=0.7)],
        "other": [reading(days=1.0, on_time_share=0.5), reading(days=3.0)],
    }

    assert "on_time_share" in measures_of(readings["base"])
    assert "on_time_share" not in measures_of(readings["other"])
    assert {row.measure for row in differences(readings, "base")[0]} == {"days", "completion_share"}


def test_measures_come_with_their_own_intervals():
    found = measures_of(days(10.0, 20.0, 30.0))

    assert found["days"] == mean_interval(np.array([10.0, 20.0, 30.0]))
    assert column(days(10.0, 20.0), "days").tolist() == [10.0, 20.0]


# groups


def test_groups_are_compared_as_a_family_of_their_own_and_only_where_all_have_them():
    request, rare = ("type", "request", "days"), ("type", "rare", "days")
    base = [reading({request: 4.0, rare: 9.0}), reading({request: 6.0})]
    other = [reading({request: 3.0, rare: 8.0}), reading({request: 3.0, rare: 8.0})]

    rows = group_differences({"base": base, "other": other}, "base")

    (row,) = rows
    assert (row.dimension, row.group, row.measure, row.design) == ("type", "request", "days", "other")
    assert (row.baseline_value, row.value) == (5.0, 3.0)
    assert row.estimate == mean_interval(np.array([-1.0, -3.0]))


# status


def grown(*shares, completion=1.0):
    return [reading(backlog_growth_share=share, completion_share=completion) for share in shares]


@pytest.mark.parametrize(
    ("readings", "status"),
    [
        (grown(0.0, 0.01, -0.01), "steady"),
        (grown(0.0, 0.01, -0.01, completion=0.999), "capped"),
        (grown(0.30, 0.31, 0.32), "overloaded"),
        (grown(0.30, 0.31, 0.32, completion=0.5), "overloaded"),
        (grown(GROWTH_LIMIT, GROWTH_LIMIT), "steady"),  # it must be exceeded
        (grown(0.0, 0.2), "steady"),  # a mean above the limit, but it might be chance
        (grown(0.3), "overloaded"),  # a single replication stands for itself
        (grown(0.03), "steady"),
    ],
)
def test_the_status_says_whether_a_design_bears_its_load(readings, status):
    assert status_of(readings) == status


def test_one_open_matter_in_one_replication_caps_a_design():
    assert status_of([*grown(0.0, 0.0), *grown(0.0, completion=0.9999)]) == "capped"


# sign changes


@pytest.mark.parametrize(
    ("values", "changes"),
    [
        ([1.0, 2.0, 3.0], []),
        ([-1.0, 1.0, 3.0], [0.65]),
        ([3.0, -1.0, -1.0], [0.675]),
        ([1.0, -1.0, 1.0], [0.65, 0.75]),
        ([1.0, None, -1.0], [0.7]),
        ([1.0, 0.0, -2.0], [0.7]),
        ([1.0, 0.0, 2.0], []),
        ([0.0, 0.0, 0.0], []),
        ([0.0, 1.0, 2.0], []),
        ([None, None, 1.0], []),
    ],
)
def test_a_difference_changes_its_sign_on_the_line_between_two_loads(values, changes):
    assert sign_changes([0.6, 0.7, 0.8], values) == pytest.approx(changes)


# what the figures are drawn from


def test_the_distribution_is_the_share_closed_within_so_many_days():
    """Of eight matters two took less than a day, one two to three, and one of the second run stayed open (last bin)."""
    readings = [reading(counts=[2, 0, 1, 0, 0]), reading(counts=[1, 3, 0, 0, 1])]

    found = distribution(readings)

    assert found == {"days": [0, 1, 2, 3], "share_closed": [0.0, 3 / 8, 6 / 8, 7 / 8]}


def test_people_are_shown_by_what_their_time_goes_into():
    """direct, coordination, decision, liaison, rework, held, and signatures a day; the rest of the time is idle."""
    rows = [0.3, 0.1, 0.0, 0.1, 0.0, 0.0, 4.0], [0.5, 0.1, 0.0, 0.1, 0.2, 0.0, 6.0]

    (row,) = people_rows([reading(people=[one]) for one in rows])

    assert row == pytest.approx({
        "direct": 0.4, "coordination": 0.1, "decision": 0.0, "liaison": 0.1, "rework": 0.1, "idle": 0.3,
        "signatures_per_day": 5.0,
    })  # fmt: skip


def test_being_held_is_told_apart_where_somebody_is():
    (row,) = people_rows([reading(people=[[0.5, 0.0, 0.0, 0.0, 0.0, 0.25, 1.0]])])

    assert (row["held"], row["idle"]) == (0.25, 0.25)


def test_travel_is_told_apart_where_somebody_is_on_the_way():
    there, home = (people_rows([reading(people=[[0.5, 0, 0, 0, 0, 0, away, 1.0]])])[0] for away in (0.25, 0.0))

    assert (there["travel"], there["idle"], there["signatures_per_day"]) == (0.25, 0.25, 1.0)
    assert "travel" not in home


def test_people_who_finish_a_step_after_hours_are_not_idle_below_0():
    (row,) = people_rows([reading(people=[[1.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]])])

    assert row["idle"] == 0.0
