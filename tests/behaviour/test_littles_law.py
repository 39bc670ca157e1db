"""Little's law, L = lambda W, as an identity: on a finite run both sides count the same milliseconds.

Stidham & El-Taha, Sample-Path Analysis of Queueing Systems (1999), ch. 1. Matters that are open at the end
have stayed until then.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from random_plans import random_plan
from random_provisions import EVERY

from sim.arrays import NEVER
from sim.trace import NOT_YET, State

plans = st.randoms(use_true_random=True).map(lambda random: random_plan(random, profiles=EVERY))


def come_in(plan, trace):
    """Return when each matter came in: never, if what it hangs on is skipped, and then it is closed as it comes."""
    release = plan.matters.release_ms.copy()
    ready = trace.ready_ms[plan.entries.step]
    closed = trace.closed_ms[plan.entries.matter]
    release[plan.entries.matter] = np.where(ready != NOT_YET, ready, np.where(closed == NOT_YET, NEVER, closed))
    return release


@given(plans)
def test_the_stays_of_all_matters_are_the_integral_of_the_number_in_the_house(simulate, plan):
    """The number is counted from the steps alone: a matter is there while one of its steps is not settled.

    What hangs on others is there since the first of its steps was ready; if none ever is, it never was.
    """
    trace, end = simulate(plan), plan.end_ms

    release = np.minimum(come_in(plan, trace), trace.stopped_ms)
    stays = np.where(trace.closed_ms >= 0, trace.closed_ms, trace.stopped_ms) - release
    settled = trace.ended_ms.copy()
    for _ in range(plan.n_steps):  # what is skipped is settled with the last of what it follows
        for source, target in zip(plan.edges.source.tolist(), plan.edges.target.tolist(), strict=True):
            if trace.state[target] == State.SKIPPED:
                settled[target] = max(settled[target], settled[source])
    settled[~np.isin(trace.state, (State.ENDED, State.SKIPPED, State.LEFT))] = end + 1
    moments = np.unique(np.concatenate([release, np.clip(settled, 0, trace.stopped_ms), [trace.stopped_ms]]))
    in_house = [
        sum(
            release[matter] <= now and (settled[plan.steps.matter == matter] > now).any()
            for matter in range(release.size)
        )
        for now in moments[:-1]
    ]
    assert stays.sum() == (np.array(in_house, dtype=np.int64) * np.diff(moments)).sum()


@given(plans)
def test_the_waits_in_a_unit_are_the_integral_of_its_queue(simulate, plan):
    """The queue is counted from who is at work: who is ready or put down waits, until taken or gone."""
    trace, stopped = simulate(plan), simulate(plan).stopped_ms

    for unit in range(plan.n_units):
        mine = plan.steps.unit == unit
        begun, cut = trace.started_ms >= 0, (trace.cut_step != NOT_YET) & mine[trace.cut_step]
        gone = np.where(begun, trace.started_ms, np.where(trace.state == State.LEFT, trace.ended_ms, stopped))
        again = np.where(trace.resumed_ms == NOT_YET, stopped, trace.resumed_ms)[cut]
        waited = mine & (trace.ready_ms >= 0)
        waits = (gone - trace.ready_ms)[waited].sum() + (again - trace.cut_ms[cut]).sum()
        comes = np.sort(np.concatenate([trace.ready_ms[waited], trace.cut_ms[cut]]))
        person_began = trace.segments()[2][mine[trace.segments()[0]]]
        goes = np.sort(np.concatenate([person_began, trace.ended_ms[mine & (trace.state == State.LEFT)]]))
        moments = np.unique(np.concatenate([comes, goes, [stopped]]))
        queue = np.searchsorted(comes, moments[:-1], "right") - np.searchsorted(goes, moments[:-1], "right")
        assert waits == (queue * np.diff(moments)).sum()
        assert (queue >= 0).all()
