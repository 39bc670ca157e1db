"""Nothing is lost where steps leave or are interrupted, and people are held or on the way back."""

from math import floor

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from presence import Presence
from provisions_fired import practice_of
from random_plans import random_plan
from random_provisions import EVERY

from sim.calendar import MS_PER_HOUR
from sim.trace import NOT_YET, State

plans = st.randoms(use_true_random=True).map(lambda random: random_plan(random, profiles=EVERY))


@given(plans)
def test_a_step_leaves_when_its_patience_has_ended_and_nobody_has_taken_it(simulate, plan):
    trace = simulate(plan)

    step, last = plan.patience.step, trace.ready_ms[plan.patience.step] + plan.patience.after_ms
    state, ready = trace.state[step], trace.ready_ms[step] != NOT_YET
    untaken = (state == State.WAITING) & (trace.started_ms[step] == NOT_YET)
    assert (trace.ended_ms[step][state == State.LEFT] == last[state == State.LEFT]).all()
    assert (trace.started_ms[step][ready] <= last[ready]).all()
    assert (last[untaken] > trace.stopped_ms).all()
    assert np.isin(np.flatnonzero(trace.state == State.LEFT), step).all()


@given(plans)
def test_an_interruption_is_told_whole(simulate, plan):
    """Whoever is called away starts the urgent step that instant; the other one is gone on with later, or waits."""
    trace = simulate(plan)

    did = trace.cut_step != NOT_YET
    for column in (trace.cut_person, trace.cut_ms):
        assert np.array_equal(column != NOT_YET, did)
    presence, by = Presence(plan, trace), plan.preempts.step
    for row in np.flatnonzero(did).tolist():
        step, person, now = (int(column[row]) for column in (trace.cut_step, trace.cut_person, trace.cut_ms))
        assert (person, now) in [(one, begin) for one, begin, _ in presence.stretches[int(by[row])]]
        assert (person, now) in [(one, end) for one, _, end in presence.stretches[step]]
        assert trace.resumed_ms[row] == NOT_YET or trace.resumed_ms[row] >= now
        assert not any(step in table.step for table in (plan.visits, plan.holds, plan.crews))


@given(plans)
def test_nobody_works_is_held_and_is_on_the_way_back_at_once(simulate, plan):
    """All members of a crew counted: the lengths of all that somebody is bound to add up to the time that they are."""
    trace = simulate(plan)

    presence, end = Presence(plan, trace), trace.stopped_ms
    for person in presence.people:
        hours = presence.diary[person].within(0, end)
        spans = np.array(presence.bound(person), dtype=np.int64).reshape(-1, 2)
        begins, ends = np.minimum(spans, end).T
        each = int((hours.worked_until(ends) - hours.worked_until(begins)).sum())
        assert each + hours.without(begins, ends).total_ms == hours.total_ms


def set_ups(presence, step):
    """Return the hours that each who worked on a step took to turn to its category."""
    category = int(presence.plan.steps.category[step])
    hours = float(presence.plan.setup_hours[category])
    last = [presence.last_category(one, since) for one, since, _ in presence.stretches[step]]
    return [hours if category >= 0 and earlier not in (-1, category) else 0.0 for earlier in last]


def hours_when_begun(presence, step):
    """Return how long a step would have taken whoever began it, but for haste, turning and the way."""
    plan, category, (first, begin, _) = presence.plan, presence.plan.steps.category[step], presence.stretches[step][0]
    hours = float(plan.steps.work_hours[step])
    if category >= 0:
        hours = hours / float(plan.people.skill[first, category])
    factor = practice_of(plan, step, first, begin)[0]
    for row in np.flatnonzero((plan.growth.step == step) & (plan.growth.since_ms <= begin)).tolist():
        grown = 1 + plan.growth.per_hour[row] * ((begin - plan.growth.since_ms[row]) / MS_PER_HOUR)
        factor = factor * min(plan.growth.most[row], grown)
    return hours * factor


@given(plans)
def test_the_stretches_of_an_interrupted_step_make_up_its_work(simulate, plan):
    """As many hours as it would have taken whoever began it, and a set-up for each who turned to it to go on."""
    trace = simulate(plan)

    presence = Presence(plan, trace)
    for step in set(trace.cut_step[trace.cut_step != NOT_YET].tolist()):
        stretches, first = presence.stretches[step], presence.stretches[step][0][0]
        begun = [(since, one) for person, since, _ in stretches for one, _, one_step in presence.work[person]
                 if one_step != step]  # fmt: skip
        if trace.state[step] != State.ENDED or any(since == one for since, one in begun):
            continue  # it is not told what somebody did first in an instant
        if plan.steps.unit[step] in plan.pressure.unit or first in plan.travellers.person:
            continue  # nor who waited then, and how far the way was
        rest, hours = 0, [hours_when_begun(presence, step), *[0.0] * (len(stretches) - 1)]
        for (person, since, to), own, turning in zip(stretches, hours, set_ups(presence, step), strict=True):
            diary = presence.diary[person]
            length = rest + floor((own + turning) * MS_PER_HOUR + 0.5)
            end = int(diary.add_working(since, length))
            rest = length - int(diary.worked_until(to) - diary.worked_until(since))

        assert (rest, end) == (0, trace.ended_ms[step])
