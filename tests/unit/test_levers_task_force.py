"""Lever `task_force` (专班): which units there are then, who may be taken, and what cannot be."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, expecting, house, officers, person
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny

from scenarios.building import build_scenario
from sim.costs import hourly_costs
from sim.errors import CalendarError, DesignError, InputError, UnknownName
from sim.levers.arranging.forces import TaskForce
from sim.levers.arranging.shares import largest_remainder
from sim.levers.membership import Membership, arrange_membership
from sim.levers.stages import Arrangement
from sim.levers.task_force import TaskForces, arrange_task_force
from sim.levers.units import Units, arrange_units

DAYS = {"first": date(2021, 3, 2), "last": date(2021, 3, 4)}
LATER = {"first": date(2021, 3, 4), "last": date(2021, 3, 8)}
HOUSE = house([*DEPUTIES, person("p0", "c0"), person("p1", "c0"), person("p2", "c1"), person("p3", "c1"), CHIEF])
EXPECTED = expecting(HOUSE, {"b0c0": 9.0, "b1c0": 9.0})


def by_category(heads="none"):
    """Return two modules with two officers each; c0 has most of the work."""
    arrangement = arrange_units(Arrangement.whole(HOUSE), Units(by="category"), HOUSE, EXPECTED)
    return arrange_membership(arrangement, Membership(posts="by_counterparts", heads=heads), HOUSE, EXPECTED)


def arranged(arrangement=None, **forces):
    return arrange_task_force(arrangement or by_category(), TaskForces(forces=forces), HOUSE, EXPECTED)


def test_without_task_forces_the_arrangement_is_the_same():
    arrangement = by_category()

    assert arranged(arrangement) is arrangement


def test_each_has_a_unit_behind_all_others_and_no_function():
    arrangement = arranged(flood=TaskForce(**DAYS, members=1), census=TaskForce(**LATER, members=1))

    assert [unit.name for unit in arrangement.units] == ["module_c0", "module_c1", "force_flood", "force_census"]
    assert arrangement.units[2].title.zh == "flood专班"
    assert [force.unit for force in arrangement.forces] == [2, 3]
    assert arrangement.n_teams == 2
    assert sorted(set(arrangement.unit_of_function.tolist())) == [0, 1]


@pytest.mark.parametrize(
    ("heads", "options", "candidates"),
    [
        ("none", {}, [2, 3, 4, 5]),
        ("none", {"picked": "least_work"}, [4, 5, 2, 3]),
        ("one_each", {}, [3, 5]),
        ("one_each", {"heads": True}, [2, 3, 4, 5]),
    ],
)
def test_who_may_be_taken_and_in_which_order(heads, options, candidates):
    """Leaders never are, heads where it is said; those of c1 have least to do."""
    (force,) = arranged(by_category(heads), flood=TaskForce(**DAYS, members=1, **options)).forces

    assert force.candidates.tolist() == candidates


@pytest.mark.parametrize(("share", "members"), [(0.0, 1), (0.1, 1), (0.3, 1), (0.375, 2), (0.5, 2), (1.0, 4)])
def test_a_share_is_a_whole_number_of_people_one_at_least(share, members):
    assert arranged(flood=TaskForce(**DAYS, share=share)).forces[0].members == members


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"first": date(2021, 3, 5), "members": 1}, "from 2021-03-05 to 2021-03-04; expected first on or before last"),
        ({}, "has neither of members and share; expected one of them"),
        ({"members": 1, "share": 0.5}, "has both of members and share"),
        ({"members": 1, "weekdays": ()}, "has no weekdays, so it would never meet"),
    ],
)
def test_a_task_force_that_contradicts_itself_is_refused(options, said):
    with pytest.raises(InputError, match=said):
        TaskForce(**(DAYS | options))


@pytest.mark.parametrize(
    ("forces", "error", "said"),
    [
        ({"flood": TaskForce(**DAYS, members=5)}, DesignError, "flood asks for 5 members, but there are 4 officers"),
        ({"flood": TaskForce(**DAYS, members=1, categories={"c0": 1})}, DesignError,
         "flood.categories goes with drawn=by_category or volunteers, but drawn=evenly"),
        ({"flood": TaskForce(**DAYS, members=1, drawn="by_category")}, DesignError, "no category of .* weighs above 0"),
        ({"flood": TaskForce(**DAYS, members=1, drawn="by_category", categories={"c7": 1})}, UnknownName,
         "flood.categories weighs 'c7'. Known: c0, c1"),
        ({"flood": TaskForce(**DAYS, members=1, drawn="volunteers")}, DesignError,
         "volunteer_share is not given, but drawn=volunteers"),
        ({"flood": TaskForce(**DAYS, members=1, volunteer_share=0.5)}, DesignError,
         "volunteer_share is 0.5, but drawn=evenly"),
        ({"flood": TaskForce(**DAYS, members=2), "census": TaskForce(**LATER, members=3)}, DesignError,
         r"census and those at the same time \(flood\) ask for 5 members, but 4 officers may be taken"),
        ({"flood": TaskForce(**DAYS, members=1, task=("plain",)), "census": TaskForce(
            **LATER, members=1, task=("plain",))}, DesignError,
         "census.task names 'plain', which 'flood' takes at the same time"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(forces, error, said):
    with pytest.raises(error, match=said):
        arranged(**forces)


def test_one_after_the_other_they_may_take_everybody():
    after = {"first": date(2021, 3, 5), "last": date(2021, 3, 8)}

    arrangement = arranged(flood=TaskForce(**DAYS, members=4), census=TaskForce(**after, members=4))

    assert [force.members for force in arrangement.forces] == [4, 4]


def force(terms):
    return f"+designs.sections.task_force={{forces: {{flood: {{{terms}}}}}}}"


@pytest.mark.parametrize(
    ("overrides", "error", "said"),
    [
        ([force("first: 2021-02-01, last: 2021-03-05, members: 1")], CalendarError,
         "designs.sections: task_force.forces.flood is from 2021-02-01 to 2021-03-05, but the run begins 2021-03-01"),
        ([force("first: 2021-06-01, last: 2021-07-01, members: 1")], CalendarError, "ends before 2021-07-01"),
        ([force("first: 2021-05-01, last: 2021-05-05, members: 1")], CalendarError,
         "has no working day that is one of its weekdays from 2021-05-01 to 2021-05-05"),
        ([force("first: 2021-04-01, last: 2021-04-05, members: 1, task: [directives]")], UnknownName,
         "flood.task names 'directives', which is no type of matter. Did you mean 'directive'"),
        ([force("first: 2021-04-01, last: 2021-04-05, members: 1, task: [request]"), "+demand.types.request.crew=2"],
         DesignError, "flood.task names 'request', of which 2 people handle a need together, but it has 1"),
        ([force("first: 2021-04-01, last: 2021-04-05, members: 1, task: [request]"),
          "+demand.types.request.crew_licence=law", "+institution.staff.licences={law: 4}"], DesignError,
         "flood.task names 'request', which asks for the licence 'law'"),
        ([force("first: 2021-04-01, last: 2021-04-05, membres: 1")], InputError, "membres"),
    ],
    ids=["too early", "too late", "holiday", "task", "crew", "licence", "unknown key"],
)  # fmt: skip
def test_what_contradicts_the_scenario_is_refused(tmp_path, overrides, error, said):
    with pytest.raises(error, match=said):
        build_scenario(tiny(tmp_path, *overrides).file)


@given(st.lists(st.floats(0, 10, allow_subnormal=False), min_size=1, max_size=6), st.integers(0, 30))
def test_whole_shares_sum_up_and_are_less_than_one_off(weights, total):
    weights = np.array(weights)

    number = largest_remainder(weights, total)

    assert number.sum() == (total if weights.sum() else 0)
    if weights.sum():
        assert (np.abs(number - weights * total / weights.sum()) < 1 + 1e-6).all()


def test_a_head_costs_what_an_officer_does_unless_given():
    ranks = np.array([1, 2, 3], dtype=np.int64)

    assert hourly_costs({}, ranks) is None
    assert hourly_costs({"officer": 80, "deputy": 150}, ranks).tolist() == [80, 80, 150]
    assert hourly_costs({"officer": 80, "head": 90, "deputy": 150}, ranks).tolist() == [80, 90, 150]
    with pytest.raises(DesignError, match="says nothing of rank 'deputy', which somebody holds"):
        hourly_costs({"officer": 80}, ranks)


def test_a_scenario_says_which_rank_has_no_cost(tmp_path):
    with pytest.raises(DesignError, match=r"designs.sections: institution.cost_per_hour says nothing of rank 'chief'"):
        build_scenario(tiny(tmp_path, "+institution.cost_per_hour={officer: 80, deputy: 120}").file)


def test_in_a_house_of_one_unit_everybody_may_go_by_place():
    one = house(officers(3))
    arrangement = arrange_task_force(
        Arrangement.whole(one), TaskForces(forces={"flood": TaskForce(**DAYS, members=3)}), one, expecting(one)
    )

    assert arrangement.forces[0].candidates.tolist() == [0, 1, 2]
