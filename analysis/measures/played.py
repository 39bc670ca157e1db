"""One run as the measures read it: what was planned, what happened, and who is who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analysis.measures.timetable import Timetable
from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_DAY, Calendar, union
from sim.horizon import Horizon
from sim.plan.diaries import cut_to
from sim.plan.memberships import memberships
from sim.plan.plan import Kind, Plan
from sim.trace import NOT_YET, State, Trace


@dataclass(frozen=True, kw_only=True)
class Played:
    """A run: plan and trace, the horizon it was played in, and how many of its units are no leaders' desks.

    `in_hand` names the matters that were open at the start: they are in the backlog, and never in the cohort.
    `n_staff` is how many of the plan's people are ours, the first ones; None: all. The others are upper-level offices'.
    """

    plan: Plan
    trace: Trace
    horizon: Horizon
    n_units: int
    in_hand: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    n_staff: int | None = None

    @cached_property
    def is_matter(self) -> Flags:
        """Which rows of the plan's matters are matters, not liaison contacts."""
        return self.plan.matters.type >= 0

    @cached_property
    def cohort(self) -> Ints:
        """Matters released in the measured window, but for those in hand at the start."""
        begin, end = self.horizon.window_ms
        release = self.plan.matters.release_ms
        released = self.is_matter & (release >= begin) & (release < end)
        released[self.in_hand] = False
        return np.flatnonzero(released)

    @cached_property
    def closed(self) -> Flags:
        """Which matters were closed before the run ended."""
        return np.asarray(self.trace.closed_ms != NOT_YET)

    @cached_property
    def until_ms(self) -> Ints:
        """When each matter was closed; for open ones, when the run ended, or their release if it ended before."""
        until = np.where(self.closed, self.trace.closed_ms, self.trace.stopped_ms)
        return np.asarray(np.maximum(until, self.plan.matters.release_ms))

    @cached_property
    def elapsed_days(self) -> Floats:
        """Elapsed days of the cohort; of open matters, the days so far, a lower bound."""
        release = self.plan.matters.release_ms[self.cohort]
        return np.asarray((self.until_ms[self.cohort] - release) / MS_PER_DAY)

    @cached_property
    def executed(self) -> Flags:
        """Which steps were carried to their end."""
        return np.asarray(self.trace.state == State.ENDED)

    @cached_property
    def diaries(self) -> tuple[Calendar, ...]:
        """Working time of each person."""
        return tuple(self.plan.calendars[index] for index in self.plan.people.calendar.tolist())

    @cached_property
    def rank(self) -> Ints:
        """Rank of each of our people."""
        return np.asarray(self.plan.people.rank[: self.n_staff])

    @cached_property
    def duty(self) -> Timetable:
        """Working time of all people."""
        return Timetable.of(self.diaries)

    @cached_property
    def unit_hours(self) -> Timetable:
        """When at least one of those who serve each unit is on duty for it."""
        members = memberships(self.plan)
        hours: list[list[Calendar]] = [[] for _ in range(self.plan.n_units)]
        for unit, person, sessions in zip(
            members.unit.tolist(), members.person.tolist(), members.calendar.tolist(), strict=True
        ):
            own = self.diaries[person]
            hours[unit].append(own if sessions < 0 else cut_to(own, self.plan.calendars[sessions]))
        return Timetable.of([union(serving) for serving in hours])


def of_kinds(kind: Ints, kinds: Iterable[Kind]) -> Flags:
    """Return which of these steps' kinds are among `kinds`."""
    wanted = np.zeros(len(Kind), dtype=bool)
    wanted[list(kinds)] = True
    return wanted[kind]
