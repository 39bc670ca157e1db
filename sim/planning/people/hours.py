"""Hours under a design: when people are there, when a unit is open, and when its members take its work up."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.calendar import Calendar, daily_sessions
from sim.horizon import Horizon
from sim.institution import Institution
from sim.levers.stages import Arrangement, Times
from sim.planning.people.diaries import attending, cut_to, diaries
from sim.procedure import Meeting
from sim.workload.tables import AbsenceTable

_ALL_DAY = (("00:00", "24:00"),)


def diaries_of(
    arrangement: Arrangement, institution: Institution, meetings: tuple[Meeting, ...], absences: AbsenceTable,
    horizon: Horizon,
) -> tuple[Calendar, ...]:  # fmt: skip
    """Return the working time of each of our people under a design; none of those who work elsewhere."""
    staff = attending(institution.staff, arrangement.full_time)
    nothing = Calendar.of([], [])
    opening = opening_of(arrangement, horizon) | dict.fromkeys(np.flatnonzero(~arrangement.here).tolist(), nothing)
    return diaries(arrangement.rank_of_person, meetings, absences, horizon, staff, opening)


def opening_of(arrangement: Arrangement, horizon: Horizon) -> dict[int, Calendar]:
    """Return by person the hours of the person's own unit, for units that have any."""
    sessions = {unit: daily_sessions(horizon.working, hours) for unit, hours in arrangement.opening.items()}
    own = enumerate(arrangement.unit_of_person.tolist())
    return {person: sessions[unit] for person, unit in own if unit in sessions}


def taken_up(arrangement: Arrangement, horizon: Horizon) -> tuple[Ints, tuple[Calendar, ...]]:
    """Return for each post of the arrangement in which of these sessions its work is taken up, -1 for always.

    Work of a unit is taken up when it is available; by people of other units only during its own hours too, which its
    own members keep anyway.
    """
    person, unit = arrangement.posts
    own = arrangement.unit_of_person[person] == unit
    known: dict[tuple[int, bool], int] = {}
    calendars: list[Calendar] = []
    for key in zip(unit.tolist(), own.tolist(), strict=True):
        if key in known:
            continue
        sessions = _sessions(arrangement, horizon, *key)
        known[key] = -1 if sessions is None else len(calendars)
        calendars += [] if sessions is None else [sessions]
    places = [known[key] for key in zip(unit.tolist(), own.tolist(), strict=True)]
    return np.array(places, dtype=np.int64), tuple(calendars)


def _sessions(arrangement: Arrangement, horizon: Horizon, unit: int, own: bool) -> Calendar | None:
    available = arrangement.availability.get(unit)
    opening = None if own else arrangement.opening.get(unit)
    if available is None:
        return None if opening is None else daily_sessions(horizon.working, opening)
    sessions = _when(available, horizon)
    return sessions if opening is None else cut_to(sessions, daily_sessions(horizon.working, opening))


def _when(times: Times, horizon: Horizon) -> Calendar:
    days = horizon.working & np.isin(horizon.weekday, times.weekdays)
    return daily_sessions(days, times.hours or _ALL_DAY)
