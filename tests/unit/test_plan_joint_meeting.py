"""Meetings of several units, in a slot that all who come have in common."""

from dataclasses import replace

import numpy as np
import pytest
from houses import OFFICE_DAYS, build, house, matter, need, officers
from worlds import done, log, waited

from sim.errors import DesignError
from sim.levers.coordination import Coordination
from sim.levers.design import Levers
from sim.levers.membership import Membership
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Procedure

FUNCTIONS = {"f0": ("b0", "c0"), "f1": ("b1", "c1"), "f2": ("b2", "c0")}
SECTIONS = Units(by="bureau")

THREE = house(officers(3), FUNCTIONS)
MEETING = Procedure(meet_hours=0.5)
TOUCHES_ALL = (need("f0", 4), need("f1", 2), need("f2", 1))


def joint(**options):
    heads = "one_each" if options.get("meets") == "head" else "none"
    coordination = Coordination(order="lead", joint_meeting=True, **options)
    return Levers(units=SECTIONS, membership=Membership(heads=heads), coordination=coordination)


def test_one_person_of_each_unit_comes_to_a_joint_meeting(simulate):
    """Person 1 is busy until 2; the two others wait for the meeting, and so does the work that comes at 1."""
    matters = [matter(need("f1", 2)), matter(*TOUCHES_ALL, at=0.5), matter(need("f2", 1), at=1)]
    built = build(THREE, matters, joint(), procedure=MEETING)

    trace = simulate(built.plan)

    assert log(trace).steps == [
        done(0, 0, 2, by=1), done(0.5, 2, 2.5, by=0), done(2.5, 2.5, 6.5, by=0), done(2.5, 2.5, 4.5, by=1),
        done(2.5, 3.5, 4.5, by=2), waited(6.5, 6.5), done(1, 2.5, 3.5, by=2),
    ]  # fmt: skip
    assert trace.crew.tolist() == [0, 1, 2]
    assert (built.plan.steps.priority[1], built.plan.steps.calendar[1]) == (0, 0)


def test_the_leads_person_heads_the_crew_and_units_come_once(simulate):
    """Led by b2; the needs at places 1 and 2 both fall to b0."""
    touching = matter(need("f2", 1), need("f0", 1), need("f0", 1), need("f1", 1))
    built = build(THREE, [touching], joint(), procedure=MEETING)

    assert built.plan.crews.unit.tolist() == [2, 0, 1]
    assert simulate(built.plan).person[0] == 2


def test_a_meeting_of_officers_begins_in_office_hours(simulate):
    built = build(THREE, [matter(*TOUCHES_ALL, at=5)], joint(), procedure=MEETING, days=OFFICE_DAYS)

    assert log(simulate(built.plan)).steps[0] == done(8, 8, 8.5, by=0)


def test_heads_meet_in_the_next_slot_that_all_of_them_have(simulate):
    """Head 1 is away on the first day, head 2 on the second; heads 0 and 1 could meet at 24 already."""
    away = [("p1", 0, 24), ("p2", 24, 48)]
    matters = [matter(*TOUCHES_ALL), matter(*TOUCHES_ALL, at=60), matter(*TOUCHES_ALL[:2], at=1)]
    built = build(THREE, matters, joint(meets="head"), procedure=MEETING, absences=away)

    trace = log(simulate(built.plan))

    meets = np.flatnonzero(built.plan.steps.kind == Kind.MEET)
    assert [trace.steps[row].ready for row in meets.tolist()] == [48, 60, 24]
    assert [trace.steps[row].started for row in meets.tolist()] == [48, 60, 24]
    # one calendar a set of units, behind the office's and the three diaries
    assert built.plan.steps.calendar[meets].tolist()[:2] == [built.plan.steps.calendar[meets[0]]] * 2
    assert sorted(set(built.plan.steps.calendar[meets].tolist())) == [4, 5]
    assert len(built.plan.calendars) == 6


def test_without_hours_for_it_there_is_no_meeting():
    built = build(THREE, [matter(*TOUCHES_ALL)], joint())

    assert [kind for kind, _, _ in built.steps()] == ["handle", "handle", "handle", "join"]


def test_heads_who_are_never_there_together_are_refused_by_the_names_of_their_units():
    away = [("p1", 0, 24 * 14), ("p2", 24 * 14, 24 * 28)]
    with pytest.raises(
        DesignError, match=r"^the heads of 'section_b0', 'section_b1', 'section_b2' are never there at the same time"
    ):
        build(THREE, [matter(*TOUCHES_ALL)], joint(meets="head"), procedure=MEETING, absences=away)


def test_a_joint_meeting_of_heads_asks_for_heads():
    levers = replace(joint(meets="head"), membership=Membership())
    with pytest.raises(
        DesignError, match=r"coordination\.meets asks for the head of a unit, but 'section_b0' has none"
    ):
        build(THREE, [matter(*TOUCHES_ALL)], levers, procedure=MEETING)


@pytest.mark.parametrize("order", ["series", "countersign", "case_officer"])
def test_a_joint_meeting_goes_with_the_order_in_which_there_is_one(order):
    levers = Levers(units=SECTIONS, coordination=Coordination(order=order, joint_meeting=True))
    with pytest.raises(DesignError, match=rf"joint_meeting=true goes with order=lead.* but order={order}"):
        build(THREE, [matter(*TOUCHES_ALL)], levers)
