"""Meetings on fixed dates: when they are held, and which of them decides what."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.calendar import MS_PER_DAY, MS_PER_MINUTE, Calendar, clock_minutes
from sim.errors import DesignError, UnknownName, nearest
from sim.horizon import Horizon
from sim.institution import Rank
from sim.levers.design import Organisation
from sim.levers.stages import RANK_OF
from sim.procedure import Meeting

DECISION_MS = 1
"""A meeting decides in its last so much: a wait of this length ends when the next meeting does that has not ended."""


def held_on(meeting: Meeting, horizon: Horizon) -> tuple[Ints, Ints]:
    """Return when a meeting begins and ends, in ms: on its weekday in every n-th week, days off left out."""
    week = (np.arange(horizon.weekday.size) + horizon.weekday[0] - 1) // 7
    days = np.flatnonzero(
        horizon.working & (horizon.weekday == meeting.weekday) & (week % meeting.every_weeks == 0)
    ).astype(np.int64)
    opening, closing = (clock_minutes(hour) * MS_PER_MINUTE for hour in meeting.hours)
    return days * MS_PER_DAY + opening, days * MS_PER_DAY + closing


def deciding_sessions(
    organisation: Organisation, meetings: tuple[Meeting, ...], horizon: Horizon
) -> dict[Rank, Calendar]:
    """Return for each rank that decides at a meeting when these meetings decide, at their end.

    Raises UnknownName or DesignError for a meeting that does not exist, to which the rank does not go, or that is
    never held.
    """
    deciding = organisation.route.deciding
    by_name = {meeting.name: meeting for meeting in meetings}
    sessions: dict[Rank, Calendar] = {}
    for rank, name in deciding.meetings.items():
        key = f"authority.meetings.{rank.name.lower()}"
        if name not in by_name:
            raise UnknownName(f"{key} names meeting {name!r}, which does not exist. {nearest(name, by_name)}")
        meeting = by_name[name]
        if rank not in {RANK_OF[goes] for goes in meeting.ranks}:
            raise DesignError(
                f"{key} names meeting {name!r}, to which no {rank.name.lower()} goes; expected a meeting of that rank, "
                f"or the rank in institution.meetings.{name}.ranks, which is {list(meeting.ranks)}."
            )
        _, ends = held_on(meeting, horizon)
        if not ends.size:
            raise DesignError(
                f"{key} names meeting {name!r}, which is not held on a single working day of the run, so that nothing "
                f"would be decided; expected another institution.meetings.{name}.weekday or every_weeks."
            )
        if deciding.channels.get(rank) == "meeting":
            sessions[rank] = Calendar.of(ends - DECISION_MS, ends)
    return sessions
