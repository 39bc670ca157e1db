"""Annual leave: the working days that each person takes off in a year, in a few spells."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from sim.arrays import Floats, Ints
from sim.calendar import MS_PER_DAY
from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.demand import Absences
from sim.workload.draws import Uniforms
from sim.workload.tables import AbsenceTable


def draw_leave(absences: Absences, institution: Institution, horizon: Horizon, uniforms: Uniforms) -> AbsenceTable:
    """Return the spells of leave of each person, by person and beginning; those of one person do not overlap.

    A spell begins where its uniform falls on the months' weights, on the first working day from then on, and not
    before the person's last one has ended. A beginning before the horizon's is left out.
    """
    people, spells = len(institution.staff), absences.leave_spells
    if absences.leave_days == 0 or people == 0:
        none = np.zeros(0, dtype=np.int64)
        return AbsenceTable(person=none, from_ms=none, to_ms=none)
    years = range(horizon.first.year, (horizon.cap - timedelta(days=1)).year + 1)
    draws = np.array([[uniforms(f"leave/{one.name}/{year}", spells) for year in years] for one in institution.staff])
    day = _begins(draws, years, absences.leave_months, horizon).reshape(people, -1)
    length = np.where(day >= 0, np.tile(_lengths(absences), len(years)), 0)
    order = np.argsort(day, axis=1, kind="stable")
    day, length = np.take_along_axis(day, order, axis=1), np.take_along_axis(length, order, axis=1)
    working = np.flatnonzero(horizon.working)
    earlier = np.cumsum(length, axis=1) - length
    first = earlier + np.maximum.accumulate(np.searchsorted(working, day) - earlier, axis=1)
    person, spell = np.nonzero((length > 0) & (first < working.size))
    first, length = first[person, spell], length[person, spell]
    last = np.minimum(first + length, working.size) - 1
    return AbsenceTable(person=person, from_ms=working[first] * MS_PER_DAY, to_ms=(working[last] + 1) * MS_PER_DAY)


def _lengths(absences: Absences) -> Ints:
    """Return the whole working days of each spell of a year, as even as they can be."""
    ends = np.arange(1, absences.leave_spells + 1) * absences.leave_days // absences.leave_spells
    return np.diff(ends, prepend=0)


def _begins(draws: Floats, years: range, weights: tuple[float, ...], horizon: Horizon) -> Ints:
    """Return [person, year, spell]: the day of the horizon on which a spell begins; outside it, some other number."""
    reached = np.cumsum(weights)
    level = draws * reached[-1]
    month = np.minimum(np.searchsorted(reached, level, side="right"), np.flatnonzero(weights)[-1])
    before = np.concatenate([[0.0], reached])[month]
    within = np.minimum((level - before) / np.array(weights)[month], 1 - 2.0**-53)
    midnights = [date(year, month, 1) for year in years for month in range(1, 13)] + [date(years[-1] + 1, 1, 1)]
    starts = np.array([(day - horizon.first).days for day in midnights], dtype=np.int64)
    at = np.arange(len(years))[None, :, None] * 12 + month
    return np.asarray(starts[at] + np.floor(within * (starts[at + 1] - starts[at])).astype(np.int64))
