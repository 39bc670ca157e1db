"""People's diaries: the hours for which they are there, less meetings on fixed dates and absences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.arrays import Ints
from sim.calendar import Calendar, daily_sessions, without_each
from sim.horizon import Horizon
from sim.institution import Person, Rank
from sim.levers.stages import RANK_OF
from sim.planning.deciding.meeting_dates import held_on
from sim.procedure import Meeting
from sim.workload.tables import AbsenceTable


def diaries(
    rank_of_person: Ints, meetings: tuple[Meeting, ...], absences: AbsenceTable, horizon: Horizon,
    staff: Sequence[Person] = (), opening: Mapping[int, Calendar] | None = None,
) -> tuple[Calendar, ...]:  # fmt: skip
    """Return the working time of each person; without `staff` all are there in office hours.

    A rank is that of the design, a person's own hours are those of `staff`, which lists the same people; who stands
    in `opening` is there in these sessions of their unit only.
    """
    by_rank = {int(rank): _less_meetings(horizon.office, rank, meetings, horizon) for rank in Rank}
    calendars = [by_rank[rank] for rank in rank_of_person.tolist()]
    for place, member in enumerate(staff):
        if not member.keeps_office_hours:
            rank = Rank(int(rank_of_person[place]))
            calendars[place] = _less_meetings(own_time(member, place, horizon), rank, meetings, horizon)
    for person, sessions in (opening or {}).items():
        calendars[person] = cut_to(calendars[person], sessions)
    return without_each(calendars, absences.person, absences.from_ms, absences.to_ms, horizon.end_ms)


def attending(staff: Sequence[Person], full_time: Mapping[Rank, float]) -> tuple[Person, ...]:
    """Return the staff with the share of their days that a design gives to their own rank, in place of theirs."""
    return tuple(
        replace(member, full_time=full_time[member.rank]) if member.rank in full_time else member for member in staff
    )


def own_time(member: Person, place: int, horizon: Horizon) -> Calendar:
    """Return the hours for which the person at `place` of the staff is there, meetings and absences included.

    These are the member's own hours, or the office's, on those working days that are one of the member's weekdays.
    Of these days, d from 0 on, one who has a share s of time is there on those with ⌊(d + place)·s⌋ > ⌊(d + place −
    1)·s⌋: whole days, as even as they can be, and one person's days lie beside the next one's.
    """
    days = horizon.working & np.isin(horizon.weekday, member.weekdays)
    if member.full_time < 1:
        turn = np.cumsum(days) - 1 + place
        days = days & (np.floor(turn * member.full_time) > np.floor((turn - 1) * member.full_time))
    return daily_sessions(days, member.hours or horizon.hours)


def cut_to(diary: Calendar, sessions: Calendar) -> Calendar:
    """Return the part of a diary that lies within these sessions: the hours of a unit, say."""
    if not diary.opens.size or not sessions.opens.size:
        return Calendar.of([], [])
    first, last = min(diary.opens[0], sessions.opens[0]), max(diary.closes[-1], sessions.closes[-1])
    return diary.without(np.append(first, sessions.closes), np.append(sessions.opens, last))


def _less_meetings(own: Calendar, rank: Rank, meetings: tuple[Meeting, ...], horizon: Horizon) -> Calendar:
    begins: list[int] = []
    ends: list[int] = []
    for meeting in meetings:
        if rank not in {RANK_OF[name] for name in meeting.ranks}:
            continue
        opens, closes = held_on(meeting, horizon)
        begins += opens.tolist()
        ends += closes.tolist()
    return own.without(begins, ends) if begins else own
