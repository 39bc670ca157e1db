"""The statutory clock: office time from release to end, less the time for which the clock was stopped.

It stands still while the applicant supplements (补正) and while experts review (专家评审).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from analysis.measures.played import Played, of_kinds
from sim.arrays import NEVER, Floats, Ints
from sim.plan.plan import Kind
from sim.trace import NOT_YET

STOPPING: Final = (Kind.SUPPLEMENT, Kind.REVIEW)
"""Kinds of steps during which the clock stands still."""


def working_ms(played: Played) -> Ints:
    """Return for the cohort's matters that stayed the office time between release and end, in ms."""
    office, stayed = played.horizon.office, played.stayed
    return office.worked_until(played.until_ms[stayed]) - office.worked_until(played.came_in_ms[stayed])


def stopped_ms(played: Played) -> Ints:
    """Return for the cohort the office time for which the clock stood still, in ms; side by side counts once."""
    steps, trace, office = played.plan.steps, played.trace, played.horizon.office
    rows = np.flatnonzero(of_kinds(steps.kind, STOPPING) & (trace.started_ms != NOT_YET))
    rows = rows[np.lexsort((trace.started_ms[rows], steps.matter[rows]))]
    matter, ended = steps.matter[rows], trace.ended_ms[rows]
    begin = office.worked_until(trace.started_ms[rows])
    end = office.worked_until(np.where(ended == NOT_YET, trace.stopped_ms, ended))
    # on one line, a matter's times behind the last one's, what has been counted ends where the latest stop so far does
    line = matter * (office.total_ms + 1)
    counted = np.maximum.accumulate(np.append(0, line + end))[:-1] - line
    length = np.maximum(end - np.maximum(begin, counted), 0)
    total = np.bincount(matter, weights=length, minlength=played.plan.matters.release_ms.size).astype(np.int64)
    return total[played.cohort]


def statutory_days(played: Played) -> Floats:
    """Return for the cohort's matters that stayed the statutory time from release to end, in days of office hours."""
    return np.asarray((working_ms(played) - stopped_ms(played)[played.stays]) / played.horizon.day_ms)


def on_time_share(played: Played) -> float | None:
    """Return the share of the cohort's matters with a deadline that were closed by it; None if none has one.

    A deadline moves back by the office time for which the clock stood still. What has left is not on time.
    """
    deadline = played.plan.matters.deadline_ms[played.cohort]
    bound = deadline < NEVER
    if not bound.any():
        return None
    matters = played.cohort[bound]
    due = played.horizon.office.add_working(deadline[bound], stopped_ms(played)[bound])
    return float((played.closed[matters] & (played.trace.closed_ms[matters] <= due)).mean())
