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
        started, own, last = trace.started_ms[step], own_called[step], called[step]
        rows.append((matter, step, last, np.where(started == NOT_YET, until, started), until, last - own))
        step, until = before[step], own
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
    to_skipped = np.flatnonzero((trace.state == State.SKIPPED)[edges.target])
    source, target = edges.source[to_skipped], edges.target[to_skipped]
    while (settled[target] < settled[source]).any():
        np.maximum.at(settled, target, settled[source])
    return settled


def _calls(played: Played, settled: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each step when it was called, when its own matter called it, and by which step (-1: release)."""
    plan, edges = played.plan, played.plan.edges
    matter = plan.steps.matter
    earlier = settled[edges.source]
    foreign = np.flatnonzero(matter[edges.source] != matter[edges.target])
    foreign_ms, earlier[foreign] = earlier[foreign], NOT_YET - 1
    last = np.full(plan.n_steps, NOT_YET, dtype=np.int64)
    np.maximum.at(last, edges.target, earlier)
    decisive = np.flatnonzero(earlier == last[edges.target])[::-1]  # of those that tie the earliest is set last
    before = np.full(plan.n_steps, -1, dtype=np.int64)
    before[edges.target[decisive]] = edges.source[decisive]
    own_called = np.maximum(last, plan.matters.release_ms[matter])
    called = own_called.copy()
    np.maximum.at(called, edges.target[foreign], foreign_ms)
    return called, own_called, before


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
    is_open = ~played.closed
    step = np.where(is_open & (frontier >= 0), frontier, last)[cohort]
    until = played.until_ms[cohort]
    stuck = is_open[cohort] & (frontier[cohort] < 0)
    since = np.where(step >= 0, settled[np.maximum(step, 0)], plan.matters.release_ms[cohort])
    return step, until, np.where(stuck, until - since, 0)


def _earliest(steps: Ints, matter: Ints, n_matters: int) -> Ints:
    """Return for each matter the first of these ascending steps that is its own; -1 where none is."""
    first = np.full(n_matters, -1, dtype=np.int64)
    first[matter[steps[::-1]]] = steps[::-1]  # the last assignment wins
    return first
