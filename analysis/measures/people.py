"""Measures of people: what their hours go into, and how evenly."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import Bound, at_work, held
from analysis.measures.played import Played, of_kinds
from sim.arrays import Floats, Ints
from sim.institution import Rank
from sim.plan.plan import Kind

PURPOSES = ("direct", "coordination", "decision", "liaison", "rework", "held")
"""What a person's time goes into; who is held does nothing until somebody else has decided."""

PURPOSE_OF = {
    Kind.DRAFT: "direct", Kind.HANDLE: "direct", Kind.REQUEST: "direct", Kind.REPLY: "direct",
    Kind.MEET: "coordination", Kind.COUNTERSIGN: "coordination", Kind.MERGE: "coordination",
    Kind.ASSIGN: "decision", Kind.SIGN: "decision", Kind.LIAISE: "liaison",
    Kind.ENTER: "direct", Kind.CLOSE: "direct", Kind.REPORT: "coordination",
    Kind.BRIEF: "decision", Kind.ADVISE: "decision", Kind.ASK: "direct",
}  # fmt: skip

_PURPOSE = np.array([PURPOSES.index(PURPOSE_OF.get(kind, "direct")) for kind in Kind])
_REWORK, _HELD = (PURPOSES.index(purpose) for purpose in ("rework", "held"))

_SIGNATURES = (Kind.ASSIGN, Kind.SIGN, Kind.COUNTERSIGN)


def busy_ms(played: Played) -> tuple[Floats, Floats]:
    """Return [person, purpose] ms bound and [person] ms on duty, both within the window, of our people.

    Work after the first attempt is rework, whatever it was. Each member of a crew works from its start to its end.
    """
    begin, end = played.horizon.window_ms
    steps, everybody = played.plan.steps, np.arange(played.plan.people.rank.size)

    def on_duty(person: Ints, begins: Ints, ends: Ints) -> Ints:
        return played.duty.worked_until(person, ends) - played.duty.worked_until(person, begins)

    def in_window(bound: Bound) -> Ints:
        return on_duty(bound.person, np.clip(bound.from_ms, begin, end), np.clip(bound.to_ms, begin, end))

    work, hold = at_work(played.plan, played.trace), held(played.plan, played.trace)
    purpose = np.where(steps.attempt[work.step] > 1, _REWORK, _PURPOSE[steps.kind[work.step]])
    person = np.concatenate([work.person, hold.person])
    cell = person * len(PURPOSES) + np.concatenate([purpose, np.full(hold.step.size, _HELD)])
    spent = np.concatenate([in_window(work), in_window(hold)])
    worked = np.bincount(cell, weights=spent, minlength=everybody.size * len(PURPOSES)).astype(np.float64)
    scheduled = on_duty(everybody, np.full_like(everybody, begin), np.full_like(everybody, end)).astype(np.float64)
    return worked.reshape(everybody.size, len(PURPOSES))[: played.n_staff], scheduled[: played.n_staff]


def people_measures(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    """Return utilisation in all and by purpose (shares of all scheduled time), its balance, and signatures.

    Where a plan holds nobody, there is no share of being held.
    """
    total = scheduled.sum()
    on_duty = scheduled > 0
    utilisation = worked[on_duty].sum(axis=1) / scheduled[on_duty]
    measures = {"utilisation_mean": float(worked.sum() / total) if total else 0.0}
    shown = PURPOSES if played.plan.asks_for("holds") else PURPOSES[:_HELD]
    for index, purpose in enumerate(shown):
        measures[f"utilisation_{purpose}"] = float(worked[:, index].sum() / total) if total else 0.0
    mean = float(utilisation.mean()) if utilisation.size else 0.0
    measures["load_balance"] = float(utilisation.std()) / mean if mean else 0.0
    leaders = played.rank >= Rank.HEAD
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
    counts: Ints = np.bincount(person[given], minlength=played.plan.people.rank.size)[: played.n_staff]
    office = played.horizon.office
    days = (int(office.worked_until(end)) - int(office.worked_until(begin))) / played.horizon.day_ms
    return np.asarray(counts / days if days else np.zeros(counts.size))


def by_rank(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    """Return the utilisation of each rank that somebody holds."""
    rank = played.rank
    return {
        level.name.lower(): float(worked[rank == level].sum() / scheduled[rank == level].sum())
        for level in Rank
        if scheduled[rank == level].sum() > 0
    }
