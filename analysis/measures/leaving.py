"""Measures of waiting: who left and complained, what was urgent, interrupted, reminded of, or passed on."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Flags, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Guard, Kind
from sim.trace import NOT_YET


def leaving_measures(played: Played) -> dict[str, float]:
    """Return what came of waiting in the cohort, each measure only where the plan has steps of the kind.

    Shares are of the cohort, `_per_100` are for each 100 of its matters, days are of 24 hours.
    """
    if not played.cohort.size:
        return {}
    return _left(played) | _hanging(played) | _urgent(played) | _passed_on(played)


def _left(played: Played) -> dict[str, float]:
    """Return who left, where anybody may leave for good; the days until then are missing where nobody did."""
    if not _may_leave(played).any():
        return {}
    gone = played.cohort[played.left[played.cohort]]
    measures = {"left_share": float(gone.size / played.cohort.size)}
    if gone.size:
        days = (played.until_ms[gone] - played.came_in_ms[gone]) / MS_PER_DAY
        measures["left_days_mean"] = float(days.mean())
    return measures


def _may_leave(played: Played) -> Flags:
    """Return which steps with a patience nothing of their own matter waits on for."""
    edges, matter, patience = played.plan.edges, played.plan.steps.matter, played.plan.patience.step
    goes_on = (edges.guard == Guard.WHEN_LEFT) & (matter[edges.source] == matter[edges.target])
    return np.isin(patience, edges.source[goes_on], invert=True)


def _hanging(played: Played) -> dict[str, float]:
    """Return what came in on account of matters of the cohort: complaints, reminders, leaders' orders."""
    kind = played.plan.steps.kind[played.plan.entries.step]
    came = played.executed[played.plan.entries.step] & (played.hangs_on[played.plan.entries.matter] >= 0)
    of_cohort = came & np.isin(played.hangs_on[played.plan.entries.matter], played.cohort)
    return {
        f"{name}_per_100": 100 * float((of_cohort & (kind == one)).sum()) / played.cohort.size
        for name, one in (("complaints", Kind.COMPLAIN), ("reminders", Kind.REMIND), ("escalations", Kind.ASSIGN))
        if (kind == one).any()
    }


def _urgent(played: Played) -> dict[str, float]:
    """Return the days of urgent matters that stayed, where there are any, and how often work was interrupted."""
    measures: dict[str, float] = {}
    urgent = np.isin(played.stayed, played.urgent)
    if urgent.any():
        measures["urgent_days_mean"] = float(played.elapsed_days[urgent].mean())
    if played.plan.preempts.step.size:
        cut = played.trace.cut_step[played.trace.cut_step != NOT_YET]
        of_cohort = np.isin(played.plan.steps.matter[cut], played.cohort)
        measures["interruptions_per_100"] = 100 * float(of_cohort.sum()) / played.cohort.size
    return measures


def _passed_on(played: Played) -> dict[str, float]:
    """Return the share of matters whose lead's handling another unit began, where it may be passed on."""
    steps = _taken_over(played)
    if not steps.size:
        return {}
    begun = played.plan.steps.matter[steps[played.trace.started_ms[steps] != NOT_YET]]
    return {"overflow_share": float(np.isin(played.cohort, begun).mean())}


def _taken_over(played: Played) -> Ints:
    """Return the steps in which another unit handles what has left a queue, perhaps after a hand-over."""
    edges, steps = played.plan.edges, played.plan.steps
    left = (edges.guard == Guard.WHEN_LEFT) & (steps.kind[edges.source] == Kind.HANDLE)
    source, target = edges.source[left], edges.target[left]
    on_the_way = np.full(steps.kind.size, -1, dtype=np.int64)
    on_the_way[target] = source
    further = (steps.kind[edges.source] == Kind.HAND_OVER) & (on_the_way[edges.source] >= 0)
    source = np.concatenate([source, on_the_way[edges.source[further]]])
    target = np.concatenate([target, edges.target[further]])
    elsewhere = (steps.kind[target] == Kind.HANDLE) & (steps.unit[target] != steps.unit[source])
    return np.unique(target[elsewhere])
