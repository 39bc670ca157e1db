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
    """Return when people were at work on steps; each member of a crew from its start to its end.

    A step that was interrupted has a stretch before each interruption and one after the last, if it was gone on with.
    """
    alone = _alone(trace)
    if not plan.crews.step.size:
        return alone
    rows = ~np.isin(alone.step, plan.crews.step)
    seat, taken = np.repeat(plan.crews.step, plan.crews.count), trace.crew != NOT_YET
    step = seat[taken]
    crews = Bound(step, trace.crew[taken], trace.started_ms[step], or_stopped(trace.ended_ms[step], trace))
    columns = [(getattr(alone, name)[rows], getattr(crews, name)) for name in ("step", "person", "from_ms", "to_ms")]
    return Bound(*(np.concatenate(column) for column in columns))


def _alone(trace: Trace) -> Bound:
    """Return when people were at work on steps, of a crew the first member alone."""
    if (trace.cut_step != NOT_YET).any():
        return Bound(*trace.segments())
    step = np.flatnonzero(trace.person >= 0)  # sums ask for no order, so the trace need not sort its segments
    return Bound(step, trace.person[step], trace.started_ms[step], or_stopped(trace.ended_ms[step], trace))


def held(plan: Plan, trace: Trace) -> Bound:
    """Return when people did nothing else because what they had done was not decided yet.

    A person of the rank that decides is not held.
    """
    step, until = plan.holds.step, plan.holds.until
    person = trace.person[step]
    in_force = (trace.state[step] == State.ENDED) & (plan.people.rank[person] < plan.steps.rank[until])
    rows = np.flatnonzero(in_force)
    return Bound(step[rows], person[rows], trace.ended_ms[step[rows]], or_stopped(trace.freed_ms[rows], trace))


def or_stopped(ms: Ints, trace: Trace) -> Ints:
    """Return these times, and where one was not reached, when the run stopped."""
    return np.where(ms == NOT_YET, trace.stopped_ms, ms)
