"""Measures of upper-level offices with desks of their own: how busy they are, and how long their answers take."""

from __future__ import annotations

import numpy as np

from analysis.measures.bound import or_stopped
from analysis.measures.contracts import utilisation_outside
from analysis.measures.played import Played
from sim.calendar import MS_PER_DAY
from sim.plan.plan import Kind
from sim.trace import NOT_YET


def office_measures(played: Played) -> dict[str, float]:
    """Return the measures of offices by name; none where they have no desks, no days where nobody asked."""
    if played.office_units is None:
        return {}
    measures = {"office_utilisation": utilisation_outside(played, played.office_units)}
    days = answer_days(played)
    return measures if days is None else measures | {"answer_days_mean": days}


def answer_days(played: Played) -> float | None:
    """Return the mean days of 24 hours from when a request of the cohort went out until it was answered.

    What was not answered counts until the end of the run. None if no request went out.
    """
    steps, trace = played.plan.steps, played.trace
    asked = (steps.kind == Kind.ANSWER) & np.isin(steps.matter, played.cohort) & (trace.ready_ms != NOT_YET)
    rows = np.flatnonzero(asked)
    if not rows.size:
        return None
    return float((or_stopped(trace.ended_ms[rows], trace) - trace.ready_ms[rows]).mean() / MS_PER_DAY)
