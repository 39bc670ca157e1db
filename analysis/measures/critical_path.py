"""The critical path of each matter: back from its end, always along the predecessor that let the next step begin.

That is the one that was settled last; of a step that the first of several calls, the first live one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Flags, Ints
from sim.plan.plan import Guard
from sim.trace import NOT_YET, State


@dataclass(frozen=True, kw_only=True)
class Path:
    """Stretches of critical paths, one row each: `step` was called, perhaps taken up, and left at `until_ms`.

    Before `called_ms` lies `held_ms`: the time that the step waited for another matter's step. The stretches
    of a matter, with what was held, fill the time from its release to its end without gap or overlap.
    `step` is -1 for a stretch in which nothing but another matter was waited for.
    """

    matter: Ints  # position in the cohort
    step: Ints
    called_ms: Ints
    started_ms: Ints  # `until_ms` where the step was not taken up
    until_ms: Ints
    held_ms: Ints


def critical_path(played: Played) -> Path:
    """Return the critical paths of the cohort. Ties go to the earlier step.

    A path may lead through a step that was skipped; its stretch has no length. One that leads through a step that
    raised an alarm leaves it at the alarm.
    """
    trace, settled = played.trace, settled_ms(played)
    called, own_called, before = _calls(played, settled)
    rows: list[tuple[Ints, Ints, Ints, Ints, Ints, Ints]] = []
    step, until, idle = _last_steps(played, settled)
    matter = np.arange(played.cohort.size)
    stuck = np.flatnonzero(idle > 0)
    nothing = np.full(stuck.size, -1, dtype=np.int64)
    rows.append((stuck, nothing, until[stuck], until[stuck], until[stuck], idle[stuck]))
    until = until - idle
    while True:
        going = step >= 0
        matter, step, until = matter[going], step[going], until[going]
        if not step.size:
            break
        started, own, last = trace.started_ms[step], own_called[step], called[step]
        started = np.clip(np.where(started == NOT_YET, until, started), last, until)
        rows.append((matter, step, last, started, until, last - own))
        step, until = before[step], own
    columns = [np.concatenate(parts) for parts in zip(*rows, strict=True)]
    names = ("matter", "step", "called_ms", "started_ms", "until_ms", "held_ms")
    return Path(**dict(zip(names, columns, strict=True)))


def settled_ms(played: Played) -> Ints:
    """Return when each step was settled: it ended or left, or all that it follows was settled and it was skipped.

    NOT_YET where the run stopped before. A step waits for all that it follows to be settled, also where the edge
    then turns out not to be live.
    """
    edges, trace = played.plan.edges, played.trace
    settled = trace.ended_ms.copy()
    to_skipped = np.flatnonzero((trace.state == State.SKIPPED)[edges.target])
    source, target = edges.source[to_skipped], edges.target[to_skipped]
    while (settled[target] < settled[source]).any():
        np.maximum.at(settled, target, settled[source])
    return settled


def _calls(played: Played, settled: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each step when it was called, when its own matter called it, and by which step (-1: release)."""
    plan, edges = played.plan, played.plan.edges
    matter = plan.steps.matter
    rung, earlier = _resolved(played, settled)
    foreign = np.flatnonzero(matter[edges.source] != matter[edges.target])
    foreign_ms, earlier[foreign] = earlier[foreign], NOT_YET - 1
    if plan.asks_for("firsts"):
        earlier[_too_late(played, rung, earlier)] = NOT_YET - 1
    last = np.full(plan.n_steps, NOT_YET, dtype=np.int64)
    np.maximum.at(last, edges.target, earlier)
    decisive = np.flatnonzero(earlier == last[edges.target])[::-1]  # of those that tie the earliest is set last
    before = np.full(plan.n_steps, -1, dtype=np.int64)
    before[edges.target[decisive]] = edges.source[decisive]
    own_called = np.maximum(last, played.came_in_ms[matter])
    called = own_called.copy()
    foreign_ms[np.isin(edges.target[foreign], plan.entries.step)] = NOT_YET  # a matter begins when it came in
    np.maximum.at(called, edges.target[foreign], foreign_ms)
    return called, own_called, before


def _resolved(played: Played, settled: Ints) -> tuple[Flags, Ints]:
    """Return which edges an alarm has made live, and when each edge was resolved: at the alarm, or with its source.

    An alarm that has not been reached when the run stops lies behind that, and has called nothing.
    """
    edges, trace, alarms = played.plan.edges, played.trace, played.plan.alarms
    rung, resolved = np.zeros(edges.source.size, dtype=bool), settled[edges.source]
    if alarms.step.size:
        late = np.flatnonzero(edges.guard == Guard.WHEN_LATE)
        step = edges.source[late]
        at = trace.ready_ms[step] + alarms.after_ms[np.searchsorted(alarms.step, step)]
        begun, gone = trace.started_ms[step], np.where(trace.state[step] == State.LEFT, trace.ended_ms[step], at)
        rung[late] = (trace.ready_ms[step] != NOT_YET) & ((begun == NOT_YET) | (begun >= at)) & (gone >= at)
        resolved[late] = np.where(rung[late], at, resolved[late])
    return rung, resolved


def _too_late(played: Played, rung: Flags, resolved: Ints) -> Ints:
    """Return the edges to steps that the first of several calls which did not call them, where one has done so."""
    plan, trace, edges = played.plan, played.trace, played.plan.edges
    several = np.flatnonzero(np.isin(edges.target, plan.firsts.step))
    live = (_holds(played)[several] | rung[several]) & (resolved[several] >= 0)
    target, never = edges.target[several], trace.stopped_ms + 1
    first = np.full(plan.n_steps, never, dtype=np.int64)
    np.minimum.at(first, target[live], resolved[several][live])
    return np.asarray(several[(first[target] < never) & ~(live & (resolved[several] == first[target]))])


def _holds(played: Played) -> Flags:
    """Return which edges were live when their source ended or left (rule 8); alarms are told apart."""
    plan, trace, edges = played.plan, played.trace, played.plan.edges
    judged, guard = edges.judged, edges.guard
    ended = trace.state == State.ENDED
    overdue = trace.ended_ms[judged] > plan.matters.deadline_ms[plan.steps.matter[judged]]
    told = ended[judged] & (trace.ended_ms[judged] <= trace.ended_ms[edges.source])
    by_guard = {
        Guard.ON_ERROR: trace.outcome[judged] == 1, Guard.IF_FINE: trace.outcome[judged] == 0,
        Guard.WHEN_OVERDUE: overdue, Guard.IN_TIME: ~overdue,
    }  # fmt: skip
    read = np.select([guard == one for one in by_guard], list(by_guard.values()), default=False)
    holds = (guard == Guard.ALWAYS) | (told & read)
    gone = (trace.state[edges.source] == State.LEFT) & (guard == Guard.WHEN_LEFT)
    return np.asarray((ended[edges.source] & holds) | gone)


def _last_steps(played: Played, settled: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each matter of the cohort the step its path ends with, its end, and idle time before that.

    A closed matter ends with the step that was settled last. An open one stands at the earliest step that is under
    way; where none is, it waits for another matter since its last step was settled.
    """
    plan, trace, cohort = played.plan, played.trace, played.cohort
    n = plan.matters.release_ms.size
    matter = plan.steps.matter
    latest = np.full(n, NOT_YET, dtype=np.int64)
    np.maximum.at(latest, matter, settled)
    last = _earliest(np.flatnonzero((settled == latest[matter]) & (settled != NOT_YET)), matter, n)
    frontier = _earliest(np.flatnonzero((trace.state >= State.LAGGING) & (trace.state <= State.STARTED)), matter, n)
    is_open = ~played.settled
    step = np.where(is_open & (frontier >= 0), frontier, last)[cohort]
    until = played.until_ms[cohort]
    stuck = is_open[cohort] & (frontier[cohort] < 0) & played.came_in[cohort]  # what nobody knows of waits for nothing
    since = np.where(step >= 0, settled[np.maximum(step, 0)], played.came_in_ms[cohort])
    return step, until, np.where(stuck, until - since, 0)


def _earliest(steps: Ints, matter: Ints, n_matters: int) -> Ints:
    """Return for each matter the first of these ascending steps that is its own; -1 where none is."""
    first = np.full(n_matters, -1, dtype=np.int64)
    first[matter[steps[::-1]]] = steps[::-1]  # the last assignment wins
    return first
