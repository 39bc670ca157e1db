"""One run as the measures read it: what was planned, what happened, and who is who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analysis.measures.followed import Followed
from analysis.measures.processes import Processes
from analysis.measures.timetable import Timetable
from analysis.measures.watched import Watched
from sim.arrays import NEVER, Flags, Floats, Ints
from sim.calendar import MS_PER_DAY, Calendar, union
from sim.horizon import Horizon
from sim.plan.memberships import memberships
from sim.plan.plan import Guard, Kind, Plan
from sim.planning.handling.contracted import Contractors, no_contractors
from sim.planning.opening.online import ApplicantTrips
from sim.planning.people.diaries import cut_to
from sim.trace import NOT_YET, State, Trace
from sim.workload.latent import Events


@dataclass(frozen=True, kw_only=True)
class Played:
    """A run: plan and trace, the horizon it was played in, and how many of its units are no leaders' desks.

    `in_hand` names the matters that were open at the start: they are in the backlog, and never in the cohort.
    `urgent` names the matters that are urgent, whether or not a design makes a difference of it.
    `n_staff` is how many of the plan's people are ours, the first ones; None: all. The others are contractors'
    and upper-level offices'.
    """

    plan: Plan
    trace: Trace
    horizon: Horizon
    n_units: int
    in_hand: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    urgent: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    n_staff: int | None = None
    trips: ApplicantTrips | None = None  # of applicants to service points; None: the design has none
    contractors: Contractors = field(default_factory=no_contractors)
    watched: Watched | None = None  # task forces of any of the scenario's designs; None: there are none
    events: Events | None = None  # latent ones; None: no type of matter has any
    followed: Followed = Followed()  # which measures of quality can be told
    processes: Processes = Processes()  # which measures of processes can be told
    office_units: Ints | None = None  # upper-level offices' own units; None: they have no desks
    hourly_costs: Floats | None = None  # yuan, of each of our people; None: costs are not counted
    only_type: int | None = None  # matters of other types are in no cohort; None: all types are measured together

    @cached_property
    def is_matter(self) -> Flags:
        """Which rows of the plan's matters are matters: not contacts, nor what the house itself sets off."""
        return self.plan.matters.type >= 0

    @cached_property
    def cohort(self) -> Ints:
        """Matters released in the measured window, but for those in hand at the start; events by their onset.

        Where one type alone is measured, those of it.
        """
        begin, end = self.horizon.window_ms
        release = self.plan.matters.release_ms
        if self.events is not None:
            release = release.copy()
            release[self.events.matter] = self.events.onset_ms
        released = self.is_matter & (release >= begin) & (release < end)
        released[self.in_hand] = False
        if self.only_type is not None:
            released &= self.plan.matters.type == self.only_type
        return np.flatnonzero(released)

    @cached_property
    def came_in_ms(self) -> Ints:
        """When each matter came in: at its release, or at the end of the step it comes in with; NEVER if it did not."""
        entries, came_in = self.plan.entries, self.plan.matters.release_ms.copy()
        came_in[entries.matter] = np.where(self.executed[entries.step], self.trace.ended_ms[entries.step], NEVER)
        return came_in

    @cached_property
    def came_in(self) -> Flags:
        """Which matters came in, or would have after the end of the run: all but those that hang on what never was."""
        return np.asarray(self.came_in_ms < NEVER)

    @cached_property
    def hangs_on(self) -> Ints:
        """The matter that each one hangs on; -1: none.

        Of what follows several matters it is the first of them; what follows no matter (an alert of a patrol) hangs
        on none.
        """
        edges, matter = self.plan.edges, self.plan.steps.matter
        into = np.flatnonzero(np.isin(edges.target, self.plan.entries.step) & self.is_matter[matter[edges.source]])
        parents = np.full(self.is_matter.size, -1, dtype=np.int64)
        parents[matter[edges.target[into[::-1]]]] = matter[edges.source[into[::-1]]]  # the last assignment wins
        return parents

    @cached_property
    def settled(self) -> Flags:
        """Which matters came in and had nothing left to be done before the run ended: they were closed, or left."""
        return np.asarray((self.trace.closed_ms != NOT_YET) & self.came_in)

    @cached_property
    def left(self) -> Flags:
        """Which settled matters left: nobody took a step of theirs in time, and they went on in no other way.

        A complaint that comes of it is a matter of its own.
        """
        edges, matter = self.plan.edges, self.plan.steps.matter
        lost, found = self.trace.state == State.LEFT, np.zeros(self.is_matter.size, dtype=bool)
        if lost.any():
            goes_on = (edges.guard == Guard.WHEN_LEFT) & (matter[edges.source] == matter[edges.target])
            lost[edges.source[goes_on]] = False
            found[matter[lost]] = True
        return found & self.settled

    @cached_property
    def closed(self) -> Flags:
        """Which matters were closed before the run ended, and had not left."""
        return self.settled & ~self.left

    @cached_property
    def stays(self) -> Flags:
        """Which matters of the cohort did not leave: they were closed, or are open.

        A latent event is open from when it is known, if that is before the window ends.
        """
        known = self.came_in_ms[self.cohort] < self.horizon.window_ms[1]
        return np.asarray(~self.left[self.cohort] & known)

    @cached_property
    def stayed(self) -> Ints:
        """Matters of the cohort that did not leave, and were known in the window."""
        return self.cohort[self.stays]

    @cached_property
    def until_ms(self) -> Ints:
        """When each matter was closed or had left; for open ones, when the run ended, or when they came in later."""
        until = np.where(self.settled, self.trace.closed_ms, self.trace.stopped_ms)
        return np.asarray(np.maximum(until, self.came_in_ms))

    @cached_property
    def elapsed_days(self) -> Floats:
        """Elapsed days of the cohort's matters that stayed; of open ones, the days so far, a lower bound."""
        return np.asarray((self.until_ms[self.stayed] - self.came_in_ms[self.stayed]) / MS_PER_DAY)

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
