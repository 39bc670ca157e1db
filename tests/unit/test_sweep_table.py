"""The table of a sweep, worked out by hand.

Three replications have two degrees of freedom, for which t(p) = (2p - 1) √(2 / (1 - (2p - 1)²)): 4.30265 at 0.975,
6.20535 at 0.9875 (two intervals together). Two have one: t(p) = tan(π(p - ½)), 25.4517 at 0.9875.
"""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.comparison import status_of
from analysis.measures.reading import Reading
from analysis.sweep_names import short_names
from analysis.sweep_table import sweep_table

STEADY, CAPPED, OVERLOADED = (0.0, 1.0), (0.0, 0.99), (0.2, 0.8)
"""Growth of the backlog and share completed of every replication."""


def table(*groups, measure="elapsed_days_mean", designs=("sections", "modules")):
    """Return the table of groups (point, design, {replication: value}, kind)."""
    rows = [
        {"point": point, "design": design, "replication": replication, measure: value,
         "backlog_growth_share": kind[0], "completion_share": kind[1]}
        for point, design, values, kind in groups for replication, value in values.items()
    ]  # fmt: skip
    names = ["point", "design", "replication", "backlog_growth_share", "completion_share", measure]
    columns = {name: np.array([row[name] for row in rows]) for name in names}
    return sweep_table(columns, measure, designs=designs, baseline="sections")


def replications(*values):
    return dict(enumerate(values))


def cell(found, point, design):
    return next(one for one in found.cells if (one.point, one.design) == (point, design))


def ends(estimate):
    return (estimate.mean, estimate.low, estimate.high)


@pytest.fixture(scope="module")
def two_points():
    return table(
        (0, "sections", replications(10.0, 12.0, 14.0), STEADY),
        (0, "modules", replications(9.0, 10.0, 14.0), STEADY),
        (1, "sections", replications(10.0, 12.0, 14.0), STEADY),
        (1, "modules", {2: 14.0, 0: 8.0}, STEADY),
    )


def test_a_mean_has_an_interval_of_its_own(two_points):
    found = cell(two_points, 0, "sections")

    assert ends(found.estimate) == pytest.approx((12, 12 - 4.30265 * 2 / sqrt(3), 12 + 4.30265 * 2 / sqrt(3)), rel=1e-5)
    assert (found.replications, found.status, found.bound) == (3, "steady", None)
    assert (found.difference, found.pairs) == (None, 0)


def test_differences_are_paired_and_hold_together_over_all_that_are_shown(two_points):
    found = cell(two_points, 0, "modules")  # differences -1, -2, 0: mean -1, deviation 1

    assert two_points.family == 2
    assert ends(found.difference) == pytest.approx((-1, -1 - 6.20535 / sqrt(3), -1 + 6.20535 / sqrt(3)), rel=1e-5)
    assert found.kind(True) == "undecided"


def test_an_incomplete_pair_uses_the_replications_that_both_sides_have(two_points):
    found = cell(two_points, 1, "modules")  # 8 - 10 and 14 - 14: mean -1, deviation √2

    assert (found.replications, found.pairs) == (2, 2)
    assert ends(found.difference) == pytest.approx((-1, -1 - 25.4517, -1 + 25.4517), rel=1e-5)
    assert found.estimate.mean == 11


def test_without_a_replication_in_common_there_is_no_difference():
    found = cell(table((0, "sections", {0: 10.0}, STEADY), (0, "modules", {1: 8.0}, STEADY)), 0, "modules")

    assert (found.pairs, found.difference) == (0, None)
    assert found.estimate.mean == 8
    assert found.estimate.low is None


def test_designs_that_are_not_shown_do_not_widen_the_intervals():
    groups = [
        (0, name, replications(10.0, 12.0, values), STEADY)
        for name, values in (("sections", 14.0), ("modules", 13.0), ("zones", 11.0))
    ]
    shown = table(*groups, designs=("modules",))

    assert [one.design for one in shown.cells] == ["modules"]
    assert shown.family == 1
    assert table(*groups, designs=("sections", "modules", "zones")).family == 2
    assert cell(shown, 0, "modules").difference.mean == pytest.approx(-1 / 3)


def test_days_of_a_capped_design_are_a_lower_bound():
    found = table((0, "sections", replications(10.0, 12.0), STEADY), (0, "modules", replications(15.0, 19.0), CAPPED))
    modules = cell(found, 0, "modules")

    assert (modules.status, modules.bound, ends(modules.estimate)) == ("capped", "lower", (17, None, None))
    assert (modules.difference_bound, ends(modules.difference)) == ("lower", (6, None, None))
    assert (modules.kind(False), modules.kind(True)) == ("capped", "capped")


def test_a_capped_baseline_leaves_an_upper_bound_or_nothing():
    slow = (0, "sections", replications(15.0, 19.0), CAPPED)
    faster = cell(table(slow, (0, "modules", replications(10.0, 12.0), STEADY)), 0, "modules")
    slower = cell(table(slow, (0, "modules", replications(20.0, 22.0), STEADY)), 0, "modules")
    both = cell(table(slow, (0, "modules", replications(10.0, 12.0), CAPPED)), 0, "modules")

    assert (faster.difference_bound, faster.difference.mean) == ("upper", -6)
    assert (slower.difference, slower.kind(True)) == (None, "open")
    assert (both.difference, both.kind(True)) == (None, "open")


def test_what_is_not_counted_in_days_of_matters_is_no_bound_when_capped():
    found = table(
        (0, "sections", replications(0.5, 0.5), STEADY), (0, "modules", replications(0.7, 0.9), CAPPED),
        measure="utilisation_mean",
    )  # fmt: skip
    modules = cell(found, 0, "modules")

    assert modules.bound is None
    assert modules.difference.low == pytest.approx(0.3 - 12.7062 * 0.1, rel=1e-5)


@pytest.mark.parametrize("measure", ["elapsed_days_mean", "utilisation_mean"])
def test_an_overloaded_design_has_no_figure_and_neither_has_what_is_held_against_it(measure):
    values = replications(0.5, 0.6)
    found = table(
        (0, "sections", values, OVERLOADED), (0, "modules", values, STEADY), (1, "sections", values, STEADY),
        (1, "modules", values, OVERLOADED), measure=measure,
    )  # fmt: skip

    assert [one.estimate is None for one in found.cells] == [True, False, False, True]
    assert [one.difference for one in found.cells] == [None] * 4
    assert [one.kind(True) for one in found.cells if one.design == "modules"] == ["overloaded", "overloaded"]


def test_the_growth_of_the_backlog_is_shown_of_an_overloaded_design():
    rows = {
        "point": np.array([0, 0]), "design": np.array(["sections"] * 2), "replication": np.array([0, 1]),
        "backlog_growth_share": np.array([0.2, 0.2]), "completion_share": np.array([0.8, 0.8]),
    }  # fmt: skip
    found = sweep_table(rows, "backlog_growth_share", designs=("sections",), baseline="sections").cells[0]

    assert found.status == "overloaded"
    assert ends(found.estimate) == pytest.approx((0.2, 0.2, 0.2))


def test_a_measure_that_a_replication_lacks_has_no_figure():
    found = table((0, "sections", replications(10.0, nan), STEADY), (0, "modules", replications(9.0, 8.0), STEADY))

    assert [one.estimate is None for one in found.cells] == [True, False]
    assert cell(found, 0, "modules").difference is None
    assert cell(found, 0, "sections").kind(False) == "absent"


def test_without_rows_there_is_an_empty_table():
    names = ("point", "design", "replication", "backlog_growth_share", "completion_share", "elapsed_days_mean")
    empty = {name: np.zeros(0, dtype=object if name == "design" else float) for name in names}

    assert sweep_table(empty, "elapsed_days_mean", designs=("sections",), baseline="sections").cells == ()


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-0.2, 0.4), st.sampled_from([1.0, 1.0, 0.9])), min_size=1, max_size=5))
def test_the_status_is_that_of_a_comparison(figures):
    rows = {
        "point": np.zeros(len(figures), dtype=int), "design": np.array(["sections"] * len(figures)),
        "replication": np.arange(len(figures)), "elapsed_days_mean": np.ones(len(figures)),
        "backlog_growth_share": np.array([growth for growth, _ in figures]),
        "completion_share": np.array([share for _, share in figures]),
    }  # fmt: skip
    readings = [
        Reading(measures={"backlog_growth_share": growth, "completion_share": share}, groups={},
                elapsed_counts=np.zeros(0, dtype=np.int64), people=np.zeros((0, 0)))
        for growth, share in figures
    ]  # fmt: skip

    found = sweep_table(rows, "elapsed_days_mean", designs=("sections",), baseline="sections")

    assert found.cells[0].status == status_of(readings)


def test_keys_are_as_short_as_tells_them_apart():
    keys = ["designs.a.units.count", "designs.b.units.count", "demand.load", "seed", "+demand.types.x.rate"]

    assert list(short_names(keys).values()) == ["a.units.count", "b.units.count", "demand.load", "seed", "x.rate"]
