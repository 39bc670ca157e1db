"""What contractors (承接方) handle: out and back, checked and sent back, and none of it by our people."""

from __future__ import annotations

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers
from worlds import Log, done, log, waited

from sim.calendar import MS_PER_HOUR
from sim.levers.arranging.contracts import Contractor
from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.data import Data
from sim.levers.design import Levers
from sim.levers.transfer import Transfer
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Abilities, Haste, Procedure
from sim.workload.demand import OfficeDesks
from sim.workload.laws import Law

ONE = house(officers(1))
WRONG = (0.1, 1.0)
"""A first round that goes wrong where one in five do, and a second one that does not."""


def to_park(*, units=None, authority=None, coordination=None, data=None, **terms):
    """Return levers with one contractor, `park`, who takes category c0."""
    contractor = Contractor(**({"categories": ("c0",)} | terms))
    return Levers(
        units=units or Units(), authority=authority or Authority(), coordination=coordination or Coordination(),
        data=data or Data(), transfer=Transfer(contractors={"park": contractor}),
    )  # fmt: skip


def always(*purposes):
    """Return streams in which something comes to pass for the first two matters, at place 0."""
    return {f"{purpose}/plain/0{turn}": [0.1, 0.1] for purpose, turn in purposes}


SENT = always(("transferred", ""))
CHECKED = always(("transferred", ""), ("supervised", ""))
FOUND = always(("transferred", ""), ("supervised", ""), ("caught", "/0"))


def test_handling_goes_out_and_comes_back_and_the_rest_stays(simulate):
    """Drafted at 0-1 in the house; an hour there, two hours at speed 2, an hour back; answered at 4-5."""
    built = build(
        ONE, [matter(need("b0c0", 4))], to_park(skill=2.0, transit_hours=1.0), outcomes=SENT,
        procedure=Procedure(draft_hours=1, reply_hours=1),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("draft", "all", 1), ("hand_over", "", 1), ("handle", "park", 4), ("hand_over", "", 1), ("reply", "all", 1),
    ]  # fmt: skip
    assert log(trace) == Log(
        [done(0, 0, 1, by=0), waited(1, 2), done(2, 2, 4, by=1), waited(4, 5), done(5, 5, 6, by=0)], [6], 6
    )


@pytest.mark.parametrize(("uniform", "place"), [(0.29, "park"), (0.3, "agency"), (0.79, "agency"), (0.8, "all")])
def test_a_need_goes_to_the_first_contractor_below_whose_limit_its_uniform_lies(uniform, place):
    contractors = {
        "park": Contractor(categories=("c0",), share=0.3), "agency": Contractor(functions=("b0c0",), share=0.5)
    }  # fmt: skip
    built = build(
        ONE, [matter(need("b0c0", 4))], Levers(transfer=Transfer(contractors=contractors)),
        outcomes={"transferred/plain/0": [uniform]},
    )  # fmt: skip

    assert built.steps() == [("handle", place, 4)]


def test_each_need_goes_by_itself_and_what_lies_between_units_stays():
    """Sections b0 and b1; the further need is handed over to b1, whose contractor handles it, and comes back."""
    built = build(
        house(officers(2)), [matter(need("b0c0", 2), need("b1c0", 3))],
        to_park(units=Units(by="bureau"), data=Data(transit_hours=1.0), functions=("b1c0",), categories=()),
        outcomes={"transferred/plain/1": [0.0], "transferred/plain/0": [0.0]}, procedure=Procedure(merge_hours=1),
    )  # fmt: skip

    assert built.steps() == [
        ("handle", "section_b0", 2), ("hand_over", "", 1), ("handle", "park", 3), ("hand_over", "", 1),
        ("merge", "section_b0", 1),
    ]  # fmt: skip


def test_what_is_checked_and_found_goes_back_once_more(simulate):
    """There at 0-2, checked at home 2-2.5 and found wrong; half the work again 2.5-3.5, checked at 3.5-4, answered."""
    built = build(
        ONE, [matter(need("b0c0", 2, errors=WRONG))],
        to_park(error_rate=0.2, supervised_share=0.5, supervision_hours=0.5, catch_share=0.8), outcomes=FOUND,
        procedure=Procedure(reply_hours=1, rework_share=0.5),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "park", 2), ("supervise", "all", 0.5), ("handle", "park", 1), ("supervise", "all", 0.5),
        ("reply", "all", 1),
    ]  # fmt: skip
    assert built.plan.steps.attempt.tolist() == [1, 1, 2, 1, 1]
    assert log(trace).steps == [
        done(0, 0, 2, by=1, erred=True), done(2, 2, 2.5, by=0), done(2.5, 2.5, 3.5, by=1), done(3.5, 3.5, 4, by=0),
        done(4, 4, 5, by=0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("streams", "terms", "rounds"),
    [
        (FOUND, {}, 2),
        (CHECKED, {}, 1),  # the check does not find it
        ({**SENT, **always(("caught", "/0"))}, {}, 1),  # nobody checks it
        (FOUND, {"catch_share": 0.1}, 1),
        (FOUND, {"error_rate": 0.1}, 1),  # it does not go wrong
        (FOUND, {"rounds": 1}, 1),
        (FOUND | always(("contracted_error", "/1"), ("caught", "/1")), {}, 2),  # the last round passes as it is
        (FOUND | always(("contracted_error", "/1"), ("caught", "/1")), {"rounds": 3}, 3),
    ],
)
def test_it_goes_back_as_long_as_an_error_is_there_and_found_and_a_round_is_left(simulate, streams, terms, rounds):
    given = {"error_rate": 0.2, "supervised_share": 0.5, "catch_share": 0.8} | terms
    built = build(ONE, [matter(need("b0c0", 2, errors=WRONG))], to_park(**given), outcomes=streams)
    handled = built.plan.steps.kind == Kind.HANDLE

    trace = simulate(built.plan)

    assert handled.sum() == rounds
    # what is written is what happens: all rounds but the last go wrong, by the engine's own rule
    assert (trace.outcome[handled][:-1] == 1).all()


def test_the_signature_judges_the_last_round_and_sends_it_back_to_the_contractor(simulate):
    """The check misses the error; the deputy sees it. Both ways again, an hour each, and the second round is fine."""
    built = build(
        house([*officers(1), DEPUTIES[0]]), [matter(need("b0c0", 2, errors=WRONG), decision=1)],
        to_park(error_rate=0.2, supervised_share=0.5, transit_hours=1.0, authority=Authority(non_core=("deputy",))),
        outcomes=CHECKED, procedure=Procedure(sign_hours={"deputy": 0.5}),
    )  # fmt: skip

    trace = simulate(built.plan)

    assert built.steps() == [
        ("hand_over", "", 1), ("handle", "park", 2), ("hand_over", "", 1), ("supervise", "all", 0), ("sign", "d0", 0.5),
        ("hand_over", "", 1), ("handle", "park", 2), ("hand_over", "", 1), ("sign", "d0", 0.5),
    ]  # fmt: skip
    assert trace.state.tolist() == [4] * 9
    assert trace.ended_ms[-1] == 9 * MS_PER_HOUR
    assert trace.person[[1, 4, 6]].tolist() == [2, 1, 2]


def test_a_contractor_serves_in_turn_whatever_order_our_units_keep(simulate):
    """The deadlines turn the order round in our units, but not there."""
    matters = [matter(need("b0c0", 2), deadline=90.0), matter(need("b0c0", 2), deadline=30.0, at=1), matter(
        need("b0c0", 2), deadline=10.0, at=1)]  # fmt: skip
    built = build(
        ONE, matters, to_park(units=Units(order="by_deadline", oldest_over_days=0.01)),
        outcomes={"transferred/plain/0": [0, 0, 0]},
    )  # fmt: skip

    assert (simulate(built.plan).started_ms / MS_PER_HOUR).tolist() == [0, 2, 4]
    assert not built.plan.urges.step.size


def test_contractors_stand_behind_desks_and_before_offices_and_are_no_staff_of_ours():
    built = build(
        house([*officers(1), DEPUTIES[0], CHIEF]), [matter(need("b0c0", 2), asks=True, answer_work=1)],
        to_park(staff=2, skill=0.5, error_rate=0.1, hours=(("09:00", "10:00"),), weekdays=(2,)), outcomes=SENT,
        office_desks=OfficeDesks(staff=1, reply_hours=Law(mean=1)), days=OFFICE_DAYS,
        abilities=Abilities(pressure=(Haste(waiting_per_head=1, hours=0.5),)),
    )  # fmt: skip
    plan = built.plan

    assert plan.people.unit.tolist() == [0, 1, 2, 3, 3, 4, 5, 6, 7]  # a unit, two desks, park, four offices
    assert plan.steps.unit[plan.steps.kind == Kind.ANSWER].tolist() == [4]
    assert plan.people.skill[3:5].tolist() == [[0.5, 0.5]] * 2
    assert plan.people.error_rate[3:5].tolist() == [[0.1, 0.1]] * 2
    hours = plan.calendars[plan.people.calendar[3]]
    assert (hours.opens / MS_PER_HOUR).tolist() == [24 * day + 9 for day in (1, 8, 15, 22)]
    assert plan.pressure.unit.tolist() == [0, 1, 2]  # nobody hurries there


def test_a_share_that_goes_out_is_thinning(simulate):
    """Whoever stays in the house meets the trace of a house that nobody else asks; whoever goes out that of another.

    So M/M/c with a share p for a contractor is M/M/c at (1 - p) of the rate.
    """
    random = np.random.default_rng(3)
    come, take = np.cumsum(random.exponential(1.0, 80)), random.exponential(2.5, 80)
    uniforms = random.random(80)
    matters = [matter(need("b0c0", hours), at=at) for at, hours in zip(come, take, strict=True)]

    whole = build(house(officers(2)), matters, to_park(share=0.3, staff=1), outcomes={"transferred/plain/0": uniforms})
    trace = simulate(whole.plan)

    for out, people in ((False, 2), (True, 1)):
        mine = np.flatnonzero((uniforms < 0.3) == out)
        alone = simulate(build(house(officers(people)), [matters[row] for row in mine.tolist()]).plan)
        assert trace.started_ms[mine].tolist() == alone.started_ms.tolist()
