"""Who takes what in any plan: nobody is idle beside work without a reason, and what may interrupt others does."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from presence import Presence
from random_plans import random_plan
from random_provisions import EVERY
from sampling import examples

from sim.arrays import NEVER

plans = st.randoms(use_true_random=True).map(lambda random: random_plan(random, profiles=EVERY))


def moments(presence: Presence) -> list[int]:
    """Return the instants of a run at which something came, began or ended, or people came on duty."""
    trace, plan = presence.trace, presence.plan
    times = [trace.ready_ms, trace.started_ms, trace.ended_ms, trace.freed_ms, trace.cut_ms, trace.resumed_ms]
    times += [trace.back_ms, *(calendar.opens for calendar in plan.calendars)]
    at = np.unique(np.concatenate(times))
    return at[(at >= 0) & (at <= trace.stopped_ms)].tolist()


def waiting(presence: Presence, now: int) -> Iterator[tuple[int, int | None]]:
    """Yield the steps that wait for one person when an instant is over, and whom they wait for; None: for anybody."""
    for step in presence.left_waiting(now):
        if step not in presence.crews:
            yield step, presence.officer.get(step)
    for step in presence.put_down(now):
        yield step, presence.officer_again(step, now)


def admitted(presence: Presence, step: int, now: int, awaited: int | None) -> list[int]:
    """Return who may do a step and is there."""
    unit, rank = int(presence.plan.steps.unit[step]), int(presence.plan.steps.rank[step])
    people = presence.people if awaited is None else [awaited]
    return [one for one in people if presence.may(one, unit, rank) and presence.is_there(one, unit, now)]


def may_be_kept(presence: Presence, person: int, now: int) -> bool:
    """Return whether a crew waits of which somebody fits a line, and of which enough people are there."""
    crews = presence.plan.crews
    for step in presence.left_waiting(now):
        rows = np.flatnonzero(crews.step == step).tolist()
        if rows and presence.are_there(rows, now) and any(person in presence.fit(row) for row in rows):
            return True
    return False


@settings(max_examples=examples(100))
@given(plans)
def test_nobody_who_may_take_a_step_is_free_beside_it_unless_kept_for_a_crew(simulate, plan):
    presence = Presence(plan, simulate(plan))

    for now in moments(presence):
        free = {one for one in presence.people if presence.is_left_free(one, now)}
        for step, awaited in waiting(presence, now) if free else ():
            for person in free.intersection(admitted(presence, step, now, awaited)):
                assert may_be_kept(presence, person, now), (now, step, person)


@settings(max_examples=examples(100))
@given(plans)
def test_no_step_that_may_interrupt_waits_beside_less_urgent_work(simulate, plan):
    presence = Presence(plan, simulate(plan))
    trace, barred = presence.trace, {*plan.visits.step.tolist(), *plan.holds.step.tolist(), *presence.crews}
    cut_at = dict(zip(plan.preempts.step.tolist(), trace.cut_ms.tolist(), strict=True))

    def urgency(step, now):
        return int(not presence.ends_a_hold(step, now)), presence.order(step, now)[0]

    for now in moments(presence) if cut_at else ():
        at_work = {  # what would never end is not interrupted; what the run cut off cannot be told from it
            person: step for person, work in enumerate(presence.work)
            for begin, end, step in work if begin <= now < end < NEVER and step not in barred
        }  # fmt: skip
        for step, awaited in waiting(presence, now):
            if step not in cut_at or 0 <= cut_at[step] <= now:
                continue  # it may not, or it has interrupted another one
            for person in at_work.keys() & set(admitted(presence, step, now, awaited)):
                assert urgency(at_work[person], now) <= urgency(step, now), (now, step, person)
