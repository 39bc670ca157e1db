"""The stretch of time a scenario plays in: warm-up, the window that is measured, and the cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from sim.arrays import Flags, Ints
from sim.calendar import MS_PER_DAY, MS_PER_HOUR, Calendar, daily_sessions
from sim.errors import CalendarError


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """Warm-up from `first`, matters measured from `window_from` to `window_to`, played at most until `cap`.

    `window_to` and `cap` are the first days that no longer belong. `working` holds one flag a day from
    `first` up to `cap`; `hours` are the office hours of a working day.
    """

    first: date
    window_from: date
    window_to: date
    cap: date
    working: Flags
    hours: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.first <= self.window_from < self.window_to <= self.cap:
            raise CalendarError(
                f"the warm-up begins {self.first}, the window {self.window_from}, it ends {self.window_to} and the "
                f"run {self.cap}; expected them in this order, with a window of at least a day."
            )
        if self.working.size != (self.cap - self.first).days:
            raise CalendarError(f"{self.working.size} working-day flags for {(self.cap - self.first).days} days.")

    def ms(self, day: date) -> int:
        """Return the midnight at which `day` begins, in ms since the start."""
        return (day - self.first).days * MS_PER_DAY

    @property
    def window_ms(self) -> tuple[int, int]:
        """The measured window as [from, to)."""
        return self.ms(self.window_from), self.ms(self.window_to)

    @property
    def end_ms(self) -> int:
        """The last instant that may be simulated."""
        return self.ms(self.cap)

    @property
    def window_years(self) -> float:
        """Length of the window in years of 365 days."""
        return (self.window_to - self.window_from).days / 365

    @cached_property
    def office(self) -> Calendar:
        """Office hours on working days."""
        return daily_sessions(self.working, self.hours)

    @cached_property
    def day_ms(self) -> int:
        """Working time of one working day."""
        return daily_sessions(np.array([True]), self.hours).total_ms

    @property
    def day_hours(self) -> float:
        """Working hours of one working day."""
        return self.day_ms / MS_PER_HOUR

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Each day of the horizon."""
        return tuple(self.first + timedelta(days=index) for index in range(self.working.size))

    @cached_property
    def month(self) -> Ints:
        """Month, 1 to 12, of each day."""
        return np.array([day.month for day in self.days], dtype=np.int64)

    @cached_property
    def month_number(self) -> Ints:
        """Month of each day, counted on from year to year."""
        return np.array([day.year * 12 + day.month for day in self.days], dtype=np.int64)

    @cached_property
    def weekday(self) -> Ints:
        """ISO weekday, 1 (Monday) to 7, of each day."""
        return np.array([day.isoweekday() for day in self.days], dtype=np.int64)

    def month_ends(self, last: int) -> Flags:
        """Return which days are among the last `last` working days of their month.

        A month that the horizon cuts off has no end.
        """
        flags = np.zeros(self.working.size, dtype=bool)
        working = np.flatnonzero(self.working)
        month = self.month_number[working]
        still_to_come = np.searchsorted(month, month, side="right") - np.arange(month.size)
        flags[working[still_to_come <= last]] = True
        if (self.days[-1] + timedelta(days=1)).month == self.days[-1].month:
            flags[self.month_number == self.month_number[-1]] = False
        return flags
