"""The split: each millisecond of a matter's critical path has one name.

Names are given in this precedence: outside, handed over or before a meeting; closed hours (nobody of the unit on
duty); travel; rework (any attempt after the first); then by the step's kind, waiting or worked on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from analysis.measures.critical_path import critical_path
from analysis.measures.played import Played
from analysis.measures.travel import way_of_step
from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Kind
from sim.trace import NOT_YET

PARTS = ("waiting", "worked", "handed_over", "coordinated", "signature", "outside", "closed", "rework", "travel")
"""The names of the parts, as in the measures `split_<part>_days_mean`."""

_COORDINATED, _CLOSED, _REWORK, _TRAVEL = (
    PARTS.index(part) for part in ("coordinated", "closed", "rework", "travel")
)  # fmt: skip
_COORDINATION = (
    Kind.MEET, Kind.COUNTERSIGN, Kind.MERGE, Kind.REPORT, Kind.REMIND, Kind.RELAY, Kind.SUPERVISE, Kind.PUSH
)  # fmt: skip


def _by_kind(named: Mapping[str, tuple[Kind, ...]], other: str) -> Ints:
    """Return for each kind the part that its time falls to."""
    part = np.full(len(Kind), PARTS.index(other), dtype=np.int64)
    for name, kinds in named.items():
        part[list(kinds)] = PARTS.index(name)
    return part


_AT_MEETINGS = (Kind.SUBMIT, Kind.DECIDE)
_SIGNATURE = (Kind.ASSIGN, Kind.SIGN, Kind.BRIEF, Kind.ADVISE, Kind.CHECK)
_NOT_HERE = _by_kind({"handed_over": (Kind.HAND_OVER,), "signature": _AT_MEETINGS}, "outside")
_WAITING = _by_kind({"coordinated": _COORDINATION, "signature": _SIGNATURE}, "waiting")
_UNDER_WAY = _by_kind({"coordinated": _COORDINATION}, "worked")


def split_ms(played: Played) -> Ints:
    """Return [matter of the cohort, part]: ms by part; each row sums to the matter's elapsed time exactly."""
    n, parts = played.cohort.size, np.zeros(played.cohort.size * len(PARTS))
    for matter, part, length in _stretches(played):
        parts += np.bincount(matter * len(PARTS) + part, weights=length, minlength=parts.size)
    return parts.reshape(n, len(PARTS)).astype(np.int64)


def split_days(played: Played) -> dict[str, float]:
    """Return the mean days of each part over the cohort's matters that stayed; of travel, where somebody travels."""
    shown = PARTS if played.plan.asks_for("travellers") else PARTS[:_TRAVEL]
    if not played.stayed.size:
        return dict.fromkeys(shown, 0.0)
    total: Floats = np.zeros(len(PARTS))
    for matter, part, length in _stretches(played):
        total += np.bincount(part, weights=length * played.stays[matter], minlength=len(PARTS))
    return dict(zip(shown, (total / played.stayed.size / MS_PER_DAY).tolist(), strict=False))


def _stretches(played: Played) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield (matter of the cohort, part, ms) of all that the critical paths are made of."""
    path, steps = critical_path(played), played.plan.steps
    yield path.matter, np.full(path.matter.size, _COORDINATED), path.held_ms
    unit = np.where((path.step >= 0) & _in_house(played)[path.step], steps.unit[path.step], -1)
    pure = np.flatnonzero((path.step >= 0) & (unit < 0))
    yield path.matter[pure], _NOT_HERE[steps.kind[path.step[pure]]], path.until_ms[pure] - path.called_ms[pure]
    rows = np.flatnonzero(unit >= 0)
    matter, step, unit = path.matter[rows], path.step[rows], unit[rows]
    times = [path.called_ms[rows], path.started_ms[rows], path.until_ms[rows]]
    worked = [played.unit_hours.worked_until(unit, time) for time in times]
    for begin, part in enumerate((_WAITING, _UNDER_WAY)):
        on_duty = worked[begin + 1] - worked[begin]  # somebody of the unit is
        yield matter, np.full(rows.size, _CLOSED), times[begin + 1] - times[begin] - on_duty
        yield matter, _named(played, step, part), on_duty
    for row, begin_ms, end_ms, named in _told_apart(played, step, times[1], times[2]):
        on_duty = np.subtract(*(played.unit_hours.worked_until(unit[row], time) for time in (end_ms, begin_ms)))
        yield matter[row], named, on_duty
        yield matter[row], _named(played, step[row], _UNDER_WAY), -on_duty


def _in_house(played: Played) -> Flags:
    """Return which steps wait for people of ours: who answers, or works for us elsewhere, has a queue, but not here."""
    plan = played.plan
    ours = np.zeros(plan.n_units, dtype=bool)
    ours[plan.people.unit[: plan.people.unit_start[played.rank.size]]] = True
    return np.asarray((plan.steps.unit >= 0) & (plan.steps.kind != Kind.ANSWER) & ours[plan.steps.unit])


def _named(played: Played, step: Ints, by_kind: Ints) -> Ints:
    """Return the parts of steps' time in which somebody of the unit is on duty."""
    steps = played.plan.steps
    return np.where(steps.attempt[step] > 1, _REWORK, by_kind[steps.kind[step]])


def _told_apart(played: Played, step: Ints, started: Ints, until: Ints) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
    """Yield (row, from, to, part) of what lies between start and end of these steps and is no work.

    That is the time for which a step waits again since it was interrupted, and the way there.
    """
    trace = played.trace
    row_of = np.full(played.plan.n_steps, -1, dtype=np.int64)
    row_of[step] = np.arange(step.size)
    cuts = np.flatnonzero((trace.cut_step != NOT_YET) & (row_of[trace.cut_step] >= 0))
    row, resumed = row_of[trace.cut_step[cuts]], trace.resumed_ms[cuts]
    begin, end = (np.minimum(time, until[row]) for time in (
        trace.cut_ms[cuts], np.where(resumed == NOT_YET, until[row], resumed))
    )  # fmt: skip
    yield row, begin, end, _named(played, step[row], _WAITING)
    if played.plan.asks_for("travellers"):
        way = way_of_step(played)[step]
        row = np.flatnonzero(way)
        arrived = _arrived(played, played.trace.person[step[row]], started[row], way[row], until[row])
        yield row, started[row], arrived, np.full(row.size, _TRAVEL)


def _arrived(played: Played, person: Ints, started: Ints, way: Ints, until: Ints) -> Ints:
    """Return when these people had come to where they went, or `until` when they were on the way."""
    arrived = until.copy()
    for one in np.unique(person).tolist():
        rows = np.flatnonzero(person == one)
        arrived[rows] = np.minimum(played.diaries[one].add_working(started[rows], way[rows]), until[rows])
    return arrived
