"""Bound time: who was at work on which step, alone or in a crew, and who was held until somebody had decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Ints
from sim.plan.plan import Plan
from sim.trace import NOT_YET, State, Trace


@dataclass(frozen=True)
class Bound:
    """One row a stretch of one person's time, in ms; what had not ended lasts until the run stopped."""

    step: Ints
    person: Ints
    from_ms: Ints
    to_ms: Ints


def at_work(plan: Plan, trace: Trace) -> Bound:
    """Return when people were at work on steps; each member of a crew from its start to its end."""
    step = np.flatnonzero(trace.person >= 0)  # sums ask for no order, so the trace need not sort its segments
    person = trace.person[step]
    if plan.crews.step.size:
        alone = ~np.isin(step, plan.crews.step)
        seat, taken = np.repeat(plan.crews.step, plan.crews.count), trace.crew != NOT_YET
        step = np.concatenate([step[alone], seat[taken]])
        person = np.concatenate([person[alone], trace.crew[taken]])
    return Bound(step, person, trace.started_ms[step], _or_stopped(trace.ended_ms[step], trace))


def held(plan: Plan, trace: Trace) -> Bound:
    """Return when people did nothing else because what they had done was not decided yet.

    A person of the rank that decides is not held.
    """
    step, until = plan.holds.step, plan.holds.until
    person = trace.person[step]
    in_force = (trace.state[step] == State.ENDED) & (plan.people.rank[person] < plan.steps.rank[until])
    rows = np.flatnonzero(in_force)
    return Bound(step[rows], person[rows], trace.ended_ms[step[rows]], _or_stopped(trace.freed_ms[rows], trace))


def _or_stopped(ms: Ints, trace: Trace) -> Ints:
    return np.where(ms == NOT_YET, trace.stopped_ms, ms)
