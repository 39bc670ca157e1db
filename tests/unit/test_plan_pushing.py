"""What follows an approval (审批-监管-执法), and what is explained because it was signed late (超期说明)."""

from dataclasses import replace

import numpy as np
import pytest
from houses import CHIEF, DEPUTIES, OFFICE_DAYS, build, house, matter, need, officers
from towns import THREE, at_ten, expected
from worlds import done, log, waited

from sim.institution import Person
from sim.levers.authority import Authority
from sim.levers.design import Levers
from sim.levers.process import Process
from sim.levers.routing.pursuing import Pursuing
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Procedure
from sim.trace import State
from sim.workload.demand import MatterType
from sim.workload.laws import Law

FUNCTIONS = {"permits": ("b0", "c0"), "markets": ("b1", "c1"), "police": ("b2", "c2")}
STAFF = (*officers(4), DEPUTIES[0])
"""Officers p0 and p3 of permits, p1 of markets, p2 of police: four officers on three units of alike work."""

TOWN = house((*STAFF, *(Person(name=f"q{turn}", rank=1, bureau="b2", expertise=frozenset()) for turn in range(2))),
             FUNCTIONS)  # fmt: skip
WORK = matter(need("permits", 1))
PUSH = {"push_hours": 0.25, "supervise_category": "c1", "enforce_category": "c2", "inspect_hours": 2.0}


def chained(pursuing, outcomes=None, *, work=WORK, days=None, **rest):
    levers = Levers(units=Units(by="category"), process=Process(chain=Pursuing(**pursuing)))
    given = {"procedure": Procedure(reply_hours=0.5, assign_hours=0.5)} | rest
    return build(TOWN, [work], levers, outcomes=outcomes or {}, days=days, **given)


def test_an_approval_is_pushed_and_inspected_and_its_own_time_is_not_touched(simulate):
    built = chained(PUSH)

    trace = simulate(built.plan)

    assert built.steps() == [("handle", "module_c0", 1), ("reply", "module_c0", 0.5)]
    assert built.steps(1) == [("push", "", 0), ("push", "module_c0", 0.25), ("inspect", "module_c1", 2)]
    # 0-1, 1-1.5; pushed 1.5-1.75, inspected 1.75-3.75
    found = log(trace)
    assert found.closed == [1.5, 3.75]
    assert [(one.started, one.ended) for one in found.steps] == [
        (0, 1), (1, 1.5), (1.5, 1.5), (1.5, 1.75), (1.75, 3.75)
    ]  # fmt: skip
    assert built.plan.entries.matter.tolist() == [1]


def test_it_is_pushed_so_many_working_days_later(simulate):
    """Answered on Monday at 09:30; half a working day of eight hours later it is 14:00 and half an hour."""
    built = chained(PUSH | {"push_delay_days": 0.5}, work=matter(need("permits", 1), at=8), days=OFFICE_DAYS)

    trace = simulate(built.plan)

    assert built.steps(1)[0] == ("push", "", 4)
    # 09:30 + 4 hours of office time: 2.5 until noon, 1.5 from 14:00 on
    assert log(trace).steps[2] == waited(9.5, 15.5)


DISPUTED = {"push_disputed/plain": [0.1], "violates/plain": [0.1], "enforcement_disputed/plain": [0.1]}
ALL = PUSH | {"dispute_share": 0.2, "violation_share": 0.3, "enforce_hours": 3.0}


def test_who_disputes_it_is_told_by_a_leader_and_a_violation_goes_to_two_who_enforce(simulate):
    built = chained(ALL, DISPUTED)

    trace = simulate(built.plan)

    assert built.steps(1) == [
        ("push", "", 0), ("push", "module_c0", 0.25), ("assign", "d0", 0.5), ("inspect", "module_c1", 2),
        ("push", "module_c1", 0.25), ("assign", "d0", 0.5), ("enforce", "module_c2", 3),
    ]  # fmt: skip
    # 1.5-1.75, disputed 1.75-2.25, 2.25-4.25, pushed on to 4.5, disputed to 5, enforced 5-8
    assert log(trace).closed == [1.5, 8]
    assert built.plan.crews.count.tolist() == [2]
    assert trace.crew.size == 2


@pytest.mark.parametrize(
    ("outcomes", "kinds"),
    [
        ({}, ["push", "push", "inspect"]),
        ({"violates/plain": [0.1]}, ["push", "push", "inspect", "push", "enforce"]),
        ({"push_disputed/plain": [0.1]}, ["push", "push", "assign", "inspect"]),
        ({"violates/plain": [0.1], "enforcement_disputed/plain": [0.1]}, [
            "push", "push", "inspect", "push", "assign", "enforce"]),
        ({"push_disputed/plain": [0.2], "violates/plain": [0.3]}, ["push", "push", "inspect"]),
    ],
)  # fmt: skip
def test_what_comes_of_it_is_drawn_each_by_itself(outcomes, kinds):
    assert [kind for kind, _, _ in chained(ALL, outcomes).steps(1)] == kinds


@pytest.mark.parametrize(("uniform", "inspected"), [(0.39, True), (0.4, False)])
def test_only_a_share_is_inspected(uniform, inspected):
    built = chained(PUSH | {"inspect_share": 0.4}, {"inspected/plain": [uniform]})

    assert ("inspect", "module_c1", 2) in built.steps(1) or not inspected
    assert len(built.steps(1)) == 2 + inspected


def test_without_categories_the_functions_own_unit_supervises_and_enforces():
    own = {"inspect_hours": 2.0, "violation_share": 1.0, "enforce_hours": 1.0, "enforcers": 1}

    assert chained(own).steps(1) == [("push", "", 0), ("inspect", "module_c0", 2), ("enforce", "module_c0", 1)]


def test_by_default_what_offices_send_is_pushed_to_nobody():
    kinds = (MatterType(name="asked", per_year=0, work_hours=Law(mean=1), from_offices=True),
             MatterType(name="applied", per_year=0, work_hours=Law(mean=1)))  # fmt: skip
    both = [matter(need("permits", 1), type=0), matter(need("permits", 1), type=1)]

    def hanging(**chosen):
        levers = Levers(units=Units(by="category"), process=Process(chain=Pursuing(**PUSH, **chosen)))
        built = build(TOWN, both, levers, types=kinds)
        return built.plan.matters.type[2:].tolist()

    assert hanging() == [1]
    assert hanging(types=("asked",)) == [0]
    assert hanging(types=("asked", "applied")) == [0, 1]


def test_what_was_never_answered_is_never_pushed(simulate):
    """The applicant leaves after an hour, as the only officer is busy."""
    busy = matter(need("permits", 5))
    gone = matter(need("permits", 1), at=0.5, patience=1.0)
    one = house((*officers(3), DEPUTIES[0]), FUNCTIONS)
    levers = Levers(units=Units(by="category"), process=Process(chain=Pursuing(inspect_hours=2)))
    kind = MatterType(name="plain", per_year=0, work_hours=Law(mean=1))

    built = build(one, [busy, gone], levers, types=(kind,))
    trace = simulate(built.plan)

    steps = built.plan.steps
    inspected = np.flatnonzero(steps.kind == Kind.INSPECT)
    assert trace.state[inspected].tolist() == [State.ENDED, State.SKIPPED]


def test_who_enforces_needs_the_licence():
    licensed = tuple(
        Person(name=f"q{turn}", rank=1, bureau="b2", expertise=frozenset(), licences=frozenset({"law"}))
        for turn in range(2)
    )  # fmt: skip
    town = house((*officers(3), *licensed, DEPUTIES[0]), FUNCTIONS)
    levers = Levers(process=Process(chain=Pursuing(violation_share=1.0, licence="law")))

    built = build(town, [WORK], levers)

    assert built.plan.crews.licence.tolist() == [0]
    assert built.plan.licences.person.tolist() == [3, 4]


@pytest.mark.parametrize(("site", "ended"), [(2, 3 + 2), (-1, 1 + 2)])
def test_an_inspection_on_site_is_a_visit_where_the_matter_arose(simulate, site, ended):
    """Handled at the desk 0-1; from the base at a2 it is 20 km to b1, at 10 km an hour. Nowhere there is no visit."""
    kind = MatterType(name="plain", per_year=1, work_hours=Law(mean=1), sites="by_population")
    levers = replace(at_ten(), process=Process(chain=Pursuing(inspect_hours=2, on_site=True)))
    works = [matter(need("b0c0", 1), site=site)]
    built = build(THREE, works, levers, types=(kind,), expected=expected(THREE, kind))

    trace = simulate(built.plan)

    assert built.plan.visits.step.tolist() == ([2] if site >= 0 else [])
    assert log(trace).steps[2] == done(1, 1, ended, by=1)


# signed late --------------------------------------------------------------------------------------

SIGNED = Authority(non_core=("deputy",))


def late(deadline, hours=0.5, *, at=0.0):
    """Handled for two hours, signed for a quarter of one, answered for half of one."""
    levers = Levers(authority=SIGNED, process=Process(overdue_report_hours=hours, overdue_rank="chief"))
    return build(
        house((*officers(1), DEPUTIES[0], CHIEF)), [matter(need("b0c0", 2), decision=1, deadline=deadline, at=at)],
        levers, procedure=Procedure(reply_hours=0.5, sign_hours={"deputy": 0.25, "chief": 0.5}),
    )  # fmt: skip


def test_what_was_signed_after_its_deadline_is_explained_to_a_leader_before_it_is_answered(simulate):
    built = late(2.0)

    trace = simulate(built.plan)

    assert built.steps() == [
        ("handle", "all", 2), ("sign", "d0", 0.25), ("handle", "all", 2), ("sign", "d0", 0.25), ("join", "", 0),
        ("report", "all", 0.5), ("sign", "z", 0.5), ("reply", "all", 0.5),
    ]  # fmt: skip
    # signed 2-2.25; explained 2.25-2.75, read by the chief 2.75-3.25, answered 3.25-3.75
    assert log(trace).closed == [3.75]
    assert log(trace).steps[5:] == [done(2.25, 2.25, 2.75, by=0), done(2.75, 2.75, 3.25, by=2), done(
        3.25, 3.25, 3.75, by=0)]  # fmt: skip


@pytest.mark.parametrize("deadline", [2.25, 9])
def test_what_was_signed_in_time_is_not(simulate, deadline):
    """At the deadline it is still in time."""
    trace = simulate(late(deadline).plan)

    assert log(trace).closed == [2.75]
    assert trace.state[5:7].tolist() == [State.SKIPPED] * 2


def test_what_has_no_deadline_or_nobody_signs_is_never_late():
    assert "report" not in [kind for kind, _, _ in late(None).steps()]
    unsigned = build(
        house((*officers(1), DEPUTIES[0])), [matter(need("b0c0", 2), deadline=1.0)],
        Levers(authority=SIGNED, process=Process(overdue_report_hours=1.0)),
    )  # fmt: skip
    assert unsigned.steps() == [("handle", "all", 2)]
