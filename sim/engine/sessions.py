"""Sessions: a calendar as an engine asks it, one instant at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sim.arrays import NEVER
from sim.calendar import Calendar


class Sessions:
    """A calendar as plain lists, for one instant at a time (the definitions are Calendar's)."""

    def __init__(self, calendar: Calendar) -> None:
        self.opens: list[int] = calendar.opens.tolist()
        self.closes: list[int] = calendar.closes.tolist()
        self._before: list[int] = calendar.before.tolist()
        self._reached: list[int] = (calendar.before + calendar.closes - calendar.opens).tolist()

    def add_working(self, time: int, duration: int) -> int:
        """Return when `duration` of working time begun at `time` ends; at a closing, it has ended."""
        if duration == 0:
            return time
        at = bisect_right(self.opens, time) - 1
        target = duration
        if at >= 0:
            target += self._before[at] + min(time, self.closes[at]) - self.opens[at]
        else:
            at = 0
        at = bisect_left(self._reached, target, at)
        return self.opens[at] + target - self._before[at] if at < len(self.opens) else NEVER

    def next_open(self, time: int) -> int:
        """Return `time` inside a session, else the next opening."""
        at = bisect_right(self.closes, time)
        return max(time, self.opens[at]) if at < len(self.opens) else NEVER
