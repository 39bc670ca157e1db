"""Lever `territory` in a plan: visits, ways, branches, what is settled on line, and the informal layer. By hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from houses import DEPUTIES, OFFICE_DAYS, PLAIN, build, matter, need, officers, person, workload
from towns import FIELD, ROAD, at_ten, expected, town
from worlds import Log, done, log, waited
from worlds_further import trips

from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.arranging.informal_layer import InformalLayer
from sim.levers.arranging.places import Places
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.territory import Territory
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.planning.handling.crewing import check_crews
from sim.planning.opening.online import applicant_trips
from sim.procedure import Abilities, Procedure
from sim.trace import NOT_YET
from sim.workload.demand import Decision, Demand

A1, A2, B1, B2 = range(4)


def visit(site: int, hours: float = 1.0, *, at: float = 0.0, function: str = "b0c0", **rest: object):
    """Return a matter whose only need is handled at a site, in one round."""
    return matter(need(function, hours, visits=True, errors=(1.0,)), at=at, site=site, **rest)


def planned(staff, matters, levers, *, types=(FIELD,), sites=ROAD, **rest):
    institution = town(staff, sites)
    return build(institution, matters, levers, types=types, expected=expected(institution, *types), **rest)


# visits -------------------------------------------------------------------------------------------


def test_handling_is_a_visit_from_the_middle_and_back(simulate):
    """From a2 to b1 and back it is 20 km at 10 km an hour: there 0-2, work 2-3, back at 5; a1 is an hour off."""
    built = planned(officers(1), [visit(B1), visit(A1)], at_ten())

    trace = simulate(built.plan)

    assert log(trace) == Log([done(0, 0, 3, by=0), done(0, 5, 7, by=0)], [3, 7], 7)
    assert trips(trace) == [(2, 5), (1, None)]  # the run ends with the last matter


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


# on line ------------------------------------------------------------------------------------------

CALLED = replace(FIELD, name="called", on_site=False, trips=2)
ONLINE = Territory(service_points=1, online_share=0.5)


@pytest.mark.parametrize(
    ("hours", "uniform", "steps"),
    [
        (None, 0.4, [("draft", "all", 2.0), ("handle", "all", 1.0)]),
        (0.5, 0.4, [("draft", "all", 0.5), ("handle", "all", 1.0)]),
        (0.5, 0.5, [("draft", "all", 2.0), ("handle", "all", 1.0)]),
        (0.0, 0.4, [("handle", "all", 1.0)]),
    ],
)
def test_what_is_settled_on_line_is_drafted_in_less_time_or_not_at_all(hours, uniform, steps):
    levers = Levers(territory=replace(ONLINE, online_draft_hours=hours))
    one = matter(need("b0c0", 1.0), site=A1, online=uniform)

    assert planned(officers(1), [one], levers, types=(CALLED,), procedure=Procedure(draft_hours=2.0)).steps() == steps


def test_a_matter_for_which_nobody_comes_is_not_settled_on_line():
    levers = Levers(territory=replace(ONLINE, online_draft_hours=0.0))
    one = matter(need("b0c0", 1.0), site=A1, online=0.0)

    built = planned(officers(1), [one], levers, types=(PLAIN,), procedure=Procedure(draft_hours=2.0))

    assert built.steps() == [("draft", "all", 2.0), ("handle", "all", 1.0)]


def test_a_brief_twin_that_nobody_drafts_is_released_by_itself(simulate):
    levers = Levers(territory=replace(ONLINE, online_draft_hours=0.0))
    matters = [
        matter(need("b0c0", 3.0), site=A1, online=0.0),
        matter(need("b0c1", 1.0), site=A1, online=0.0, twin_of=0, at=1.0),
    ]
    built = planned(officers(1), matters, levers, types=(CALLED,), procedure=Procedure(draft_hours=2.0))

    assert built.steps(1) == [("join", "", 0.0), ("handle", "all", 1.0)]
    assert log(simulate(built.plan)).steps == [done(0, 0, 3, by=0), waited(1, 1), done(3, 3, 4, by=0)]


def test_the_trips_of_applicants_go_to_the_nearest_service_point():
    """From b2 to b1 and back 20 km; who is served on line makes none, and for a plain matter nobody ever goes."""
    matters = [
        matter(need("b0c0", 1.0), site=B2, online=0.6), matter(need("b0c0", 1.0), site=B2, online=0.4),
        matter(need("b0c0", 1.0), type=1),
    ]  # fmt: skip
    levers = Levers(territory=replace(ONLINE, service_points=2, applicant_km_per_hour=5.0))
    institution = town(officers(1))
    built = build(institution, [], levers, types=(CALLED, PLAIN), expected=expected(institution, CALLED))
    places = built.organisation.arrangement.places

    drawn, demand = workload(matters, institution).matters, Demand(types=(CALLED, PLAIN))

    found = applicant_trips(drawn, demand, places)

    assert found.km.tolist() == [20, 20, 0]
    assert found.trips.tolist() == [2, 0, -1]
    assert found.km_per_hour == 5.0
    assert applicant_trips(drawn, Demand(types=(PLAIN, replace(PLAIN, name="other"))), places) is None
    assert applicant_trips(drawn, demand, Places()) is None


# the informal layer -------------------------------------------------------------------------------

LAYER = InformalLayer(share=0.5, hours=0.5, takes=0.75)


def through(uniform: float, **rest: object):
    """Return a matter of two sections with this uniform."""
    return matter(
        need("b0c0", 1.0), need("b1c0", 1.0), site=A1, informal=uniform, decision=Decision.NON_CORE, **rest
    )  # fmt: skip


LAYERED = Levers(
    units=Units(by="bureau"), membership=Membership(heads="one_each"), territory=Territory(informal_layer=LAYER),
    coordination=Coordination(order="countersign", heads_countersign=True), data=Data(transit_hours=1.0),
    authority=Authority(assigns=("head",)),
)  # fmt: skip
HOURS = Procedure(draft_hours=0.25, assign_hours=0.4, countersign_hours=0.2)


def test_a_matter_that_passes_through_the_layer_is_handed_over_twice_more_and_costs_heads_less():
    """A quarter of the head's hours remains: 0.1 of 0.4 and 0.05 of 0.2."""
    built = planned(officers(4), [through(0.4)], LAYERED, procedure=HOURS)

    assert [(kind, place, pytest.approx(hours)) for kind, place, hours in built.steps()] == [
        ("draft", "section_b0", 0.25), ("assign", "section_b0", 0.1),
        ("hand_over", "", 1.0), ("relay", "informal_layer", 0.5), ("hand_over", "", 1.0),
        ("handle", "section_b0", 1.0), ("hand_over", "", 1.0), ("handle", "section_b1", 1.0),
        ("countersign", "section_b1", 0.05), ("hand_over", "", 1.0), ("join", "", 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"uniform": 0.5}, {"uniform": 0.4, "in_hand": True}])
def test_the_others_and_what_is_in_hand_do_not_pass_through_it(change):
    built = planned(officers(4), [through(**change)], LAYERED, procedure=HOURS)

    assert "relay" not in [kind for kind, _, _ in built.steps()]


def test_what_lies_nowhere_does_not_pass_through_it():
    built = planned(officers(4), [replace(through(0.0), site=-1)], LAYERED, procedure=HOURS)

    assert "relay" not in [kind for kind, _, _ in built.steps()]


def test_officers_of_the_layer_relay_before_they_do_their_units_work(simulate):
    """p1 is drawn: at 1 two steps wait for them, and the relay comes first. p0 is busy until 9."""
    matters = [matter(need("b0c0", 9.0)), matter(need("b0c0", 1.0)), matter(need("b0c0", 1.0), at=0.5),
               matter(need("b0c0", 1.0), at=0.75, site=A1, informal=0.0)]  # fmt: skip
    levers = Levers(territory=Territory(informal_layer=LAYER))
    built = planned(officers(2), matters, levers)

    trace = simulate(built.plan)

    assert built.steps(3) == [("relay", "informal_layer", 0.5), ("handle", "all", 1.0)]
    assert log(trace).steps == [
        done(0, 0, 9, by=0), done(0, 0, 1, by=1), done(0.5, 1.5, 2.5, by=1), done(0.75, 1, 1.5, by=1),
        done(1.5, 2.5, 3.5, by=1),
    ]  # fmt: skip
    assert (trace.person != NOT_YET).all()


def test_a_layer_without_work_of_its_own_only_delays():
    levers = replace(LAYERED, territory=Territory(informal_layer=replace(LAYER, hours=0.0)))
    built = planned(officers(4), [through(0.4)], levers, procedure=HOURS)

    assert [kind for kind, _, _ in built.steps()][:5] == ["draft", "assign", "hand_over", "hand_over", "handle"]
