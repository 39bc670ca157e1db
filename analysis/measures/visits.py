"""Measures of visits (综合查一次): how often those who are inspected are visited, and for how long."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import at_work
from analysis.measures.played import Played
from analysis.measures.travel import way_of_step
from sim.calendar import MS_PER_HOUR
from sim.plan.plan import Kind
from sim.trace import NOT_YET


def visit_measures(played: Played) -> dict[str, float]:
    """Return means over the cohort's matters that are to be inspected; nothing where there are none.

    A visit lasts as long as whoever leads it is at work there, without the way. What is handled again is no visit.
    """
    asked = np.intersect1d(played.cohort, played.processes.inspected)
    if not asked.size:
        return {}
    steps, trace = played.plan.steps, played.trace
    visit = (steps.kind == Kind.HANDLE) & (steps.attempt == 1) & np.isin(steps.need, played.processes.inspections)
    visit &= np.isin(steps.matter, asked) & (trace.started_ms != NOT_YET)
    return {
        "visits_per_matter": float(visit.sum() / asked.size),
        "visit_hours_of_client": _hours(played, np.flatnonzero(visit)) / asked.size,
    }


def _hours(played: Played, visits: np.ndarray) -> float:
    """Return the hours of these visits; of a crew its first member counts."""
    work, crews = at_work(played.plan, played.trace), played.plan.crews.step
    leads = ~np.isin(work.step, crews) | (work.person == played.trace.person[work.step])
    rows = leads & np.isin(work.step, visits)
    person, begin, end = work.person[rows], work.from_ms[rows], work.to_ms[rows]
    spent = (played.duty.worked_until(person, end) - played.duty.worked_until(person, begin)).sum()
    if played.plan.asks_for("travellers"):
        spent -= way_of_step(played)[visits].sum()
    return float(spent / MS_PER_HOUR)
