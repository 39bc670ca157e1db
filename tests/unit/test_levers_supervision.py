"""Lever `supervision`: its options, what it refuses, and discipline inspection, which takes hours and makes careful."""

from dataclasses import replace

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, expecting, house, matter, need, officers, person
from worlds import log

from sim.calendar import MS_PER_HOUR
from sim.errors import DesignError, UnknownName
from sim.institution import Rank
from sim.levers.authority import Authority
from sim.levers.command import Command
from sim.levers.counterparts import Counterparts
from sim.levers.design import Design, Levers, organise
from sim.levers.membership import Membership
from sim.levers.routing.checks import Check
from sim.levers.routing.supervising import Screen, Supervising
from sim.levers.stages import Arrangement, Route
from sim.levers.supervision import Supervision, route_supervision
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Abilities
from sim.workload.demand import Decision

HOUSE = house([*officers(5), *DEPUTIES, CHIEF])
EXPECTED = expecting(HOUSE, {"b0c0": 3.0, "b0c1": 1.0, "b1c1": 2.0})
BOTH = (Decision.NON_CORE, Decision.CORE)
EYE = Check(by="officer", catch_share=0.5)


def supervising(supervision, **levers):
    """Return what the lever comes to in a design with these other levers."""
    design = Design(name="tried", title=HOUSE.title, levers=Levers(supervision=supervision, **levers))
    return organise(design, HOUSE, EXPECTED).route.supervising


def test_the_default_leaves_the_route_as_it_is():
    whole = Arrangement.whole(HOUSE)

    assert route_supervision(Route(), Supervision(), whole, HOUSE, EXPECTED) == Route()
    assert not Supervising().finds


def test_checks_are_who_looks_and_for_which_decisions():
    found = supervising(
        Supervision(checks=(
            Check(by="head", hours=0.5, catch_share=0.7, return_share=0.1, decisions=("core",)),
            Check(by="category", category="c1", catch_share=0.6),
        ), combined="either", rework=0.5),
        units=Units(by="bureau"), membership=Membership(heads="one_each"),
    )  # fmt: skip

    head = Screen(rank=Rank.HEAD, hours=0.5, catch_share=0.7, return_share=0.1, decisions=(Decision.CORE,))
    lawyers = Screen(unit=1, catch_share=0.6, decisions=BOTH)  # b1 has most work of the category
    assert found.checks == (head, lawyers)
    assert found.checks_of(Decision.NON_CORE) == ((1, lawyers),)
    assert (found.combined, found.rework, found.finds) == ("either", 0.5, True)


def test_an_audit_is_somebody_who_looks_and_nobody_where_nothing_is_audited():
    found = supervising(
        Supervision(audit_share=0.1, audit_by="category", audit_category="c0", audit_hours=2.0, audit_catch_share=0.9),
        units=Units(by="category"),
    )  # fmt: skip

    assert found.audit == Screen(unit=0, hours=2.0, catch_share=0.9, decisions=BOTH)
    assert supervising(Supervision(audit_hours=2.0)).audit is None


SIGNED = {"authority": Authority(non_core=("deputy",))}
TWO = (EYE, EYE)


@pytest.mark.parametrize(
    ("supervision", "levers", "message"),
    [
        (Supervision(checks=(replace(EYE, by="head"),)), {}, r"supervision\.checks\.0\.by asks for the head"),
        (Supervision(audit_share=0.1), {}, r"supervision\.audit\.by asks for the head of a unit, but 'all' has none"),
        (Supervision(checks=(EYE, replace(EYE, by="category"))), {}, r"checks\.1\.by=category, but category is"),
        (Supervision(checks=(replace(EYE, category="c0"),)), {}, r"by=officer, but category is 'c0'"),
        (Supervision(checks=(replace(EYE, decisions=()),)), {}, r"decisions is empty"),
        (Supervision(combined="either"), {}, r"combined=either with 0 in supervision\.checks; expected two"),
        (Supervision(checks=TWO, combined="majority"), {}, r"majority with 2 checks of non_core .*an odd number"),
        (Supervision(rework=0.5), {}, r"supervision\.rework=0\.5, but nothing is checked"),
        (Supervision(signature_catch_share=0.5), {}, r"signature_catch_share=0\.5 .*, but nobody signs"),
        (Supervision(audit_category="c0"), SIGNED, r"audit_category is 'c0', but nothing is audited"),
    ],
)  # fmt: skip
def test_what_nobody_could_do_is_refused(supervision, levers, message):
    with pytest.raises(DesignError, match=message):
        supervising(supervision, **levers)


def test_an_unknown_category_is_told_with_the_nearest_one():
    with pytest.raises(UnknownName, match=r"supervision\.checks\.0\.category is 'c00'.*Did you mean 'c0'"):
        supervising(Supervision(checks=(Check(by="category", category="c00", catch_share=1.0),)))


# discipline inspection ----------------------------------------------------------------------------


def test_each_month_every_member_of_a_unit_explains_spread_over_its_office_time(simulate):
    """March has 28 days here, of which 20 are worked, 8 hours each. Two sections, of three and two."""
    levers = Levers(units=Units(by="bureau"), supervision=Supervision(inspection_hours=2.0))
    plan = build(HOUSE, [matter(need("b0c0", 1))], levers, days=OFFICE_DAYS, whole_window=True).plan

    explain = np.flatnonzero(plan.steps.kind == Kind.EXPLAIN)
    by_unit = [explain[plan.steps.unit[explain] == unit] for unit in (0, 1)]

    assert plan.matters.type.tolist() == [0, -1, -1]
    assert plan.matters.release_ms.tolist() == [0, 0, 0]
    assert [one.size for one in by_unit] == [3, 2]
    assert [(plan.steps.lag_ms[one] / MS_PER_HOUR).round(3).tolist() for one in by_unit] == [
        [0, 53.333, 106.667],
        [0, 80],
    ]
    lines = log(simulate(plan)).steps
    assert [lines[row].ready for row in by_unit[1].tolist()] == [8, 11 * 24 + 18]  # as the tenth day of work ends


def test_inspections_stand_behind_the_contacts_and_ask_for_no_liaison():
    levers = Levers(
        units=Units(by="bureau"), counterparts=Counterparts(contact_hours=1.0, sends="deputy"),
        command=Command(wins="local"), supervision=Supervision(inspection_hours=2.0),
    )  # fmt: skip
    plan = build(HOUSE, [matter(need("b0c0", 1))], levers, days=OFFICE_DAYS).plan

    assert sorted({Kind(kind) for kind in plan.steps.kind.tolist()}) == [Kind.HANDLE, Kind.EXPLAIN]
    assert set(plan.steps.priority[plan.steps.kind == Kind.EXPLAIN].tolist()) == {2}  # the line's, which does not win


def test_inspection_makes_careful_and_slow():
    """Errors times 0.8; work lasts 1.25 times as long, so skill is 1 / 1.25."""
    staff = house([person("a", "c0"), *officers(1)])
    levers = Levers(supervision=Supervision(inspection_errors=0.8, inspection_slowness=1.25))
    abilities = Abilities(skill_elsewhere=0.5, error_rate=0.1, error_rate_elsewhere=0.2)

    people = build(staff, [matter(need("b0c0", 1))], levers, abilities=abilities).plan.people

    assert people.skill == pytest.approx(np.array([[0.8, 0.4], [0.4, 0.4]]))
    assert people.error_rate == pytest.approx(np.array([[0.08, 0.16], [0.16, 0.16]]))
