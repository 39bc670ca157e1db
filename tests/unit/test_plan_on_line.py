"""What is settled on line, and the trips of those who come: by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from houses import PLAIN, build, matter, need, officers, workload
from towns import A1, B2, FIELD, expected, planned, town
from worlds import done, log, waited

from sim.levers.arranging.places import Places
from sim.levers.design import Levers
from sim.levers.territory import Territory
from sim.planning.opening.online import applicant_trips
from sim.procedure import Procedure
from sim.workload.demand import Demand

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
    costs = {"point_cost_per_year": 500.0, "applicant_cost_per_hour": 3.0}
    levers = Levers(territory=replace(ONLINE, service_points=2, applicant_km_per_hour=5.0, **costs))
    institution = town(officers(1))
    built = build(institution, [], levers, types=(CALLED, PLAIN), expected=expected(institution, CALLED))
    places = built.organisation.arrangement.places

    drawn, demand = workload(matters, institution).matters, Demand(types=(CALLED, PLAIN))

    found = applicant_trips(drawn, demand, places)

    assert found.km.tolist() == [20, 20, 0]
    assert found.trips.tolist() == [2, 0, -1]
    assert found.km_per_hour == 5.0
    assert (found.points_cost_per_year, found.cost_per_hour) == (1000.0, 3.0)
    assert applicant_trips(drawn, Demand(types=(PLAIN, replace(PLAIN, name="other"))), places) is None
    assert applicant_trips(drawn, demand, Places()) is None
