"""The critical path of each matter: back from its end, always along the predecessor that ended last."""

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
    """Return the critical paths of the cohort. Ties between predecessors go to the earlier step."""
    trace = played.trace
    called, own_called, before = _calls(played)
    rows: list[tuple[Ints, Ints, Ints, Ints, Ints, Ints]] = []
    step, until, idle = _last_steps(played)
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
        started = trace.started_ms[step]
        started = np.where((started == NOT_YET) | (started > until), until, started)
        rows.append((matter, step, called[step], started, until, called[step] - own_called[step]))
        until = own_called[step]
        step = before[step]
    columns = [np.concatenate(parts) for parts in zip(*rows, strict=True)]
    names = ("matter", "step", "called_ms", "started_ms", "until_ms", "held_ms")
    return Path(**dict(zip(names, columns, strict=True)))


def live_edges(played: Played) -> Flags:
    """Return which edges were live: their source ended and their guard held."""
    edges, trace = played.plan.edges, played.trace
    outcome = trace.outcome[edges.judged]
    holds = (
        (edges.guard == Guard.ALWAYS)
        | ((edges.guard == Guard.ON_ERROR) & (outcome == 1))
        | ((edges.guard == Guard.IF_FINE) & (outcome == 0))
    )
    return np.asarray((trace.state[edges.source] == State.ENDED) & holds)


def _calls(played: Played) -> tuple[Ints, Ints, Ints]:
    """Return for each step when it was called, when its own matter called it, and by which step (-1: release)."""
    plan, trace = played.plan, played.trace
    edges, live = plan.edges, live_edges(played)
    matter = plan.steps.matter
    called = plan.matters.release_ms[matter].copy()
    own_called, before = called.copy(), np.full(plan.n_steps, -1, dtype=np.int64)
    ended = trace.ended_ms[edges.source]
    np.maximum.at(called, edges.target[live], ended[live])
    own = np.flatnonzero(live & (matter[edges.source] == matter[edges.target]))
    order = own[np.lexsort((-edges.source[own], ended[own], edges.target[own]))]
    last = np.flatnonzero(np.append(np.diff(edges.target[order]) != 0, True)) if order.size else order
    binding = order[last]
    before[edges.target[binding]] = edges.source[binding]
    own_called[edges.target[binding]] = ended[binding]
    return called, own_called, before


def _last_steps(played: Played) -> tuple[Ints, Ints, Ints]:
    """Return for each matter of the cohort the step its path ends with, its end, and idle time before that.

    A closed matter ends with its last step. An open one stands at the earliest step that is under way; where
    none is, it waits for another matter since its last step ended.
    """
    plan, trace, cohort = played.plan, played.trace, played.cohort
    n = plan.matters.release_ms.size
    matter = plan.steps.matter
    last = np.full(n, -1, dtype=np.int64)
    ended = np.flatnonzero(trace.state == State.ENDED)
    order = ended[np.lexsort((ended, trace.ended_ms[ended], matter[ended]))]
    last[matter[order]] = order  # the last assignment of a matter wins
    under_way = np.flatnonzero(np.isin(trace.state, (State.LAGGING, State.WAITING, State.STARTED)))
    frontier = np.full(n, -1, dtype=np.int64)
    frontier[matter[under_way][::-1]] = under_way[::-1]
    is_open = ~played.closed
    step = np.where(is_open & (frontier >= 0), frontier, last)[cohort]
    until = played.until_ms[cohort]
    stuck = is_open[cohort] & (frontier[cohort] < 0)
    since = np.where(step >= 0, trace.ended_ms[np.maximum(step, 0)], plan.matters.release_ms[cohort])
    return step, until, np.where(stuck, until - since, 0)
