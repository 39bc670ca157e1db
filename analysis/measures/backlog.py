"""The backlog: how many matters are open, how old they are, and whether their number grows."""

from __future__ import annotations

import numpy as np

from analysis.measures.played import Played
from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_DAY

GROWTH_DAYS = 28
"""Days at the end of the window whose backlog is held against that before the window."""

GROWTH_LIMIT = 0.05
"""A backlog grows if it gains more than this share of the matters released in the window.

In a year that is two and a half weeks of arrivals. A busy institution that starts empty still fills up after a
quarter of warm-up, by up to 4% in trials at 95% utilisation; what lacks capacity by a twentieth gains 5%.
"""


def backlog_measures(played: Played) -> dict[str, float]:
    """Return the mean number of open matters in the window, their mean age in days, and the growth."""
    begin, end = played.horizon.window_ms
    count = open_matters(played, begin, end)
    came_in, until = _open_times(played)
    low, high = np.clip(came_in, begin, end), np.clip(until, begin, end)
    held = (high - low) / MS_PER_DAY
    age: Floats = ((high - came_in) / MS_PER_DAY + (low - came_in) / MS_PER_DAY) / 2
    total = float(held.sum())
    return {
        "backlog_mean": count,
        "backlog_age_days_mean": float((held * age).sum()) / total if total else 0.0,
        "backlog_growth_share": growth_share(played),
    }


def open_matters(played: Played, begin: int, end: int) -> float:
    """Return the time average of the number of open matters in [begin, end)."""
    came_in, until = _open_times(played)
    held = np.clip(until, begin, end) - np.clip(came_in, begin, end)
    return float(held.sum() / (end - begin))


def _open_times(played: Played, among: Flags | None = None) -> tuple[Ints, Ints]:
    """Return when each matter that ever came in did so, and when it was closed or left, or the run ended."""
    there = (played.is_matter if among is None else among) & played.came_in
    return played.came_in_ms[there], played.until_ms[there]


def open_by_day(played: Played, among: Flags | None = None) -> Floats:
    """Return [day of warm-up and window]: the time average of the number of open matters on each day.

    Days are counted from the beginning of the warm-up; what lies behind the window is not told. `among` says which of
    the plan's matters count; without it all do.
    """
    n_days = played.horizon.window_ms[1] // MS_PER_DAY
    came_in, until = _open_times(played, among)
    return _passed_by_day(came_in, n_days) - _passed_by_day(until, n_days)


def _passed_by_day(instants: Ints, n_days: int) -> Floats:
    """Return the time average over each day of how many of these instants have passed."""
    day = instants // MS_PER_DAY
    before = np.bincount(day, minlength=n_days)[:n_days]
    missed = np.bincount(day, weights=(instants - day * MS_PER_DAY) / MS_PER_DAY, minlength=n_days)[:n_days]
    return np.asarray(np.cumsum(before) - missed)


def growth_share(played: Played) -> float:
    """Return how much the backlog grew over the window, as a share of the matters released in it.

    The last four weeks of the window are held against the four weeks before it, which lie at the same season
    where the window is a whole year; where the warm-up is shorter, against the first four weeks of the window.
    """
    begin, end = played.horizon.window_ms
    length = min(GROWTH_DAYS * MS_PER_DAY, (end - begin) // 2)
    earlier = begin - length if begin >= length else begin
    grown = open_matters(played, end - length, end) - open_matters(played, earlier, earlier + length)
    return grown / played.cohort.size if played.cohort.size else 0.0
