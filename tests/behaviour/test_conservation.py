"""Nothing is lost: matters, steps and people's time are accounted for to the millisecond, whatever the plan."""

from math import floor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from provisions_fired import practice_of
from random_plans import random_plan
from random_provisions import EVERY, PLAIN

from sim.arrays import NEVER
from sim.calendar import MS_PER_HOUR, Calendar
from sim.plan.plan import Guard
from sim.trace import NOT_YET, State

plans = st.randoms(use_true_random=True).map(lambda random: random_plan(random, profiles=EVERY))
OVER = (State.ENDED, State.SKIPPED, State.LEFT)
plain_plans = st.randoms(use_true_random=True).map(lambda random: random_plan(random, profiles=PLAIN))


def settled_ms(plan, trace):
    """Return when it was known of each step that it has ended, left or is skipped; NOT_YET where it is not."""
    before = [[] for _ in range(plan.n_steps)]
    for source, target in zip(plan.edges.source.tolist(), plan.edges.target.tolist(), strict=True):
        before[target].append(source)
    known = {}

    def settle(step):
        if step not in known:
            skipped = trace.state[step] == State.SKIPPED
            known[step] = max(map(settle, before[step])) if skipped else int(trace.ended_ms[step])
        return known[step]

    return [settle(step) for step in range(plan.n_steps)]


@given(plans)
def test_a_matter_is_closed_when_its_last_step_is_settled_and_open_otherwise(simulate, plan):
    trace = simulate(plan)

    settled = np.array(settled_ms(plan, trace))
    over = np.isin(trace.state, OVER)
    for matter in range(plan.matters.release_ms.size):
        own = plan.steps.matter == matter
        assert trace.closed_ms[matter] == (settled[own].max() if over[own].all() else NOT_YET)


@given(plans)
def test_the_columns_of_a_trace_agree_with_the_state(simulate, plan):
    """A step that is skipped, pending or lagging has no times at all; one that waits has been ready or interrupted."""
    trace, worked = simulate(plan), plan.steps.unit >= 0

    cut = trace.cut_step[trace.resumed_ms == NOT_YET]
    put_down = np.isin(np.arange(plan.n_steps), cut[cut != NOT_YET])
    untouched = np.isin(trace.state, (State.PENDING, State.LAGGING, State.SKIPPED))
    begun = np.isin(trace.state, (State.STARTED, State.ENDED)) | put_down
    ended = trace.state == State.ENDED
    assert (trace.state[put_down] == State.WAITING).all()
    assert np.array_equal(trace.ready_ms == NOT_YET, untouched)
    assert np.array_equal(trace.started_ms >= 0, begun)
    assert np.array_equal(trace.person >= 0, begun & worked)
    assert np.array_equal(trace.ended_ms >= 0, ended | (trace.state == State.LEFT))
    assert np.array_equal(trace.outcome >= 0, ended)
    assert (trace.started_ms[begun] >= trace.ready_ms[begun]).all()
    assert (trace.ended_ms[ended] >= trace.started_ms[ended]).all()
    assert max(trace.started_ms.max(), trace.ended_ms.max(), trace.ready_ms.max()) <= trace.stopped_ms <= plan.end_ms


@given(plans)
def test_nobody_works_on_two_steps_at_once(simulate, plan):
    _, person, begin, end = simulate(plan).segments()

    same = person[1:] == person[:-1]
    assert (begin[1:][same] >= end[:-1][same]).all()


@given(plans)
def test_each_millisecond_of_a_person_is_busy_idle_or_off_duty(simulate, plan):
    """Working time inside the segments, working time outside them, and the rest make up the whole run."""
    trace = simulate(plan)

    _, person, begin, end = trace.segments()
    for one, index in enumerate(plan.people.calendar):
        hours, mine = plan.calendars[index].within(0, trace.stopped_ms), person == one
        busy = int((hours.worked_until(end[mine]) - hours.worked_until(begin[mine])).sum())
        idle = hours.without(begin[mine], end[mine]).total_ms
        off_duty = Calendar.of([0], [trace.stopped_ms]).without(hours.opens, hours.closes).total_ms
        assert busy + idle + off_duty == trace.stopped_ms


def turned(category, earlier):
    return category >= 0 and earlier not in (-1, category)


def hours_factors(plan, trace, step):
    """Return what may have multiplied a step's work: for haste, it is not known who came when at its own instant."""
    unit, now = plan.steps.unit[step], trace.started_ms[step]
    practice = practice_of(plan, step, int(trace.person[step]), int(now))[0]
    rows = np.flatnonzero(plan.pressure.unit == unit)
    there = (plan.steps.unit == unit) & (trace.ready_ms >= 0) & (trace.ready_ms <= now)
    left = (trace.started_ms == NOT_YET) | (trace.started_ms > now)
    least = (there & left & (trace.ready_ms < now)).sum()
    most = (there & (left | (trace.started_ms == now))).sum() - 1
    found = set()
    for waiting in range(least, most + 1):
        reached = rows[plan.pressure.waiting[rows] <= waiting]
        found.add((float(plan.pressure.hours_factor[reached[-1]]) if reached.size else 1.0) * practice)
    return found


@given(plain_plans)
def test_a_step_takes_the_working_time_of_whoever_does_it(simulate, plan):
    """Work over skill, perhaps in haste or with practice, and set-up where its category is not their last one."""
    trace, steps = simulate(plan), plan.steps

    step, person, begin, end = trace.segments()
    for one, index in enumerate(plan.people.calendar):
        last, turns = {-1}, {}  # the categories that may have been the last, and the times of steps of no length
        for now, from_ms, to_ms in zip(*(column[person == one].tolist() for column in (step, begin, end)), strict=True):
            category, hours = int(steps.category[now]), float(steps.work_hours[now])
            skill = float(plan.people.skill[one, category]) if category >= 0 else 1.0
            lengths = {
                hours / skill * factor
                + (float(plan.setup_hours[category]) if turned(category, earlier) and hours > 0 else 0.0)
                for earlier in last
                for factor in hours_factors(plan, trace, now)
            }
            ends = [plan.calendars[index].add_working(from_ms, floor(length * MS_PER_HOUR + 0.5)) for length in lengths]
            assert to_ms in ends if trace.state[now] == State.ENDED else max(ends) > trace.stopped_ms
            if category >= 0:
                # a trace does not say in which order steps of no length were taken at one instant
                turns.setdefault(from_ms, set()).add(category)
                last = turns[from_ms] if to_ms == from_ms else {category}


@given(plans)
def test_an_edge_is_kept(simulate, plan):
    """What starts has come in, and all that it follows is settled; a lag in clock time lies between.

    But for what is called by an alarm, or by the first of several. What hangs on others comes in with its first step.
    """
    trace, steps = simulate(plan), plan.steps

    settled = settled_ms(plan, trace)
    come_in = plan.matters.release_ms.copy()
    come_in[plan.entries.matter] = np.where(trace.ready_ms == NOT_YET, NEVER, trace.ready_ms)[plan.entries.step]
    ready = np.flatnonzero(trace.ready_ms >= 0)
    assert (trace.ready_ms[ready] >= come_in[steps.matter[ready]]).all()
    of_all = (plan.edges.guard != Guard.WHEN_LATE) & ~np.isin(plan.edges.target, plan.firsts.step)
    for source, target in zip(plan.edges.source[of_all].tolist(), plan.edges.target[of_all].tolist(), strict=True):
        if trace.ready_ms[target] >= 0:
            lag = int(steps.lag_ms[target]) if steps.calendar[target] < 0 else 0
            assert 0 <= settled[source] <= trace.ready_ms[target] - lag
