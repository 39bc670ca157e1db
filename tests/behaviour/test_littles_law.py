"""Little's law, L = lambda W, as an identity: on a finite run both sides count the same milliseconds.

Stidham & El-Taha, Sample-Path Analysis of Queueing Systems (1999), ch. 1. Matters that are open at the end
have stayed until then.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from random_plans import random_plan

from sim.trace import State

plans = st.randoms(use_true_random=True).map(random_plan)


@given(plans)
def test_the_stays_of_all_matters_are_the_integral_of_the_number_in_the_house(simulate, plan):
    """The number is counted from the steps alone: a matter is there while one of its steps is not settled."""
    trace, end = simulate(plan), plan.end_ms

    release = np.minimum(plan.matters.release_ms, trace.stopped_ms)
    stays = np.where(trace.closed_ms >= 0, trace.closed_ms, trace.stopped_ms) - release
    settled = trace.ended_ms.copy()
    for _ in range(plan.n_steps):  # what is skipped is settled with the last of what it follows
        for source, target in zip(plan.edges.source.tolist(), plan.edges.target.tolist(), strict=True):
            if trace.state[target] == State.SKIPPED:
                settled[target] = max(settled[target], settled[source])
    settled[~np.isin(trace.state, (State.ENDED, State.SKIPPED))] = end + 1
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
    """The queue is counted from who is at work: those who wait are those who are ready, less those who have started."""
    trace, stopped = simulate(plan), simulate(plan).stopped_ms

    for unit in range(plan.n_units):
        ready = trace.ready_ms[(plan.steps.unit == unit) & (trace.ready_ms >= 0)]
        segments = trace.segments()
        started = segments[2][plan.steps.unit[segments[0]] == unit]
        waits = np.where(trace.started_ms >= 0, trace.started_ms, stopped) - trace.ready_ms
        moments = np.unique(np.concatenate([ready, started, [stopped]]))
        queue = np.searchsorted(np.sort(ready), moments[:-1], "right") - np.searchsorted(
            np.sort(started), moments[:-1], "right"
        )
        assert waits[(plan.steps.unit == unit) & (trace.ready_ms >= 0)].sum() == (queue * np.diff(moments)).sum()
        assert (queue >= 0).all()
