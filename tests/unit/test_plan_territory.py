"""Lever `territory` in a plan: visits, ways and branches. By hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, OFFICE_DAYS, PLAIN, build, matter, need, officers, person
from towns import A1, A2, B1, B2, FIELD, ROAD, at_ten, planned, town, visit
from worlds import Log, done, log
from worlds_further import trips

from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.plan.plan import Kind
from sim.planning.handling.crewing import check_crews
from sim.procedure import Abilities, Procedure
from sim.workload.demand import Decision, Demand

# visits -------------------------------------------------------------------------------------------


def test_handling_is_a_visit_from_the_middle_and_back(simulate):
    """From a2 to b1 and back it is 20 km at 10 km an hour: there 0-2, work 2-3, back at 5; a1 is an hour off."""
    built = planned(officers(1), [visit(B1), visit(A1)], at_ten())

    trace = simulate(built.plan)

    assert log(trace) == Log([done(0, 0, 3, by=0), done(0, 5, 7, by=0)], [3, 7], 7)
    assert trips(trace) == [(2, 5), (1, None)]  # the run ends with the last matter


def test_who_has_a_speed_of_their_own_keeps_it(simulate):
    """From a2 to b1 it is 20 km: two hours at the design's 10 km an hour, four at 5; both set out at once."""
    walker, rider = officers(2)
    built = planned([replace(walker, km_per_hour=5.0), rider], [visit(B1), visit(B1)], at_ten())

    trace = simulate(built.plan)

    assert trips(trace) == [(4, None), (2, 5)]
    assert log(trace).steps == [done(0, 0, 5, by=0), done(0, 0, 3, by=1)]


@pytest.mark.parametrize("speed", [0.0, -1.0, float("inf")])
def test_a_speed_that_is_none_is_refused(speed):
    walker, *_ = officers(1)

    with pytest.raises(DesignError, match=r"person 'p0' has km_per_hour=.*; expected more than 0"):
        planned([replace(walker, km_per_hour=speed)], [visit(B1)], at_ten())


def test_who_goes_onward_saves_the_way_back(simulate):
    """From a2 to b1 and on to b2, an hour further."""
    built = planned(officers(1), [visit(B1), visit(B2)], at_ten(returns="onward"))

    trace = simulate(built.plan)

    assert log(trace).steps == [done(0, 0, 3, by=0), done(0, 3, 5, by=0)]
    assert trips(trace) == [(2, None), (1, None)]


def test_a_need_that_asks_for_no_visit_is_handled_at_the_desk(simulate):
    built = planned(officers(1), [matter(need("b0c0", 1.0), site=B1)], at_ten())

    assert log(simulate(built.plan)).steps == [done(0, 0, 1, by=0)]
    assert built.plan.visits.step.size == built.plan.ways.km.size == built.plan.travellers.person.size == 0


def test_the_nearest_goes_where_it_matters(simulate):
    """p0 is at b1 from 3 on, p1 at a1 from 4. The third visit, at 5, is at a1: p1 is there, p0 has been idle longer."""
    matters = [visit(B1), visit(A1, 3.0), visit(A1, at=5)]
    near, idle = (planned(officers(2), matters, at_ten(returns="onward", nearest=near)) for near in (True, False))

    assert log(simulate(near.plan)).steps[2] == done(5, 5, 6, by=1)
    assert log(simulate(idle.plan)).steps[2] == done(5, 5, 9, by=0)
    assert near.plan.nearest.unit.tolist() == [0]
    assert idle.plan.nearest.unit.size == 0


def test_each_round_is_a_visit_and_a_crew_goes_together(simulate):
    """The first round errs: the head sees it, and both go once more. An hour there, 4 hours, an hour back, each."""
    kind = replace(FIELD, crew=2)
    one = matter(need("b0c0", 4.0, visits=True, errors=(0.0, 1.0)), site=A1, decision=Decision.NON_CORE)
    levers = replace(at_ten(heads="one_each"), authority=Authority(non_core=("head",)))
    built = planned(
        officers(2), [one], levers, types=(kind,), abilities=Abilities(error_rate=0.5, error_rate_elsewhere=0.5),
        procedure=Procedure(sign_hours={"head": 1.0}, rework_share=0.5),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert [Kind(kind).name for kind in built.plan.steps.kind] == ["HANDLE", "SIGN", "HANDLE", "SIGN"]
    assert log(trace).steps == [
        done(0, 0, 5, by=0, erred=True), done(5, 6, 7, by=0), done(7, 7, 10, by=1), done(10, 11, 12, by=0),
    ]  # fmt: skip
    assert trips(trace) == [(1, 6), (1, 6), (1, 11), (1, 11)]


def test_a_site_that_is_spread_out_is_visited_at_one_of_its_points():
    wide = (replace(ROAD[0], radius_km=6.0), *ROAD[1:])
    first, last = (planned(officers(1), [visit(A1, point=point)], at_ten(), sites=wide) for point in (0.0, 0.999))

    assert first.plan.visits.site.tolist() == [4]
    assert last.plan.visits.site.tolist() == [9]
    assert first.plan.ways.km.size == 10 * 10
    reach = first.plan.ways.km.reshape(10, 10)[0, 4:]
    assert reach.tolist() == pytest.approx([6 * ((turn + 0.5) / 6) ** 0.5 for turn in range(6)])


def test_leaders_and_people_of_units_without_visits_do_not_travel():
    levers = at_ten(by="bureau")
    built = planned((*officers(4), *DEPUTIES), [visit(B1)], levers)

    own = built.organisation.arrangement.unit_of_person

    assert built.plan.travellers.person.tolist() == np.flatnonzero(own == 0).tolist()
    assert built.plan.travellers.base.tolist() == [A2, A2]
    assert built.plan.travellers.km_per_hour.tolist() == [10.0, 10.0]


def test_nobody_can_go_where_nobody_knows_the_way():
    """Field matters that the design did not expect, at sites without coordinates."""
    nowhere = tuple(replace(site, east_km=None, north_km=None) for site in ROAD)

    with pytest.raises(
        DesignError, match="somebody has to go to a site, but not all sites say where they lie; expected"
    ):
        build(town(officers(1), nowhere), [visit(A1)], Levers(), types=(PLAIN,))


# branches -----------------------------------------------------------------------------------------


def test_a_matter_goes_to_the_branch_of_its_site(simulate):
    """p0 and p2 in the west, at a1; p1 in the east, at b1. Two in the east wait for one another, in the west not."""
    matters = [visit(B1), visit(B2), visit(A1), visit(A1)]
    built = planned(officers(3), matters, at_ten(teams="zones", bases="zones", returns="onward"))

    trace = simulate(built.plan)

    assert [built.places[unit] for unit in built.plan.steps.unit] == ["all_east", "all_east", "all_west", "all_west"]
    assert log(trace).steps == [
        done(0, 0, 1, by=1), done(0, 1, 3, by=1), done(0, 0, 1, by=0), done(0, 0, 1, by=2),
    ]  # fmt: skip


def test_who_helps_out_takes_what_waits_elsewhere(simulate):
    """At 1 nothing waits in the west any more: p0 goes from a1 to b2, 40 km."""
    matters = [visit(B1), visit(B2, 2.0), visit(B2)]
    built = planned(officers(2), matters, at_ten(teams="zones", bases="zones", helps_out="all", returns="onward"))

    trace = simulate(built.plan)

    assert log(trace).steps == [done(0, 0, 1, by=1), done(0, 0, 6, by=0), done(0, 1, 3, by=1)]


def test_what_lies_nowhere_stays_with_the_unit_and_waits_for_the_branches_own_work(simulate):
    """p1 serves the east first: the matter of the unit, ready first, comes behind a visit at the base of b1."""
    at_desk = matter(need("b0c0", 1.0, errors=(1.0,)), at=0.5)
    matters = [visit(A1, 9.0), visit(B1), at_desk, visit(B1, at=0.75)]
    built = planned(officers(2), matters, at_ten(teams="zones", bases="zones"))

    trace = simulate(built.plan)

    assert [built.places[unit] for unit in built.plan.steps.unit] == ["all_west", "all_east", "all", "all_east"]
    assert log(trace).steps[1:] == [done(0, 0, 1, by=1), done(0.5, 2, 3, by=1), done(0.75, 1, 2, by=1)]


def test_the_head_signs_in_the_branches_and_does_nothing_else_there(simulate):
    levers = replace(at_ten(teams="zones", bases="zones", heads="one_each"), authority=Authority(non_core=("head",)))
    matters = [visit(A1, decision=Decision.NON_CORE), visit(A1)]
    built = planned(officers(3), matters, levers, procedure=Procedure(sign_hours={"head": 1.0}))

    trace = simulate(built.plan)

    assert built.steps(0) == [("handle", "all_west", 1.0), ("sign", "all_west", 1.0)]
    assert log(trace).steps == [done(0, 0, 1, by=1), done(1, 1, 2, by=0), done(0, 1, 2, by=1)]


def test_who_stands_in_for_the_head_does_so_in_the_branches(simulate):
    """The head is away; the deputy signs, as in the unit."""
    levers = replace(at_ten(teams="zones", heads="one_each"), authority=Authority(non_core=("head",), stand_ins=True))
    staff = (*officers(3), *DEPUTIES)
    built = planned(
        staff, [visit(A2, decision=Decision.NON_CORE)], levers, procedure=Procedure(sign_hours={"head": 1.0}),
        absences=[("p0", 0, 24)],
    )  # fmt: skip

    assert log(simulate(built.plan)).steps == [done(0, 0, 1, by=1), done(1, 1, 2, by=3)]


def test_units_share_a_matter_branch_by_branch():
    """The lead's branch, the other's, its head's countersignature there, and back."""
    levers = replace(
        at_ten(by="bureau", teams="zones", heads="one_each"),
        coordination=Coordination(order="countersign", heads_countersign=True),
        data=Data(transit_hours=1.0),
    )
    one = matter(need("b0c0", 1.0, visits=True), need("b1c0", 2.0, visits=True), site=B2)
    built = planned(officers(6), [one], levers, procedure=Procedure(countersign_hours=0.5))

    assert built.steps() == [
        ("handle", "section_b0_east", 1.0), ("hand_over", "", 1.0), ("handle", "section_b1_east", 2.0),
        ("countersign", "section_b1_east", 0.5), ("hand_over", "", 1.0), ("join", "", 0.0),
    ]  # fmt: skip


def test_heads_meet_for_their_branches(simulate):
    """The heads of both sections, p0 and p3, meet for an hour in office hours, from 8."""
    levers = replace(
        at_ten(by="bureau", teams="zones", heads="one_each"),
        coordination=Coordination(order="lead", joint_meeting=True, meets="head"),
    )
    one = matter(need("b0c0", 1.0), need("b1c0", 1.0), site=B2)
    built = planned(officers(6), [one], levers, procedure=Procedure(meet_hours=1.0), days=OFFICE_DAYS)

    trace = simulate(built.plan)
    heads = np.flatnonzero(built.organisation.arrangement.rank_of_person == Rank.HEAD).tolist()

    assert log(trace).steps[0][:4] == ("ended", 8, 8, 9)
    assert sorted(trace.crew.tolist()) == heads


def test_a_misdirected_matter_is_read_in_the_branch_that_it_was_mistaken_for():
    one = visit(B2, misdirected=0.0, mistaken_for="b1c0")
    built = planned(
        officers(6), [one], at_ten(by="bureau", teams="zones"), procedure=Procedure(draft_hours=0.5),
        misdirected_share=1.0,
    )  # fmt: skip

    assert built.steps() == [
        ("draft", "section_b1_east", 0.5), ("draft", "section_b0_east", 0.5), ("handle", "section_b0_east", 1.0),
    ]  # fmt: skip


def test_what_touches_several_units_goes_to_the_team_and_the_rest_to_branches():
    staff = tuple(person(f"p{n}", "c0", "c1") for n in range(4))
    levers = replace(at_ten(by="bureau", teams="zones"), membership=Membership(track="dual"))
    crossing = matter(need("b0c0", 1.0, visits=True, errors=(1.0,)), need("b1c0", 1.0, errors=(1.0,)), site=B2)
    built = planned(staff, [crossing, visit(B2)], levers)

    assert built.steps(0) == [("handle", "team_c0", 1.0), ("handle", "team_c0", 1.0)]
    assert built.steps(1) == [("handle", "section_b0_east", 1.0)]
    assert set(built.plan.travellers.person.tolist()) >= set(
        built.organisation.arrangement.posts[0, built.organisation.arrangement.posts[1] == 2].tolist()
    )


def test_a_crew_that_a_branch_cannot_make_up_is_refused():
    kind = replace(FIELD, crew=2)
    institution = town(officers(3))
    built = planned(officers(3), [], at_ten(teams="zones"), types=(kind,))

    with pytest.raises(DesignError, match="crew=2 asks for so many people of one unit, but unit 'all_east' has 1"):
        check_crews(Demand(types=(kind,)), built.organisation, institution)
