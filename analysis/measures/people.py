"""Measures of people: what their hours go into, and how evenly."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played, of_kinds
from sim.arrays import Floats, Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.trace import NOT_YET

PURPOSES = ("direct", "coordination", "decision", "liaison", "rework")
"""What a person's working time goes into."""

PURPOSE_OF = {
    Kind.DRAFT: "direct", Kind.HANDLE: "direct", Kind.REQUEST: "direct", Kind.REPLY: "direct",
    Kind.MEET: "coordination", Kind.COUNTERSIGN: "coordination", Kind.MERGE: "coordination",
    Kind.ASSIGN: "decision", Kind.SIGN: "decision", Kind.LIAISE: "liaison",
    Kind.ENTER: "direct", Kind.CLOSE: "direct",
}  # fmt: skip

_PURPOSE = np.array([PURPOSES.index(PURPOSE_OF.get(kind, "direct")) for kind in Kind])
_REWORK = PURPOSES.index("rework")

_SIGNATURES = (Kind.ASSIGN, Kind.SIGN, Kind.COUNTERSIGN)


def busy_ms(played: Played) -> tuple[Floats, Floats]:
    """Return [person, purpose] ms worked and [person] ms on duty, both within the window.

    Work after the first attempt is rework, whatever it was.
    """
    begin, end = played.horizon.window_ms
    steps, trace, everybody = played.plan.steps, played.trace, np.arange(played.plan.people.rank.size)

    def on_duty(person: Ints, begins: Ints, ends: Ints) -> Ints:
        return played.duty.worked_until(person, ends) - played.duty.worked_until(person, begins)

    step = np.flatnonzero(trace.person >= 0)  # sums ask for no order, so the trace need not sort its segments
    person, ended = trace.person[step], trace.ended_ms[step]
    until = np.where(ended == NOT_YET, trace.stopped_ms, ended)
    spent = on_duty(person, np.clip(trace.started_ms[step], begin, end), np.clip(until, begin, end))
    cell = person * len(PURPOSES) + np.where(steps.attempt[step] > 1, _REWORK, _PURPOSE[steps.kind[step]])
    worked = np.bincount(cell, weights=spent, minlength=everybody.size * len(PURPOSES)).astype(np.float64)
    scheduled = on_duty(everybody, np.full_like(everybody, begin), np.full_like(everybody, end)).astype(np.float64)
    return worked.reshape(everybody.size, len(PURPOSES)), scheduled


def people_measures(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    """Return utilisation in all and by purpose (shares of all scheduled time), its balance, and signatures."""
    total = scheduled.sum()
    on_duty = scheduled > 0
    utilisation = worked[on_duty].sum(axis=1) / scheduled[on_duty]
    measures = {"utilisation_mean": float(worked.sum() / total) if total else 0.0}
    for index, purpose in enumerate(PURPOSES):
        measures[f"utilisation_{purpose}"] = float(worked[:, index].sum() / total) if total else 0.0
    mean = float(utilisation.mean()) if utilisation.size else 0.0
    measures["load_balance"] = float(utilisation.std()) / mean if mean else 0.0
    leaders = played.plan.people.rank >= Rank.HEAD
    measures["signatures_per_leader_day"] = float(signatures_per_day(played)[leaders].mean()) if leaders.any() else 0.0
    punctual = reports_on_time(played)
    return measures if punctual is None else measures | {"reports_on_time_share": punctual}


def reports_on_time(played: Played) -> float | None:
    """Return the share of the reports due in the window that were done by then; None if none is due.

    All designs are asked for the same ones, since no run ends before the window. A contact without steps is none.
    """
    begin, end = played.horizon.window_ms
    deadline = played.plan.matters.deadline_ms
    asked = np.bincount(played.plan.steps.matter, minlength=deadline.size) > 0
    due = np.flatnonzero(~played.is_matter & asked & (deadline >= begin) & (deadline < end))
    if not due.size:
        return None
    return float((played.closed[due] & (played.trace.closed_ms[due] <= deadline[due])).mean())


def signatures_per_day(played: Played) -> Floats:
    """Return for each person the signatures given per working day of the window; none if it has no working day."""
    begin, end = played.horizon.window_ms
    steps, trace = played.plan.steps, played.trace
    rows = np.flatnonzero(of_kinds(steps.kind, _SIGNATURES) & played.executed)
    person, ended = trace.person[rows], trace.ended_ms[rows]
    given = (person >= 0) & (ended >= begin) & (ended < end)
    counts: Ints = np.bincount(person[given], minlength=played.plan.people.rank.size)
    office = played.horizon.office
    days = (int(office.worked_until(end)) - int(office.worked_until(begin))) / played.horizon.day_ms
    return np.asarray(counts / days if days else np.zeros(counts.size))


def by_rank(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    """Return the utilisation of each rank that somebody holds."""
    rank = played.plan.people.rank
    return {
        level.name.lower(): float(worked[rank == level].sum() / scheduled[rank == level].sum())
        for level in Rank
        if scheduled[rank == level].sum() > 0
    }
