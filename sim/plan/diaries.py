"""People's diaries: office hours less meetings on fixed dates and absences."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.calendar import MS_PER_DAY, MS_PER_MINUTE, Calendar, clock_minutes, without_each
from sim.horizon import Horizon
from sim.institution import Rank
from sim.levers.stages import RANK_OF
from sim.procedure import Meeting
from sim.workload.tables import AbsenceTable


def diaries(
    rank_of_person: Ints, meetings: tuple[Meeting, ...], absences: AbsenceTable, horizon: Horizon
) -> tuple[Calendar, ...]:
    """Return the working time of each person."""
    by_rank = {int(rank): _less_meetings(rank, meetings, horizon) for rank in Rank}
    calendars = [by_rank[rank] for rank in rank_of_person.tolist()]
    return without_each(calendars, absences.person, absences.from_ms, absences.to_ms, horizon.end_ms)


def _less_meetings(rank: Rank, meetings: tuple[Meeting, ...], horizon: Horizon) -> Calendar:
    begins: list[int] = []
    ends: list[int] = []
    week = (np.arange(horizon.weekday.size) + horizon.weekday[0] - 1) // 7
    for meeting in meetings:
        if rank not in {RANK_OF[name] for name in meeting.ranks}:
            continue
        days = np.flatnonzero((horizon.weekday == meeting.weekday) & (week % meeting.every_weeks == 0))
        opening, closing = (clock_minutes(hour) * MS_PER_MINUTE for hour in meeting.hours)
        begins += (days * MS_PER_DAY + opening).tolist()
        ends += (days * MS_PER_DAY + closing).tolist()
    return horizon.office.without(begins, ends) if begins else horizon.office
