"""Queues whose answers are known: the simulator, through its public functions, must come to the same numbers.

What is played, how long and how it is estimated stands in experiments/theory/, which `tiaokuai validate` uses too.
The short lengths are played on both engines (in `make test` the reference engine plays one of each kind of model, and
leaves the larger ones and their like to `make test-long`) with bands of at most 10% of the expected value on either
side, so that a test cannot pass by knowing little; the long ones on the compiled engine with bands of at most 2%, and
5% where the load is above 0.8. At each length all bands hold together with 99%.
"""

from __future__ import annotations

import numpy as np
import pytest

from experiments.theory.cases import CASES, PLAYED
from experiments.theory.estimating import band, estimates
from experiments.theory.formulas import erlang_wait
from experiments.theory.group import Group, Length
from experiments.theory.groups import GROUPS
from experiments.theory.groups_of import FURTHER_GROUPS
from sim.engine.base import Engine

EXPECTED = {(case, quantity): CASES[case].expected[quantity] for case, quantity in PLAYED}
CHECKED = [check for group in GROUPS for check in group.checks]


def assert_narrow_bands(simulate: Engine, chosen: Group, length: Length) -> None:
    """Hold that each band is narrow enough, and that it agrees with the expected value."""
    found = estimates(simulate, chosen, length)

    assert {check: half for check, (_, half) in found.items() if half > length.widest * EXPECTED[check]} == {}
    assert {
        (case, quantity): (mean, half)
        for (case, quantity), (mean, half) in found.items()
        if not CASES[case].holds(quantity, mean - half, mean + half)
    } == {}


def named(group: Group, *marks: pytest.MarkDecorator) -> object:
    return pytest.param(group, id=", ".join(map("-".join, group.checks)), marks=marks)


def by_name(groups: list[Group]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("chosen", [named(one) for one in groups])


def size(group: Group) -> int:
    """Return how many matters the short length of a group plays, in all of its models and replications."""
    return len(group.models) * group.short.replications * group.short.matters


MANY = 90_000
"""Matters in all replications from which on the reference engine's turn comes in the long tests only.

That it gives the same trace is shown elsewhere; here it may take its time.
"""

OF_THEIR_KIND = {("D1", "Wq1")}
"""A quantity of each group that the reference engine plays all the same: no smaller one has priorities."""

LIKE_OTHERS = {("F1_rho0.5", "R5_NT"), ("F1_rho0.5", "R8_NT"), ("F2", "parallel_K5"), ("F2", "parallel_K8")}
"""A quantity of each group that it need not play, though it is small: these are R3 and K3 with more units asked."""

FEW = 20_000
"""The same of the groups in groups_of, so that the quick tests stay quick."""

MILLIONS = 3_000_000
"""Matters from which on the compiled engine's turn comes in the long tests only, too."""


def unless(long: bool) -> list[pytest.MarkDecorator]:
    """Return the marks of what is played in the quick tests, too, unless it takes long."""
    return [pytest.mark.long] if long else []


def is_long_for_the_reference(group: Group) -> bool:
    """Return whether a group is large or like a smaller one; each kind of model has one that is not."""
    checks, many = group.checks.keys(), FEW if group in FURTHER_GROUPS else MANY
    return bool(checks & LIKE_OTHERS) or (size(group) > many and not checks & OF_THEIR_KIND)


@pytest.mark.parametrize("simulate", ["compiled"], indirect=True)
@by_name([one for one in GROUPS if not one.patient])
def test_the_expected_values_lie_in_bands_of_10_percent(simulate, chosen):
    assert_narrow_bands(simulate, chosen, chosen.short)


@pytest.mark.parametrize("simulate", ["simpy"], indirect=True)
@pytest.mark.parametrize(
    "chosen", [named(one, *unless(is_long_for_the_reference(one))) for one in GROUPS if not one.patient]
)
def test_so_they_do_on_the_reference_engine(simulate, chosen):
    assert_narrow_bands(simulate, chosen, chosen.short)


@pytest.mark.parametrize("simulate", ["compiled"], indirect=True)
@pytest.mark.parametrize("chosen", [named(one, *unless(size(one) > MILLIONS)) for one in GROUPS if one.patient])
def test_what_takes_long_lies_in_bands_of_10_percent_too(simulate, chosen):
    assert_narrow_bands(simulate, chosen, chosen.short)


@pytest.mark.long
@pytest.mark.parametrize("simulate", ["compiled"], indirect=True)
@by_name(GROUPS)
def test_the_expected_values_lie_in_bands_of_2_percent(simulate, chosen):
    """And of 5% at loads above 0.8."""
    assert_narrow_bands(simulate, chosen, chosen.long)


def test_every_quantity_is_checked_once():
    """Without exception at both lengths; a few take too long for the reference engine."""
    patient = [check for one in GROUPS if one.patient for check in one.checks]
    wider = {check for one in GROUPS if one.long.widest > 0.02 for check in one.checks}
    modules = {check for check in CHECKED if check[0] == "A4"}

    assert sorted(CHECKED) == sorted(PLAYED)
    assert set(patient) == {
        ("A4", "Wq_c27"), ("A4", "Wq_c48"), ("E1", "Wq_c10"), ("F1_rho0.5", "R17_NT"), ("F1_rho0.5", "R17_upper"),
        *(("S5", quantity) for quantity in CASES["S5"].expected),
    }  # fmt: skip
    assert wider == modules | {("E1", "Wq_c11"), ("E1", "Wq_c10")}
    assert max(one.long.widest for one in GROUPS) == 0.05
    assert {one.short.widest for one in GROUPS} == {0.10}


def test_a_wanted_width_is_met_by_length():
    """A matter's variance is the same, so that half the width takes four times the matters."""
    light, heavy = (next(one for one in GROUPS if check in one.checks) for check in (("A1", "T"), ("A4", "Wq_c1")))

    assert (light.length(0.02), light.length(0.1)) == (light.long, light.short)
    assert (heavy.length(0.02), heavy.length(0.03), heavy.length(0.1)) == (heavy.long, heavy.long, heavy.short)
    assert light.length(0.04).matters == light.long.matters // 4
    assert light.length(0.01).replications == 4 * light.long.replications
    assert heavy.length(0.01).widest == pytest.approx(0.025)


def test_what_is_expected_follows_from_the_formulas():
    """Of the cases that stand here for the first time; the source's own figures of the others are taken as given."""
    rho, batch = 0.6, 2
    returns, load = 0.1, 0.6 / 0.9
    work, work_squared = 1 / (1 - returns), (1 + returns) / (1 - returns) ** 2

    assert CASES["K1"].expected["L"] == pytest.approx(batch * rho / (1 - rho))
    assert CASES["K1"].expected["T"] == pytest.approx(CASES["K1"].expected["L"] / 0.6)
    assert CASES["K2"].expected == pytest.approx(
        {"visits": work, "rho": load, "T": work + 0.6 * work_squared / (2 * (1 - load))}, rel=1e-6
    )
    assert CASES["K3"].expected["Wq"] == pytest.approx(0.8 * (1 + 0.5) / (2 * (1 - 0.8)))
    assert CASES["C3_p0.1"].expected["T_total"] == pytest.approx(1 / (1 - returns - 0.6))
    for clerks in (12, 11, 10):
        assert CASES["E1"].expected[f"Wq_c{clerks}"] == pytest.approx(erlang_wait(9.6, clerks), rel=1e-5)
    for percent in (0, 10, 25, 50):
        wait = erlang_wait(3.2 * (1 - percent / 100), 4)
        assert CASES["E2"].expected[f"Wq_out{percent}pct"] == pytest.approx(wait, rel=1e-4)
    for hours in (0.0, 0.2, 0.4):  # S = Exp(1) + d with probability 3/4
        mean, square = 1 + 0.75 * hours, 2 + 2 * 0.75 * hours + 0.75 * hours**2
        wait = 0.6 * square / (2 * (1 - 0.6 * mean))
        assert CASES["G2"].expected[f"Wq_d{hours}"] == pytest.approx(wait, rel=1e-6)


def test_what_chance_has_no_part_in_has_no_band():
    """Three replications that show the same; and 1, 2, 3 with mean 2 and a band around it."""
    nothing = np.zeros((3, 2))

    assert band(np.full(3, 0.1), nothing) == (0.1, 0.0)
    middle, half = band(np.array([1.0, 2.0, 3.0]), nothing)
    assert middle == pytest.approx(2.0)
    assert half > 1


def test_kinds_of_knowledge_are_judged_each_in_its_way():
    fork_join = CASES["F1_rho0.5"]  # R2 = 2.875; R3 about 3.397727, within 5%: 3.228 to 3.568; at most 3.666667

    assert fork_join.holds("R2_exact", 2.8, 2.9)
    assert not fork_join.holds("R2_exact", 2.88, 2.9)
    assert fork_join.holds("R3_NT", 3.5, 3.6)
    assert not fork_join.holds("R3_NT", 3.6, 3.7)
    assert fork_join.holds("R3_upper", 3.0, 3.1)
    assert not fork_join.holds("R3_upper", 3.7, 3.8)


def test_what_cannot_be_played_says_why_and_all_else_how():
    assert [case.id for case in CASES.values() if bool(case.made_by) == bool(case.missing)] == []
    assert [case.id for case in CASES.values() if case.missing] == []
    assert all(case.source and case.formula for case in CASES.values())
