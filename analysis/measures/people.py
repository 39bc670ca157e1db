"""Measures of people: what their hours go into, and how evenly."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Floats, Ints
from sim.institution import Rank
from sim.plan.plan import Kind

PURPOSES = ("direct", "coordination", "decision", "liaison", "rework")
"""What a person's working time goes into."""

PURPOSE_OF = {
    Kind.DRAFT: "direct", Kind.HANDLE: "direct", Kind.REQUEST: "direct", Kind.REPLY: "direct",
    Kind.MEET: "coordination", Kind.COUNTERSIGN: "coordination", Kind.MERGE: "coordination",
    Kind.ASSIGN: "decision", Kind.SIGN: "decision", Kind.LIAISE: "liaison",
}  # fmt: skip

_SIGNATURES = (Kind.ASSIGN, Kind.SIGN, Kind.COUNTERSIGN)


def busy_ms(played: Played) -> tuple[Floats, Floats]:
    """Return [person, purpose] ms worked and [person] ms on duty, both within the window.

    Work after the first attempt is rework, whatever it was.
    """
    begin, end = played.horizon.window_ms
    step, person, started, until = played.trace.segments()
    kind = np.array([PURPOSES.index(PURPOSE_OF.get(kind, "direct")) for kind in Kind])[played.plan.steps.kind[step]]
    purpose = np.where(played.plan.steps.attempt[step] > 1, PURPOSES.index("rework"), kind)
    worked = np.zeros((played.plan.people.rank.size, len(PURPOSES)))
    scheduled = np.zeros(played.plan.people.rank.size)
    first = np.searchsorted(person, np.arange(scheduled.size + 1))
    for index, diary in enumerate(played.diaries):
        rows = slice(first[index], first[index + 1])
        spent = diary.worked_until(np.clip(until[rows], begin, end)) - diary.worked_until(
            np.clip(started[rows], begin, end)
        )
        np.add.at(worked[index], purpose[rows], spent)
        scheduled[index] = int(diary.worked_until(end)) - int(diary.worked_until(begin))
    return worked, scheduled


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
    return measures


def signatures_per_day(played: Played) -> Floats:
    """Return for each person the signatures given per working day of the window; none if it has no working day."""
    begin, end = played.horizon.window_ms
    steps, trace = played.plan.steps, played.trace
    rows = np.isin(steps.kind, _SIGNATURES) & played.executed & (trace.person >= 0)
    rows &= (trace.ended_ms >= begin) & (trace.ended_ms < end)
    counts: Ints = np.bincount(trace.person[rows], minlength=played.plan.people.rank.size)
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
