"""Who takes what in any plan in which all who are free are free for all of theirs.

Nobody is idle while work waits, and nobody is passed over against the key.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from random_plans import random_plan
from random_provisions import PLAIN

plans = st.randoms(use_true_random=True).map(lambda random: random_plan(random, profiles=PLAIN))


def units_of(plan, person):
    return plan.people.unit[plan.people.unit_start[person] : plan.people.unit_start[person + 1]].tolist()


def may_take(plan, person, step):
    return plan.steps.unit[step] in units_of(plan, person) and plan.people.rank[person] >= plan.steps.rank[step]


def diary(plan, person):
    return plan.calendars[plan.people.calendar[person]]


@given(plans)
def test_who_takes_a_step_belongs_to_its_unit_has_the_rank_and_is_on_duty(simulate, plan):
    trace = simulate(plan)

    for step in np.flatnonzero(trace.person >= 0).tolist():
        person = int(trace.person[step])
        assert may_take(plan, person, step)
        assert diary(plan, person).is_open(trace.started_ms[step])
        assert trace.started_ms[step] >= trace.ready_ms[step] >= 0


@given(plans)
def test_nobody_who_may_take_a_step_is_idle_on_duty_while_it_waits(simulate, plan):
    trace = simulate(plan)

    _, person, begin, end = trace.segments()
    waited = np.flatnonzero((plan.steps.unit >= 0) & (trace.ready_ms >= 0))
    until = np.where(trace.started_ms >= 0, trace.started_ms, trace.stopped_ms)
    for one in range(plan.people.rank.size):
        idle = diary(plan, one).without(begin[person == one], end[person == one])
        for step in waited.tolist():
            if may_take(plan, one, step):
                assert idle.within(int(trace.ready_ms[step]), int(until[step])).total_ms == 0


@given(plans)
def test_within_a_unit_equal_steps_start_in_the_order_in_which_they_were_ready(simulate, plan):
    """Equal in unit, rank, priority and order: none starts before one that was ready at an earlier instant."""
    trace, steps = simulate(plan), plan.steps

    started = np.where(trace.started_ms >= 0, trace.started_ms, plan.end_ms + 1)
    alike = np.stack([steps.unit, steps.rank, steps.priority, steps.order_key])
    for kind in np.unique(alike, axis=1).T:
        queue = np.flatnonzero((alike == kind[:, None]).all(axis=0) & (steps.unit >= 0) & (trace.ready_ms >= 0))
        for ready in np.unique(trace.ready_ms[queue]):
            before, now = queue[trace.ready_ms[queue] < ready], queue[trace.ready_ms[queue] == ready]
            assert started[before].max(initial=0) <= started[now].min()


@given(plans)
def test_a_person_takes_the_step_with_the_smallest_key(simulate, plan):
    """No step that waited before this instant, and waits beyond it, came before the one that was taken."""
    trace, steps = simulate(plan), plan.steps

    def key(step, person):
        place = units_of(plan, person).index(steps.unit[step])
        return int(steps.priority[step]), place, int(steps.order_key[step]), int(trace.ready_ms[step]), step

    waiting_beyond = np.where(trace.started_ms >= 0, trace.started_ms, plan.end_ms + 1)
    for taken in np.flatnonzero(trace.person >= 0).tolist():
        person, now = int(trace.person[taken]), trace.started_ms[taken]
        left = (steps.unit >= 0) & (trace.ready_ms >= 0) & (trace.ready_ms < now) & (waiting_beyond > now)
        for other in np.flatnonzero(left).tolist():
            if may_take(plan, person, other):
                assert key(taken, person) < key(other, person)


@given(plans)
def test_a_step_goes_to_whom_the_key_puts_first(simulate, plan):
    """Nobody who was idle before this instant, and is idle beyond it, had the unit nearer or was idle for longer."""
    trace, steps = simulate(plan), plan.steps

    _, person, begin, end = trace.segments()
    for taken in np.flatnonzero(trace.person >= 0).tolist():
        taker, now = int(trace.person[taken]), int(trace.started_ms[taken])

        def key(one, now=now, step=taken):
            before = end[(person == one) & (begin < now)]
            return units_of(plan, one).index(steps.unit[step]), int(before.max(initial=0)), one

        if (begin[person == taker] == now).sum() > 1:
            continue  # took a step of no length in this instant too, so was not idle since before it
        for other in range(plan.people.rank.size):
            mine = person == other
            busy = ((begin[mine] <= now) & (end[mine] >= now)).any()  # or became free in this very instant
            if other != taker and may_take(plan, other, taken) and diary(plan, other).is_open(now) and not busy:
                assert key(taker) < key(other)
