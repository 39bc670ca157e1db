"""Lever `transfer` (一张清单转职能): which functions go to contractors, and what nobody may hand over."""

from __future__ import annotations

import numpy as np
import pytest
from houses import expecting, house, officers
from tiny import tiny

from scenarios.building import build_scenario
from sim.errors import CalendarError, DesignError, InputError, UnknownName
from sim.levers.arranging.contracts import Contractor
from sim.levers.stages import Arrangement
from sim.levers.transfer import Transfer, arrange_transfer

HOUSE = house(officers(2))
WHOLE = Arrangement.whole(HOUSE)


def arranged(**contractors):
    return arrange_transfer(WHOLE, Transfer(contractors=contractors), HOUSE, expecting(HOUSE))


def test_without_contractors_the_arrangement_is_the_same():
    assert arranged() is WHOLE


def test_a_contractor_takes_over_categories_and_functions():
    """Functions are b0c0, b0c1, b1c0, b1c1; the second contractor gets what the first one leaves of c0."""
    contracts = arranged(
        park=Contractor(categories=("c0",), share=0.25), agency=Contractor(functions=("b1c0", "b1c1"), share=0.5)
    ).contracts

    assert contracts.names == ("park", "agency")
    assert contracts.below.tolist() == [[0.25, 0, 0.25, 0], [0.25, 0, 0.75, 0.5]]


def test_units_posts_and_people_stay():
    arrangement = arranged(park=Contractor(categories=("c0",)))

    assert arrangement.units == WHOLE.units
    assert np.array_equal(arrangement.posts, WHOLE.posts)
    assert arrangement.n_teams == 0


@pytest.mark.parametrize(
    ("contractors", "error", "said"),
    [
        ({"park": Contractor()}, DesignError, "transfer.contractors.park names neither categories nor functions"),
        ({"park": Contractor(categories=("c2",))}, UnknownName, r"park.categories names 'c2'. Known: c0, c1"),
        ({"park": Contractor(functions=("b0c9",))}, UnknownName, r"park.functions names 'b0c9'. Did you mean 'b"),
        ({"park": Contractor(categories=("c0",), weekdays=())}, DesignError, "park.weekdays is empty"),
        ({"park": Contractor(categories=("c0",), share=0.6), "agency": Contractor(functions=("b1c0",), share=0.5)},
         DesignError, "hand over 1.1 of function 'b1c0'; expected shares that come to 1 at most"),
    ],
    ids=["nothing", "category", "function", "weekdays", "more than all"],
)  # fmt: skip
def test_what_cannot_be_handed_over_is_refused(contractors, error, said):
    with pytest.raises(error, match=said):
        arranged(**contractors)


def park(terms):
    return f"+designs.sections.transfer={{contractors: {{park: {{{terms}}}}}}}"


@pytest.mark.parametrize(
    ("overrides", "error", "said"),
    [
        ([park("categories: [firms], weekdays: [6, 7]")], CalendarError,
         r"designs.sections: transfer.contractors.park is never there"),
        ([park("categories: [firms]"), "+demand.types.request.crew=2"], DesignError,
         r"hands over function .*, of which 2 people handle a need of type 'request' together, but it has staff=1"),
        ([park("categories: [firms]"), "+demand.types.request.crew_licence=inspection",
          "+institution.staff.licences={inspection: 4}"], DesignError,
         r"but demand.types.request.crew_licence asks for 'inspection', which only our own people have"),
        ([park('categories: [firms], hours: [["12:00", "08:00"]]')], CalendarError,
         r"sections.transfer.contractors.park.hours.0 is \[12:00, 08:00\]; expected a beginning before its end"),
        ([park("categories: [firms], share: 1.5")], InputError, r"park.share"),
        ([park("categories: [firms], price: 3")], InputError, r"price"),
    ],
    ids=["never there", "crew", "licence", "hours", "share", "unknown key"],
)  # fmt: skip
def test_what_contradicts_the_scenario_is_refused(tmp_path, overrides, error, said):
    with pytest.raises(error, match=said):
        build_scenario(tiny(tmp_path, "calendar=weekdays", *overrides).file)


def test_a_crew_that_is_large_enough_may_go_out(tmp_path):
    scenario = build_scenario(
        tiny(tmp_path, park("categories: [firms], staff: 2"), "+demand.types.request.crew=2").file
    )

    plan = scenario.plan(scenario.draw(seed=1, replication=0, scale=1.0), scenario.organise("sections"))
    outside = len(scenario.organise("sections").arrangement.units) + 2  # a deputy and the chief have desks

    assert (plan.crews.unit == outside).any()
