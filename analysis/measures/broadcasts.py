"""Measures of broadcasts: how soon an order has been confirmed, by how many, and what it took."""

from __future__ import annotations

from math import ceil

import numpy as np

from analysis.measures.bound import at_work
from analysis.measures.played import Played
from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Kind
from sim.trace import State

NEARLY_ALL = 0.95
"""The share of those who can be reached whose confirmations `broadcast_hours_p95` waits for."""


def broadcast_measures(played: Played) -> dict[str, float]:
    """Return the means over the broadcasts of the window; nothing where there are none.

    Hours are clock hours from when the order went out, `broadcast_staff_hours` of people at work. What has not been
    confirmed when the run stops counts until then, so that hours are lower bounds.
    """
    steps = played.plan.steps
    confirms = np.flatnonzero(steps.kind == Kind.ACKNOWLEDGE)
    rows = _of_window(played, np.unique(steps.matter[confirms]))
    if not rows.size:
        return {}
    confirms = confirms[np.isin(steps.matter[confirms], rows)]
    reachable = played.trace.state[confirms] != State.SKIPPED
    hours = _hours(played, confirms)
    every, nearly = [], []
    for row in rows.tolist():
        mine = steps.matter[confirms] == row
        ordered = np.sort(hours[mine & reachable])
        every.append(ordered[-1] if ordered.size else 0.0)
        nearly.append(ordered[ceil(NEARLY_ALL * ordered.size) - 1] if ordered.size else 0.0)
    reached = played.executed[confirms]
    return {
        "broadcast_hours_mean": float(np.mean(every)),
        "broadcast_hours_p95": float(np.mean(nearly)),
        "broadcast_unreached_share": float(1 - reached.mean()),
        "broadcast_staff_hours": _staff_hours(played, rows),
    }


def _of_window(played: Played, rows: Ints) -> Ints:
    begin, end = played.horizon.window_ms
    release = played.plan.matters.release_ms[rows]
    return rows[(release >= begin) & (release < end)]


def _hours(played: Played, confirms: Ints) -> Floats:
    """Return for each recipient the hours until the order was confirmed, or until the run stopped."""
    trace, release = played.trace, played.plan.matters.release_ms[played.plan.steps.matter[confirms]]
    until = np.where(played.executed[confirms], trace.ended_ms[confirms], trace.stopped_ms)
    return np.asarray((until - release) / MS_PER_HOUR)


def _staff_hours(played: Played, rows: Ints) -> float:
    """Return the hours of people that calls, messages and messengers took, for each broadcast."""
    work, steps = at_work(played.plan, played.trace), played.plan.steps
    mine = np.isin(steps.matter[work.step], rows) & (steps.kind[work.step] == Kind.NOTIFY)
    person, begin, end = work.person[mine], work.from_ms[mine], work.to_ms[mine]
    worked = played.duty.worked_until(person, end) - played.duty.worked_until(person, begin)
    return float(worked.sum() / MS_PER_HOUR / rows.size)
