"""Urgent matters (急件), ageing, and who goes on with what was interrupted, each with its trace."""

import pytest
from houses import DEPUTIES, build, house, matter, need, officers
from worlds import Log, done, log

from sim.levers.authority import Authority
from sim.levers.coordination import Coordination
from sim.levers.design import Levers
from sim.levers.dispatch import Dispatch
from sim.levers.units import Units
from sim.plan.plan import Kind
from sim.procedure import Procedure
from sim.workload.demand import MatterType
from sim.workload.laws import Law

ONE, TWO = house(officers(1)), house(officers(2))

QUEUE = [
    matter(need("b0c0", 10)), matter(need("b0c0", 1), at=1), matter(need("b0c0", 2), at=4, urgent=True),
]  # fmt: skip
"""One officer is busy until 10; an urgent matter comes last."""


@pytest.mark.parametrize(
    ("urgent", "closed"),
    [
        ("as_others", [10, 11, 13]),
        ("first", [10, 13, 12]),
        ("interrupts", [12, 13, 6]),  # at 4 it takes the officer: 4-6; six hours are left of the first: 6-12
    ],
)
def test_what_is_urgent_waits_in_its_turn_goes_first_or_interrupts(simulate, urgent, closed):
    built = build(ONE, QUEUE, Levers(dispatch=Dispatch(urgent=urgent)))

    assert log(simulate(built.plan)).closed == closed


@pytest.mark.parametrize(
    ("resumes", "closed", "person"),
    [
        ("anybody", [10, 11, 24], 0),  # at 10 the first is free, and goes on with the hour that is left
        ("same_person", [10, 25, 24], 1),  # the second does, when what is urgent has ended at 24
    ],
)
def test_what_was_interrupted_is_gone_on_with_by_whoever_is_free_or_by_who_began_it(
    simulate, resumes, closed, person
):  # fmt: skip
    matters = [
        matter(need("b0c0", 10)), matter(need("b0c0", 5)), matter(need("b0c0", 20), at=4, urgent=True),
    ]  # fmt: skip
    built = build(TWO, matters, Levers(dispatch=Dispatch(urgent="interrupts", resumes=resumes)))

    trace = simulate(built.plan)

    # at 4 both are busy with work of the same priority and start: the larger step gives way, which is the second's
    assert log(trace).closed == closed
    assert (trace.cut_step.tolist(), trace.cut_person.tolist()) == ([1], [1])
    assert trace.person[1] == person


def test_what_is_ordered_and_urgent_comes_no_earlier_than_what_is_ordered():
    levers = Levers(coordination=Coordination(ordered=True), dispatch=Dispatch(urgent="first"))
    matters = [
        matter(need("b0c0", 1), ordered=True), matter(need("b0c0", 1), urgent=True),
        matter(need("b0c0", 1), ordered=True, urgent=True), matter(need("b0c0", 1)),
    ]  # fmt: skip

    assert build(ONE, matters, levers).plan.steps.priority.tolist() == [-1, -1, -1, 1]


def test_decisions_on_what_is_urgent_come_before_all_its_other_steps():
    levers = Levers(authority=Authority(non_core=("officer",)), dispatch=Dispatch(urgent="interrupts"))
    built = build(ONE, [matter(need("b0c0", 1, errors=(1.0,)), decision=1, urgent=True)], levers)

    assert built.plan.steps.priority.tolist() == [-1, -2]
    assert built.plan.preempts.step.tolist() == [0, 1]


def test_a_crew_interrupts_nobody(simulate):
    two = MatterType(name="two", per_year=0.0, work_hours=Law(mean=1.0), crew=2)
    built = build(
        TWO, [matter(need("b0c0", 9)), matter(need("b0c0", 1), at=1, urgent=True)],
        Levers(dispatch=Dispatch(urgent="interrupts", resumes="same_person")), types=(two,),
    )  # fmt: skip

    assert (built.plan.preempts.step.size, built.plan.officers.step.size) == (0, 0)
    assert log(simulate(built.plan)).closed == [9, 10]


@pytest.mark.parametrize(
    ("days", "steps", "closed"),
    [
        (None, 1, [30, 33, 32]),
        (1.0, 1, [30, 33, 32]),  # at 25 the second has priority 0, the urgent one has -1 from the first
        (0.25, 4, [30, 31, 33]),  # at 30 it has risen four times since 1, to -3; the urgent one, come at 26, not yet
    ],
)
def test_age_raises_priorities_step_by_step(simulate, days, steps, closed):
    matters = [matter(need("b0c0", 30)), matter(need("b0c0", 1), at=1), matter(need("b0c0", 2), at=26, urgent=True)]
    levers = Levers(dispatch=Dispatch(urgent="first", ageing_days=days, ageing_steps=steps))

    assert log(simulate(build(ONE, matters, levers).plan)).closed == closed


def test_each_step_of_ageing_is_an_urging():
    built = build(ONE, [matter(need("b0c0", 1))], Levers(dispatch=Dispatch(ageing_days=0.25, ageing_steps=3)))

    assert (built.plan.urges.after_ms / 3_600_000).tolist() == [6, 12, 18]
    assert built.plan.urges.priority.tolist() == [0, -1, -2]


def test_age_and_the_oldest_first_go_together():
    """What has waited for a day goes before others of its priority; two days raise that. So both are kept."""
    levers = Levers(units=Units(oldest_over_days=1.0, order="by_deadline"), dispatch=Dispatch(ageing_days=2.0))
    built = build(ONE, [matter(need("b0c0", 1), deadline=900)], levers)

    urges = built.plan.urges
    assert (urges.after_ms / 3_600_000).tolist() == [24, 48]
    assert urges.priority.tolist() == [1, 0]
    assert urges.order_key.tolist() == [-1, -1]


def test_ranks_pass_a_matter_on_before_it_is_handled(simulate):
    levers = Levers(dispatch=Dispatch(relay="layers", relay_ranks=("officer", "officer"), relay_hours=0.5))
    built = build(ONE, [matter(need("b0c0", 1)), matter(need("b0c0", 1), in_hand=True)], levers,
                  procedure=Procedure(draft_hours=0.25))  # fmt: skip

    trace = simulate(built.plan)

    kinds = [[kind for kind, _, _ in built.steps(row)] for row in (0, 1)]
    assert kinds == [["draft", "relay", "relay", "handle"], ["handle"]]  # what was in hand has come down before
    # 0-0.25 the draft; then what is in hand waits longest: 0.25-1.25; then 1.25-1.75, 1.75-2.25, 2.25-3.25
    assert log(trace) == Log(
        [done(0, 0, 0.25, by=0), done(0.25, 1.25, 1.75, by=0), done(1.75, 1.75, 2.25, by=0),
         done(2.25, 2.25, 3.25, by=0), done(0, 0.25, 1.25, by=0)], [3.25, 1.25], 3.25,
    )  # fmt: skip


def test_handing_out_takes_no_time_where_dispatch_is_digital():
    institution = house([*DEPUTIES, *officers(1)])
    kinds = []
    for digital in (False, True):
        levers = Levers(authority=Authority(assigns=("deputy",)), dispatch=Dispatch(digital=digital))
        built = build(institution, [matter(need("b0c0", 1), decision=1)], levers, procedure=Procedure(assign_hours=0.1))
        kinds.append([Kind(kind) for kind in built.plan.steps.kind.tolist()])

    assert kinds == [[Kind.ASSIGN, Kind.HANDLE], [Kind.HANDLE]]
