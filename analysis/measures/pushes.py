"""Measures of pushes (审批-监管-执法): how often who supervises disputes an approval, and how soon it is inspected."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Kind
from sim.trace import NOT_YET


def push_measures(played: Played) -> dict[str, float]:
    """Return the measures of what follows the cohort's approvals; nothing where approvals are not pushed.

    Days are of 24 hours from when the matter was closed until its inspection begins, or until the run stops.
    """
    entries = _entries(played)
    if not entries.size:
        return {}
    steps = played.plan.steps
    pushed = steps.matter[entries[played.executed[entries]]]
    measures: dict[str, float] = {}
    if pushed.size:
        disputed = steps.matter[played.executed & (steps.kind == Kind.ASSIGN)]
        measures["pushes_disputed_share"] = float(np.isin(pushed, disputed).mean())
    days = _days(played, entries)
    if days.size:
        measures["push_days_mean"] = float(days.mean())
        if played.processes.late_days is not None:
            measures["late_pushes_share"] = float((days > played.processes.late_days).mean())
    return measures


def _entries(played: Played) -> Ints:
    """Return the steps with which what hangs on the cohort's approvals comes in, of those that were given."""
    plan, step = played.plan, played.plan.entries.step
    pushes = step[plan.steps.kind[step] == Kind.PUSH]
    of_cohort = np.isin(played.hangs_on[plan.steps.matter[pushes]], played.cohort)
    return pushes[of_cohort & (played.trace.started_ms[pushes] != NOT_YET)]


def _days(played: Played, entries: Ints) -> Floats:
    """Return how long it took from the approval to the inspection, of those that are to be inspected."""
    steps, trace = played.plan.steps, played.trace
    approved = np.full(played.plan.matters.release_ms.size, NOT_YET)
    approved[steps.matter[entries]] = trace.started_ms[entries]
    inspected = np.flatnonzero((steps.kind == Kind.INSPECT) & (approved[steps.matter] != NOT_YET))
    began = trace.started_ms[inspected]
    until = np.where(began == NOT_YET, trace.stopped_ms, began)
    return np.asarray((until - approved[steps.matter[inspected]]) / MS_PER_DAY)
