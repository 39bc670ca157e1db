"""The critical path of each matter: back from its end, always along the predecessor that was settled last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Ints
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

    A path may lead through a step that was skipped; its stretch has no length.
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
        started = np.where(trace.started_ms[step] == NOT_YET, until, trace.started_ms[step])
        rows.append((matter, step, called[step], started, until, called[step] - own_called[step]))
        until = own_called[step]
        step = before[step]
    columns = [np.concatenate(parts) for parts in zip(*rows, strict=True)]
    names = ("matter", "step", "called_ms", "started_ms", "until_ms", "held_ms")
    return Path(**dict(zip(names, columns, strict=True)))


def settled_ms(played: Played) -> Ints:
    """Return when each step was settled: it ended, or all that it follows was settled and it was skipped.

    NOT_YET where the run stopped before. A step waits for all that it follows to be settled, also where the edge
    then turns out not to be live.
    """
    edges, trace = played.plan.edges, played.trace
    settled = trace.ended_ms.copy()
    to_skipped = np.flatnonzero(trace.state[edges.target] == State.SKIPPED)
    while True:
        before = settled.copy()
        np.maximum.at(settled, edges.target[to_skipped], settled[edges.source[to_skipped]])
        if np.array_equal(settled, before):
            return settled


def _calls(played: Played, settled: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each step when it was called, when its own matter called it, and by which step (-1: release)."""
    plan, edges = played.plan, played.plan.edges
    matter = plan.steps.matter
    called = plan.matters.release_ms[matter].copy()
    own_called, before = called.copy(), np.full(plan.n_steps, -1, dtype=np.int64)
    np.maximum.at(called, edges.target, settled[edges.source])
    own = np.flatnonzero(matter[edges.source] == matter[edges.target])
    order = own[np.lexsort((-edges.source[own], settled[edges.source[own]], edges.target[own]))]
    last = np.flatnonzero(np.append(np.diff(edges.target[order]) != 0, True)) if order.size else order
    source, target = edges.source[order[last]], edges.target[order[last]]
    before[target] = source
    own_called[target] = np.maximum(own_called[target], settled[source])
    return called, own_called, before


def _last_steps(played: Played, settled: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each matter of the cohort the step its path ends with, its end, and idle time before that.

    A closed matter ends with the step that was settled last. An open one stands at the earliest step that is under
    way; where none is, it waits for another matter since its last step was settled.
    """
    plan, trace, cohort = played.plan, played.trace, played.cohort
    n = plan.matters.release_ms.size
    matter = plan.steps.matter
    last = np.full(n, -1, dtype=np.int64)
    known = np.flatnonzero(settled != NOT_YET)
    order = known[np.lexsort((-known, settled[known], matter[known]))]
    last[matter[order]] = order  # the last assignment of a matter wins
    under_way = np.flatnonzero(np.isin(trace.state, (State.LAGGING, State.WAITING, State.STARTED)))
    frontier = np.full(n, -1, dtype=np.int64)
    frontier[matter[under_way][::-1]] = under_way[::-1]
    is_open = ~played.closed
    step = np.where(is_open & (frontier >= 0), frontier, last)[cohort]
    until = played.until_ms[cohort]
    stuck = is_open[cohort] & (frontier[cohort] < 0)
    since = np.where(step >= 0, settled[np.maximum(step, 0)], plan.matters.release_ms[cohort])
    return step, until, np.where(stuck, until - since, 0)
