"""Measures of people: what their hours go into, and how evenly."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import Bound, at_work, held
from analysis.measures.played import Played, of_kinds
from analysis.measures.travel import ways_back, ways_there
from sim.arrays import Floats, Ints
from sim.institution import Rank
from sim.plan.plan import Kind
from sim.trace import NOT_YET

PURPOSES = ("direct", "coordination", "decision", "liaison", "rework", "held", "travel")
"""What a person's time goes into; who is held does nothing until somebody else has decided."""

IF_PROVIDED = {"held": "holds", "travel": "travellers"}
"""Purposes that only plans with such rows have."""

PURPOSE_OF = {
    Kind.DRAFT: "direct", Kind.HANDLE: "direct", Kind.REQUEST: "direct", Kind.REPLY: "direct",
    Kind.MEET: "coordination", Kind.COUNTERSIGN: "coordination", Kind.MERGE: "coordination",
    Kind.ASSIGN: "decision", Kind.SIGN: "decision", Kind.LIAISE: "liaison",
    Kind.ENTER: "direct", Kind.CLOSE: "direct", Kind.REPORT: "coordination",
    Kind.BRIEF: "decision", Kind.ADVISE: "decision", Kind.ASK: "direct",
    Kind.CHECK: "decision", Kind.AUDIT: "decision", Kind.REMIND: "coordination", Kind.RELAY: "coordination",
    Kind.NOTIFY: "coordination", Kind.PATROL: "direct", Kind.VERIFY: "direct", Kind.SUPERVISE: "coordination",
    Kind.PUSH: "coordination", Kind.INSPECT: "direct", Kind.ENFORCE: "direct", Kind.EXPLAIN: "liaison",
}  # fmt: skip

_PURPOSE = np.array([PURPOSES.index(PURPOSE_OF.get(kind, "direct")) for kind in Kind])
_REWORK, _HELD, _TRAVEL = (PURPOSES.index(purpose) for purpose in ("rework", "held", "travel"))

_SIGNATURES = (Kind.ASSIGN, Kind.SIGN, Kind.COUNTERSIGN)


def busy_ms(played: Played) -> tuple[Floats, Floats]:
    """Return [person, purpose] ms bound and [person] ms on duty, both within the window, of our people.

    Work after the first attempt is rework, whatever it was. Each member of a crew works from its start to its end. The
    way there is travel, whatever it is for, and so is the way back.
    """
    steps, n_people = played.plan.steps, played.plan.people.rank.size
    work, hold = at_work(played.plan, played.trace), held(played.plan, played.trace)
    purpose = np.where(steps.attempt[work.step] > 1, _REWORK, _PURPOSE[steps.kind[work.step]])
    rows = [(work.person, purpose, _in_window(played, work)), _all_for(_HELD, played, hold)]
    if played.plan.asks_for("travellers"):
        way = _way_in_window(played, work)
        rows += [(work.person, np.full_like(purpose, _TRAVEL), way), (work.person, purpose, -way)]
        rows.append(_all_for(_TRAVEL, played, ways_back(played.plan, played.trace)))
    person, purpose, spent = (np.concatenate(column) for column in zip(*rows, strict=True))
    cell = person * len(PURPOSES) + purpose
    worked = np.bincount(cell, weights=spent, minlength=n_people * len(PURPOSES)).astype(np.float64)
    begin, end = (np.full(n_people, time) for time in played.horizon.window_ms)
    scheduled = _on_duty(played, np.arange(n_people), begin, end).astype(np.float64)
    return worked.reshape(n_people, len(PURPOSES))[: played.n_staff], scheduled[: played.n_staff]


def _all_for(purpose: int, played: Played, bound: Bound) -> tuple[Ints, Ints, Ints]:
    return bound.person, np.full_like(bound.person, purpose), _in_window(played, bound)


def _on_duty(played: Played, person: Ints, begin: Ints, end: Ints) -> Ints:
    return played.duty.worked_until(person, end) - played.duty.worked_until(person, begin)


def _in_window(played: Played, bound: Bound) -> Ints:
    begin, end = played.horizon.window_ms
    return _on_duty(played, bound.person, np.clip(bound.from_ms, begin, end), np.clip(bound.to_ms, begin, end))


def _way_in_window(played: Played, work: Bound) -> Ints:
    """Return how much of each stretch of work was the way there, and in the window."""
    way, found = ways_there(played, work), np.zeros(work.step.size, dtype=np.int64)
    rows, window = np.flatnonzero(way), played.horizon.window_ms
    person, from_ms, to_ms = work.person[rows], work.from_ms[rows], work.to_ms[rows]
    there = played.duty.worked_until(person, from_ms) + way[rows]
    first, last = (played.duty.worked_until(person, np.clip(time, *window)) for time in (from_ms, to_ms))
    found[rows] = np.maximum(np.minimum(last, there) - first, 0)
    return found


def people_measures(played: Played, worked: Floats, scheduled: Floats) -> dict[str, float]:
    """Return utilisation in all and by purpose (shares of all scheduled time), its balance, and signatures.

    Where a plan holds nobody, there is no share of being held, and none of travel where nobody travels.
    """
    total = scheduled.sum()
    on_duty = scheduled > 0
    utilisation = worked[on_duty].sum(axis=1) / scheduled[on_duty]
    measures = {"utilisation_mean": float(worked.sum() / total) if total else 0.0}
    for index, purpose in enumerate(PURPOSES):
        if purpose not in IF_PROVIDED or played.plan.asks_for(IF_PROVIDED[purpose]):
            measures[f"utilisation_{purpose}"] = float(worked[:, index].sum() / total) if total else 0.0
    mean = float(utilisation.mean()) if utilisation.size else 0.0
    measures["load_balance"] = float(utilisation.std()) / mean if mean else 0.0
    leaders = played.rank >= Rank.HEAD
    measures["signatures_per_leader_day"] = float(signatures_per_day(played)[leaders].mean()) if leaders.any() else 0.0
    punctual = reports_on_time(played)
    return measures if punctual is None else measures | {"reports_on_time_share": punctual}


def reports_on_time(played: Played) -> float | None:
    """Return the share of the reports due in the window that were done by then; None if none is due.

    All designs are asked for the same ones, since no run ends before the window. A contact without steps is none, nor
    is what is no contact. The office's own work on a contact makes no report late.
    """
    begin, end = played.horizon.window_ms
    steps, deadline = played.plan.steps, played.plan.matters.deadline_ms
    theirs = np.zeros(0, dtype=np.int64) if played.office_units is None else played.office_units
    liaison = np.flatnonzero((steps.kind == Kind.LIAISE) & ~np.isin(steps.unit, theirs))
    matter, done = steps.matter[liaison], played.trace.ended_ms[liaison]
    asked = np.bincount(matter, minlength=deadline.size) > 0
    late = np.bincount(matter[(done == NOT_YET) | (done > deadline[matter])], minlength=deadline.size) > 0
    due = np.flatnonzero(~played.is_matter & asked & (deadline >= begin) & (deadline < end))
    return float((~late[due]).mean()) if due.size else None


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
