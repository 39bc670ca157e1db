"""Working time: sorted sessions [open, close) and the arithmetic of time spent inside them.

All times are int64 milliseconds since the scenario's start (local midnight, Asia/Shanghai, which has
known no daylight saving time since 1991).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from sim.arrays import NEVER, Flags, Ints, ranges
from sim.errors import CalendarError

MS_PER_MINUTE = 60_000
MS_PER_HOUR = 3_600_000
MS_PER_DAY = 86_400_000


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Sorted, disjoint sessions; `before` is the working time that lies before each of them."""

    opens: Ints
    closes: Ints
    before: Ints

    @classmethod
    def of(cls, opens: Iterable[int] | Ints, closes: Iterable[int] | Ints) -> Self:
        """Return the calendar with these sessions; touching ones are joined, empty ones dropped.

        Raises CalendarError if a session closes before it opens.
        """
        begin, end = _times(opens), _times(closes)
        if (end < begin).any():
            raise CalendarError("a session closes before it opens; expected open <= close.")
        return cls._normal(begin, end)

    @classmethod
    def _normal(cls, begin: Ints, end: Ints) -> Self:
        keep = end > begin
        begin, end = begin[keep], end[keep]
        order = np.argsort(begin, kind="stable")
        begin, end = begin[order], end[order]
        if begin.size:
            reach = np.maximum.accumulate(end)
            first = np.concatenate([[True], begin[1:] > reach[:-1]])
            last = np.concatenate([first[1:], [True]])
            begin, end = begin[first], reach[last]
        return cls._disjoint(begin, end)

    @classmethod
    def _disjoint(cls, opens: Ints, closes: Ints) -> Self:
        length = closes - opens
        return cls(opens=opens, closes=closes, before=np.cumsum(length) - length)

    @property
    def total_ms(self) -> int:
        """Working time of all sessions together."""
        return int((self.closes - self.opens).sum())

    def worked_until(self, time: Ints | int) -> Ints:
        """Return the working time that lies before each `time`."""
        moment = np.asarray(time, dtype=np.int64)
        if not self.opens.size:
            return np.zeros_like(moment)
        at = np.searchsorted(self.opens, moment, side="right") - 1
        inside = np.minimum(moment, self.closes[np.maximum(at, 0)]) - self.opens[np.maximum(at, 0)]
        return np.where(at < 0, 0, self.before[np.maximum(at, 0)] + inside)

    def add_working(self, time: Ints | int, duration: Ints | int) -> Ints:
        """Return when `duration` of working time that begins at `time` ends.

        What ends exactly at a closing ends there. A duration of zero ends at `time` itself. NEVER comes
        back where the sessions do not suffice.
        """
        begin, length = np.broadcast_arrays(np.asarray(time, np.int64), np.asarray(duration, np.int64))
        target = self.worked_until(begin) + length
        reached = self.before + (self.closes - self.opens)
        at = np.searchsorted(reached, target, side="left")
        late = at >= self.opens.size
        safe = np.minimum(at, max(self.opens.size - 1, 0))
        if not self.opens.size:
            return np.where(length == 0, begin, NEVER)
        end = self.opens[safe] + target - self.before[safe]
        return np.where(length == 0, begin, np.where(late, NEVER, end))

    def next_open(self, time: Ints | int) -> Ints:
        """Return `time` where it lies inside a session, else the next opening (NEVER after the last)."""
        moment = np.asarray(time, dtype=np.int64)
        at = np.searchsorted(self.closes, moment, side="right")
        opens = np.concatenate([self.opens, [NEVER]])
        return np.asarray(np.maximum(moment, opens[at]), dtype=np.int64)

    def is_open(self, time: Ints | int) -> Flags:
        """Return whether each `time` lies inside a session [open, close)."""
        return np.asarray(self.next_open(time) == np.asarray(time, dtype=np.int64))

    def without(self, begins: Sequence[int] | Ints, ends: Sequence[int] | Ints) -> Calendar:
        """Return this calendar with holes (absences, fixed meetings) cut out of its sessions."""
        holes = Calendar.of(begins, ends)
        if not holes.opens.size or not self.opens.size:
            return self
        n = self.opens.size  # holes are few: they are looked up among the sessions, not the other way round
        opened = np.bincount(np.searchsorted(self.opens, holes.opens), minlength=n + 1)[:n]
        closed = np.bincount(np.searchsorted(self.closes, holes.closes, side="right"), minlength=n + 1)[:n]
        first = np.cumsum(opened)  # a session reaches into the gaps from this one on; gap i lies before hole i
        count = np.cumsum(closed) + 1 - first
        session = np.repeat(np.arange(n), count)
        gap = first[session] + ranges(count)
        gap_opens, gap_closes = np.append(-NEVER, holes.closes), np.append(holes.opens, NEVER)
        return Calendar._disjoint(
            np.maximum(self.opens[session], gap_opens[gap]), np.minimum(self.closes[session], gap_closes[gap])
        )

    def within(self, begin: int, end: int) -> Calendar:
        """Return the part of this calendar that lies in [begin, end)."""
        return Calendar._normal(np.clip(self.opens, begin, end), np.clip(self.closes, begin, end))


def without_each(
    calendars: Sequence[Calendar], owner: Ints, begins: Ints, ends: Ints, until: int
) -> tuple[Calendar, ...]:
    """Return each of `calendars`, which all end by `until`, with its own holes cut out; `owner` says whose each is.

    They are laid end to end on one line, a millisecond apart so that nothing touches, and cut all at once.
    """
    start = np.arange(len(calendars) + 1, dtype=np.int64) * (until + 1)
    opens = [calendar.opens + begin for calendar, begin in zip(calendars, start, strict=False)]
    closes = [calendar.closes + begin for calendar, begin in zip(calendars, start, strict=False)]
    line = Calendar._disjoint(np.concatenate(opens), np.concatenate(closes)).without(
        np.clip(begins, 0, until) + start[owner], np.clip(ends, 0, until) + start[owner]
    )
    cut = np.searchsorted(line.opens, start)
    return tuple(
        Calendar._disjoint(line.opens[first:last] - begin, line.closes[first:last] - begin)
        for first, last, begin in zip(cut[:-1], cut[1:], start, strict=False)
    )


def _times(values: Iterable[int] | Ints) -> Ints:
    return np.asarray(values if isinstance(values, np.ndarray) else list(values), dtype=np.int64)


def union(calendars: Sequence[Calendar]) -> Calendar:
    """Return the calendar that is open whenever one of `calendars` is."""
    if not calendars:
        return Calendar.of([], [])
    return Calendar._normal(
        np.concatenate([calendar.opens for calendar in calendars]),
        np.concatenate([calendar.closes for calendar in calendars]),
    )


def clock_minutes(text: str) -> int:
    """Return the minutes after midnight of a clock time such as "08:30".

    >>> clock_minutes("08:30")
    510
    """
    hour, _, minute = text.partition(":")
    if not (hour.isdigit() and minute.isdigit() and int(minute) < 60 and int(hour) * 60 + int(minute) <= 1440):
        raise CalendarError(f"{text!r} is not a clock time; expected HH:MM between 00:00 and 24:00.")
    return int(hour) * 60 + int(minute)


def daily_sessions(days: Flags, periods: Sequence[tuple[str, str]]) -> Calendar:
    """Return the calendar open in `periods` (pairs of clock times) on each day that is flagged.

    `days` holds one flag a day from the scenario's start on.
    """
    if not periods:
        raise CalendarError("there are no office hours; expected at least one period, such as 08:30 to 12:00.")
    midnight = np.flatnonzero(days).astype(np.int64) * MS_PER_DAY
    begins, ends = [], []
    for opening, closing in periods:
        begin, end = clock_minutes(opening), clock_minutes(closing)
        if end <= begin:
            raise CalendarError(f"office hours {opening}-{closing} close before they open.")
        begins.append(midnight + begin * MS_PER_MINUTE)
        ends.append(midnight + end * MS_PER_MINUTE)
    return Calendar._normal(np.concatenate(begins), np.concatenate(ends))
