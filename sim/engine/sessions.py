"""Sessions one instant at a time: the calendar arithmetic of all engines (rule 2).

`opens` and `closes` hold the sessions of all calendars one after another; those of one calendar are
[first, end). Since an engine's time never goes back, it keeps for each calendar the session `at` that opened
last (first - 1: none yet) and moves it on. Each function takes numbers and rows of numbers and calls no other, so
that Numba can compile the very text that the reference engine runs. `Calendar` says the same for whole arrays.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.arrays import NEVER, Ints
from sim.calendar import Calendar

Times = Sequence[int] | Ints


def last_opened(opens: Times, end: int, at: int, time: int) -> int:
    """Return the last session that has opened by `time`, from session `at` on."""
    while at + 1 < end and opens[at + 1] <= time:
        at += 1
    return at


def add_working(opens: Times, closes: Times, first: int, end: int, at: int, time: int, length: int) -> int:
    """Return when `length` ms of working time begun at `time` end, NEVER if the sessions do not suffice.

    What is used up exactly at a closing has ended there; no length at all ends at `time`, open or closed.
    """
    if length == 0:
        return time
    begin, left = time, length
    if at < first or closes[at] <= time:
        at += 1
        begin = opens[at] if at < end else time
    while at < end:
        room = closes[at] - begin
        if left <= room:
            return begin + left
        left -= room
        at += 1
        begin = opens[at] if at < end else begin
    return NEVER


def working_between(opens: Times, closes: Times, first: int, end: int, at: int, time: int, until: int) -> int:
    """Return the working time in [time, until)."""
    total = 0
    for session in range(max(at, first), end):
        if opens[session] >= until:
            break
        total += max(0, min(closes[session], until) - max(opens[session], time))
    return total


def next_open(opens: Times, closes: Times, first: int, end: int, at: int, time: int) -> int:
    """Return `time` inside a session, else the next opening, NEVER after the last."""
    if at >= first and time < closes[at]:
        return time
    return opens[at + 1] if at + 1 < end else NEVER


class Sessions:
    """One calendar for an engine in plain Python; each question is asked at the same instant or a later one."""

    def __init__(self, calendar: Calendar) -> None:
        self.opens: list[int] = calendar.opens.tolist()
        self.closes: list[int] = calendar.closes.tolist()
        self._at = -1

    def add_working(self, time: int, length: int) -> int:
        """Return when `length` ms of working time begun at `time` end."""
        end = len(self.opens)
        self._at = last_opened(self.opens, end, self._at, time)
        return add_working(self.opens, self.closes, 0, end, self._at, time, length)

    def working_between(self, time: int, until: int) -> int:
        """Return the working time in [time, until)."""
        end = len(self.opens)
        self._at = last_opened(self.opens, end, self._at, time)
        return working_between(self.opens, self.closes, 0, end, self._at, time, until)

    def next_open(self, time: int) -> int:
        """Return `time` inside a session, else the next opening."""
        end = len(self.opens)
        self._at = last_opened(self.opens, end, self._at, time)
        return next_open(self.opens, self.closes, 0, end, self._at, time)
