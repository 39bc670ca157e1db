"""The timetable: many calendars side by side, asked for all their working time at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.arrays import NEVER, Ints
from sim.calendar import MS_PER_DAY, Calendar

_HALF_DAY_MS = MS_PER_DAY // 2

_AT_ONCE = 8192
"""Rows that are looked up together: so few that all that is noted of them on the way stays in the cache."""


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """The sessions of all calendars in one row. Before each calendar's stands one of no length that never opens.

    `first` says where to begin to look for a time: [calendar, half-day], the last session that opens by its beginning.
    """

    opens: Ints
    offset: Ints  # to be added to a time within the session: the working time before it
    reached: Ints  # working time until the end of the session
    first: Ints

    @classmethod
    def of(cls, calendars: Sequence[Calendar]) -> Self:
        """Return the timetable of these calendars, whose sessions open at 0 or later."""
        size = np.array([calendar.opens.size for calendar in calendars], dtype=np.int64)
        sessions = np.concatenate([calendar.opens for calendar in calendars])
        before = np.concatenate([calendar.before for calendar in calendars])
        closes = np.concatenate([calendar.closes for calendar in calendars])
        row = np.arange(sessions.size) + np.repeat(np.arange(1, size.size + 1), size)
        opens = np.full(sessions.size + size.size + 1, NEVER, dtype=np.int64)
        offset, reached = opens.copy(), np.zeros_like(opens)
        opens[row], offset[row], reached[row] = sessions, before - sessions, before + closes - sessions
        halves = int(sessions.max(initial=0)) // _HALF_DAY_MS + 2
        known_from = np.repeat(np.arange(size.size) * halves, size) - (-sessions // _HALF_DAY_MS)
        opened = np.bincount(known_from, minlength=size.size * halves).reshape(size.size, halves).cumsum(axis=1)
        return cls(
            opens=opens, offset=offset, reached=reached,
            first=opened + (np.cumsum(size) - size + np.arange(size.size))[:, None],
        )  # fmt: skip

    def worked_until(self, calendar: Ints, time: Ints) -> Ints:
        """Return the working time of each `calendar` that lies before its `time`, which is 0 or later."""
        worked = np.empty_like(time)
        for begin in range(0, time.size, _AT_ONCE):
            rows = slice(begin, begin + _AT_ONCE)
            worked[rows] = self._worked_until(calendar[rows], time[rows])
        return worked

    def _worked_until(self, calendar: Ints, time: Ints) -> Ints:
        half = np.minimum(time // _HALF_DAY_MS, self.first.shape[1] - 1)
        session = self.first[calendar, half]
        while (later := self.opens[session + 1] <= time).any():
            session += later
        worked = self.offset[session]
        worked += time
        return np.minimum(worked, self.reached[session], out=worked)
