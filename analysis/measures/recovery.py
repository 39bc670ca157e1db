"""Measures of task forces (专班): what other matters suffer meanwhile, and how long it takes until all is as before."""

from __future__ import annotations

import numpy as np

from analysis.measures.backlog import open_by_day
from analysis.measures.played import Played
from analysis.measures.watched import Watched
from sim.arrays import Flags, Floats
from sim.calendar import MS_PER_DAY

BEFORE_DAYS = 28
"""Days before the first task force whose open matters are the level to come back to."""

WEEK_DAYS = 7
"""Open matters are back when their mean over so many days is."""

MARGIN = 0.1
"""By which share of the level before they may still be above it."""


def recovery_measures(played: Played, scheduled: Floats) -> dict[str, float]:
    """Return the measures of task forces by name; none where no design of the scenario has one.

    `scheduled` is the time for which each of our people is on duty in the window, in ms. A measure that there is
    nothing to tell of (no such matter, no return within the window) is left out.
    """
    watched = played.watched
    if watched is None:
        return {}
    length = watched.end_ms - watched.begin_ms
    measures = {
        "home_days_before": _home_days(played, watched, watched.begin_ms - length, watched.begin_ms),
        "home_days_during": _home_days(played, watched, watched.begin_ms, watched.end_ms),
        "home_days_after": _home_days(played, watched, watched.end_ms, watched.end_ms + length),
        "recovery_days": recovery_days(played, watched),
        "seconded_share": seconded_share(played, watched, scheduled),
    }
    return {name: value for name, value in measures.items() if value is not None}


def _other(played: Played, watched: Watched) -> Flags:
    """Return which of the plan's matters are of types that no task force takes."""
    return played.is_matter & ~np.isin(played.plan.matters.type, watched.types)


def _home_days(played: Played, watched: Watched, begin: int, end: int) -> float | None:
    """Return the mean elapsed days of the cohort's other matters that were released in [begin, end)."""
    came_in = played.came_in_ms[played.stayed]
    rows = _other(played, watched)[played.stayed] & (came_in >= begin) & (came_in < end)
    return float(played.elapsed_days[rows].mean()) if rows.any() else None


def recovery_days(played: Played, watched: Watched) -> float | None:
    """Return the days from the last task force's end until as few other matters are open as before the first one.

    That is the first day on which the week that begins there has at most a tenth more open matters, on average, than
    the four weeks before; None if there is no such week in the window, or no day before.
    """
    by_day = open_by_day(played, _other(played, watched))
    begin, end = watched.begin_ms // MS_PER_DAY, watched.end_ms // MS_PER_DAY
    before = by_day[max(begin - BEFORE_DAYS, 0) : begin]
    weeks = by_day.size - end - WEEK_DAYS + 1
    if not before.size or weeks <= 0:
        return None
    means = np.convolve(by_day[end:], np.full(WEEK_DAYS, 1 / WEEK_DAYS), mode="valid")
    back = np.flatnonzero(means <= (1 + MARGIN) * before.mean() + 1e-9)
    return float(back[0]) if back.size else None


def seconded_share(played: Played, watched: Watched, scheduled: Floats) -> float:
    """Return the share of our people's time in the window for which they were away with a task force."""
    begin, end = played.horizon.window_ms
    away = 0
    for one in watched.secondments:
        diary, hours = played.diaries[one.person], one.away.within(begin, end)
        away += int((diary.worked_until(hours.closes) - diary.worked_until(hours.opens)).sum())
    return away / float(scheduled.sum()) if scheduled.sum() else 0.0
