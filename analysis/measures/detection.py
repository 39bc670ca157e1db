"""Measures of latent events: whether and when they became known, by whom, and what that and not knowing cost."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import at_work
from analysis.measures.played import Played
from sim.arrays import NEVER, Flags, Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Guard, Kind

WAYS = {"patrols": Kind.PATROL, "sensors": Kind.VERIFY, "complaints": Kind.COMPLAIN}
"""By which kind of step an event may become known otherwise than by its accident."""


def detection_measures(played: Played, scheduled: Floats) -> dict[str, float]:
    """Return the measures of the events whose onset lies in the window; nothing where no type of matter has any.

    `scheduled` is the time for which each of our people is on duty in the window, in ms. What patrols and false
    reports take is told only where there are any; days are of 24 hours.
    """
    if played.events is None:
        return {}
    return _known(played) | _patrols(played, scheduled) | _false_reports(played)


def _known(played: Played) -> dict[str, float]:
    """Return shares and days of the events; those that nobody knew of when the window ended count until then."""
    events, (begin, end) = played.events, played.horizon.window_ms
    assert events is not None
    mine = np.flatnonzero((events.onset_ms >= begin) & (events.onset_ms < end))
    if not mine.size:
        return {}
    matter, onset, fades = events.matter[mine], events.onset_ms[mine], events.fades_ms[mine]
    known, way = played.came_in_ms[matter], ways_known(played)[matter]
    in_time = known < end  # the run waits for all of these
    hidden = np.clip(np.minimum(known, fades), onset, end) - onset
    there = np.where(in_time, played.until_ms[matter], np.minimum(fades, end))
    measures = {
        "detected_share": float((in_time & (way >= 0)).mean()),
        **{f"detected_by_{name}_share": float((in_time & (way == kind)).mean()) for name, kind in WAYS.items()},
        "undetected_days_mean": float(hidden.mean() / MS_PER_DAY),
        "onset_to_close_days_mean": float(np.maximum(there - onset, 0).mean() / MS_PER_DAY),
    }
    if (events.accident_ms < NEVER).any():
        accidents = _accidents(played)
        measures["accidents_per_100"] = 100 * float(np.isin(matter, accidents).mean())
    return measures


def ways_known(played: Played) -> Ints:
    """Return by matter the kind of step by which an event became known; -1: by its accident alone, or not at all.

    At a tie it is the first of these steps.
    """
    plan, trace, edges = played.plan, played.trace, played.plan.edges
    found = np.full(plan.matters.release_ms.size, -1, dtype=np.int64)
    into = np.flatnonzero(np.isin(edges.target, _entries(played)) & played.executed[edges.source])
    into = into[(edges.guard[into] == Guard.ALWAYS) | (edges.guard[into] == Guard.IN_TIME)]
    source, matter = edges.source[into], plan.steps.matter[edges.target[into]]
    first = trace.ended_ms[source] == played.came_in_ms[matter]
    kind = _looked(played)[source]
    rows = np.flatnonzero(first & np.isin(kind, list(WAYS.values())))[::-1]  # the last assignment wins
    found[matter[rows]] = kind[rows]
    return found


def _entries(played: Played) -> Ints:
    """Return the steps by which the events come in."""
    entries, events = played.plan.entries, played.events
    return entries.step[np.isin(entries.matter, events.matter if events else [])]


def _looked(played: Played) -> Ints:
    """Return the kinds of steps, of those that hold a look against an event's end that of the look."""
    steps, edges = played.plan.steps, played.plan.edges
    kind = steps.kind.copy()
    foreign = np.flatnonzero(
        (steps.matter[edges.source] != steps.matter[edges.target]) & (kind[edges.target] == Kind.DETECT)
    )
    foreign = foreign[np.isin(edges.target[foreign], _entries(played), invert=True)]
    kind[edges.target[foreign]] = steps.kind[edges.source[foreign]]
    return kind


def _accidents(played: Played) -> Ints:
    """Return the events that an accident came of before the window ended."""
    entries, steps = played.plan.entries, played.plan.steps
    came = (steps.kind[entries.step] == Kind.DETECT) & (played.came_in_ms[entries.matter] < played.horizon.window_ms[1])
    return np.asarray(played.hangs_on[entries.matter[came]])


def _patrols(played: Played, scheduled: Floats) -> dict[str, float]:
    """Return the share of all hours on duty in the window that went into rounds, the ways there included."""
    if not (played.plan.steps.kind == Kind.PATROL).any() or not scheduled.sum():
        return {}
    work, (begin, end) = at_work(played.plan, played.trace), played.horizon.window_ms
    rows = np.flatnonzero(played.plan.steps.kind[work.step] == Kind.PATROL)
    person = work.person[rows]
    since, until = (np.clip(time[rows], begin, end) for time in (work.from_ms, work.to_ms))
    spent = played.duty.worked_until(person, until) - played.duty.worked_until(person, since)
    return {"patrol_hours_share": float(spent.sum() / scheduled.sum())}


def _false_reports(played: Played) -> dict[str, float]:
    """Return how many reports a week turned out to be false in the window."""
    steps, (begin, end) = played.plan.steps, played.horizon.window_ms
    verified = steps.kind == Kind.VERIFY
    if not verified.any():
        return {}
    true: Flags = np.zeros(steps.kind.size, dtype=bool)
    true[played.plan.edges.source] = True
    at = played.trace.ended_ms[verified & ~true & played.executed]
    return {"false_alerts_per_week": float(((at >= begin) & (at < end)).sum() / ((end - begin) / (7 * MS_PER_DAY)))}
