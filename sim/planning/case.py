"""The case: one workload under one organisation, seen matter by matter, as the blocks of a plan need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_HOUR, Calendar
from sim.horizon import Horizon
from sim.institution import Institution, Rank
from sim.levers.design import Organisation
from sim.levers.stages import SigningTimes
from sim.planning.aside.detections import Detections
from sim.planning.deciding.meeting_dates import deciding_sessions
from sim.planning.handling.contracted import Contracted, contract_out
from sim.planning.handling.courses import Course
from sim.planning.handling.early_closing import closes_early, work_shares
from sim.planning.handling.tasks import taken_by
from sim.planning.people.set_times import set_times
from sim.procedure import Abilities, Meeting, Procedure
from sim.workload.demand import MatterType
from sim.workload.process_needs import Batch
from sim.workload.returns import Returns
from sim.workload.tables import Workload

OFFICE_HOURS = 0
"""Every plan's first calendar."""

DECISION_PRIORITY = 0
ORDINARY_PRIORITY = 1


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything that a plan is made of."""

    workload: Workload
    institution: Institution
    organisation: Organisation
    procedure: Procedure
    abilities: Abilities
    horizon: Horizon
    misdirected_share: float
    misdirected_rounds: int = 1

    detections: Detections | None = None  # how latent events become known; None: there are none
    returns: tuple[Returns | None, ...] = ()  # by type: how matters come back; none: they do not
    types: tuple[MatterType, ...]
    courses: tuple[Course, ...]  # by type: its process, as the design runs it; (): none
    batches: Mapping[Batch, Calendar] = field(default_factory=dict)  # when papers are accepted that are on fixed dates
    meetings: tuple[Meeting, ...] = ()
    office_staff: int = 0  # people in each upper-level office who answer requests; 0: answers take nobody's time
    tasks: tuple[tuple[int, ...], ...] = ()  # by task force: the types of matter that it takes
    asks_for_trips: Flags = field(default_factory=lambda: np.zeros(1, dtype=bool))  # by type: an applicant would come
    crews: tuple[tuple[int, int], ...]  # by type: how many handle a need at once, with which licence (-1: none)

    @property
    def n_matters(self) -> int:
        """Number of matters, contacts not counted."""
        return int(self.workload.matters.type.size)

    @cached_property
    def need_unit(self) -> Ints:
        """Unit that each need falls to: that of the task force which takes the matter, else its own."""
        if not self.organisation.arrangement.forces:
            return self._home_unit
        force = self.force_of[self.workload.needs.matter]
        return np.where(force >= 0, force, self._home_unit)

    @cached_property
    def force_of(self) -> Ints:
        """Unit of the task force that takes each matter; -1: none does."""
        return taken_by(self.organisation.arrangement.forces, self.tasks, self.workload.matters, self.horizon)

    @cached_property
    def contracted(self) -> Contracted:
        """What contractors handle; a task force does all of its own."""
        kept = (self.force_of[self.workload.needs.matter] >= 0) | self._visited_jointly
        return contract_out(self.organisation.arrangement, self.workload, self.need_unit, kept)

    @cached_property
    def _visited_jointly(self) -> Flags:
        """Which needs are inspected in one visit by several units, so that no contractor makes it."""
        needs, found = self.workload.needs, np.zeros(self.workload.needs.matter.size, dtype=bool)
        kind = self.workload.matters.type[needs.matter]
        for index, course in enumerate(self.courses):
            for station in course:
                if len(station.parts) > 1:
                    found |= (kind == index) & np.isin(needs.place, station.places)
        return found

    @cached_property
    def _home_unit(self) -> Ints:
        """Unit that each need would fall to; a case officer has all of them in the lead's, a team what crosses."""
        needs, unit = self.workload.needs, self._unit_of_need
        if self.organisation.arrangement.team_of_category is not None:
            return self.unit_for(needs.function[self.need_at[needs.matter, 0]], needs.matter, unit)
        unit = self.in_branch(unit, needs.matter)
        if self.organisation.route.order != "case_officer":
            return unit
        return np.where(self.has_process[needs.matter], unit, unit[self.need_at[needs.matter, 0]])

    @cached_property
    def _unit_of_need(self) -> Ints:
        """Unit that each need's function falls to."""
        return self.organisation.arrangement.unit_of_function[self.workload.needs.function]

    @cached_property
    def _crosses(self) -> Flags:
        """Whether the functions of a matter's needs fall to several units."""
        needs, unit = self.workload.needs, self._unit_of_need
        crosses = np.zeros(self.n_matters, dtype=bool)
        crosses[needs.matter[unit != unit[self.need_at[needs.matter, 0]]]] = True
        return crosses

    def unit_for(self, function: Ints, matters: Ints, unit: Ints | None = None) -> Ints:
        """Return the unit where these matters would be handled if their first need were this function.

        That is the function's unit (else `unit`, where given), or its branch, or for matters that touch several units
        the team of the function's category, if the design has teams.
        """
        arrangement = self.organisation.arrangement
        own = self.in_branch(arrangement.unit_of_function[function] if unit is None else unit, matters)
        if arrangement.team_of_category is None:
            return own
        team = arrangement.team_of_category[self.institution.function_category[function]]
        return np.where(self._crosses[matters], team, own)

    def in_branch(self, unit: Ints, matters: Ints) -> Ints:
        """Return the branches of these units that serve where these matters arise; else the units."""
        return self.organisation.arrangement.places.branch(unit, self.workload.matters.site[matters])

    @cached_property
    def need_category(self) -> Ints:
        """What one must be versed in for each need: its category, wherever it is."""
        return self.institution.function_skill[self.workload.needs.function]

    @cached_property
    def need_at(self) -> Ints:
        """[matter, place]: the need's row, -1 where the matter has no such need."""
        needs = self.workload.needs
        table = np.full((self.n_matters, int(needs.place.max(initial=0)) + 1), -1, dtype=np.int64, order="F")
        table[needs.matter, needs.place] = np.arange(needs.matter.size)
        return table

    @cached_property
    def share_of(self) -> Ints:
        """[matter, place]: the first place whose need falls to the same unit; -1 where there is no need."""
        unit = np.where(self.need_at >= 0, self.need_unit[self.need_at], -1)
        share = np.where(self.need_at >= 0, np.arange(unit.shape[1])[None, :], -1)
        for place in range(1, unit.shape[1]):
            for earlier in range(place - 1, -1, -1):
                same = (unit[:, place] >= 0) & (unit[:, earlier] == unit[:, place])
                share[same, place] = earlier
        return share

    @cached_property
    def shared(self) -> Flags:
        """Whether a matter touches more than one unit."""
        return np.asarray(self.share_of.max(axis=1, initial=0) > 0)

    @cached_property
    def has_process(self) -> Flags:
        """Whether a matter's type has a process of its own."""
        return np.array([bool(course) for course in self.courses])[self.workload.matters.type]

    @cached_property
    def lead_unit(self) -> Ints:
        """Unit of each matter's first need."""
        return self.need_unit[self.need_at[:, 0]]

    @cached_property
    def of_line(self) -> Flags:
        """Whether a matter comes from the line 条, an upper-level office; the others are the local leaders' 块."""
        return np.asarray(self.workload.matters.office >= 0)

    @cached_property
    def brief(self) -> Flags:
        """Whether the matter repeats one that the same unit has answered for another bureau."""
        twin = self.workload.matters.twin_of
        return np.asarray((twin >= 0) & (self.lead_unit == self.lead_unit[np.maximum(twin, 0)]))

    @cached_property
    def leaders(self) -> Ints:
        """People with a desk of their own; leader i has the desk `n_units + i`."""
        return np.flatnonzero(self.organisation.arrangement.rank_of_person >= Rank.DEPUTY)

    @property
    def n_units(self) -> int:
        """Units of the arrangement, desks not counted."""
        return len(self.organisation.arrangement.units)

    @property
    def n_inside(self) -> int:
        """Units and leaders' desks; behind these come contractors, then upper-level offices."""
        return self.n_units + self.leaders.size

    @property
    def office_units(self) -> int:
        """Number of units that are upper-level offices' own, the last ones, one for each office."""
        busy = bool(self.workload.matters.asks.any()) or self.organisation.settings.office_hours > 0
        return len(self.institution.offices) if self.office_staff and busy else 0

    def desk_of(self, person: Ints) -> Ints:
        """Return the desk, a unit, of each of these leaders."""
        return self.n_units + np.searchsorted(self.leaders, person)

    def place_to_sign(self, rank: Rank, matters: Ints) -> Ints:
        """Return the unit where a signature of this rank is given: the lead's, a deputy's desk, or the chief's.

        A team has no head, so a head's signature is given in the unit of the first need's function; a branch has its
        unit's.
        """
        if rank == Rank.HEAD:
            return self.in_branch(self._unit_of_need[self.need_at[matters, 0]], matters)
        if rank < Rank.DEPUTY:
            return self.lead_unit[matters]
        if rank == Rank.DEPUTY:
            return self.desk_of(self.deputy_of_need[self.need_at[matters, 0]])
        chief = np.flatnonzero(self.organisation.arrangement.rank_of_person == Rank.CHIEF)[:1]
        return np.repeat(self.desk_of(chief), matters.size)

    @cached_property
    def deputy_of_need(self) -> Ints:
        """Deputy in charge of each need's function; -1 where nothing asks for one."""
        deputies = self.organisation.route.deputy_of_function
        if deputies is None:
            return np.full(self.workload.needs.function.size, -1, dtype=np.int64)
        return deputies[self.workload.needs.function]

    @cached_property
    def named_calendars(self) -> tuple[tuple[Calendar, ...], dict[Rank, int], int]:
        """The calendars before people's own, the index of each rank's signing times, and of the desk times."""
        calendars = [self.horizon.office]
        signing: dict[Rank, int] = {}
        for rank, times in self.organisation.route.signing.items():
            signing[rank] = len(calendars)
            calendars.append(set_times(times, self.horizon))
        desk = -1
        if self.procedure.desk_times:
            desk = len(calendars)
            times = SigningTimes(times=self.procedure.desk_times, minutes=self.procedure.desk_minutes)
            calendars.append(set_times(times, self.horizon))
        return tuple(calendars), signing, desk

    @property
    def desk_calendar(self) -> int:
        """Calendar of the times when units look at what has come in; -1: at once."""
        return self.named_calendars[2]

    def signing_calendar(self, rank: Rank) -> int:
        """Return the calendar of a rank's signing times; -1: at once."""
        return self.named_calendars[1].get(rank, -1)

    @cached_property
    def meeting_calendars(self) -> dict[Rank, Calendar]:
        """When the meetings decide at which ranks do; these calendars come after the named ones."""
        return deciding_sessions(self.organisation, self.meetings, self.horizon)

    def meeting_calendar(self, rank: Rank) -> int:
        """Return the calendar of the meeting at which a rank decides."""
        return len(self.named_calendars[0]) + list(self.meeting_calendars).index(rank)

    def batch_calendar(self, batch: Batch) -> int:
        """Return the calendar of the dates on which papers of a batch are accepted; they come after the meetings'."""
        return len(self.named_calendars[0]) + len(self.meeting_calendars) + list(self.batches).index(batch)

    @cached_property
    def whole_hours(self) -> Floats:
        """Hours that it takes to solve each need, brief answers shortened."""
        needs = self.workload.needs
        return needs.work_hours * np.where(self.brief[needs.matter], self.organisation.settings.brief_share, 1.0)

    @cached_property
    def work_hours(self) -> Floats:
        """Handling hours of each need under this organisation; what is closed early takes its lead less."""
        scoring = self.organisation.settings.scoring
        early = closes_early(self.workload, self.returns, scoring)
        if not early.any():
            return self.whole_hours
        needs = self.workload.needs
        return self.whole_hours * np.where(needs.place == 0, work_shares(early, scoring)[needs.matter], 1.0)


def hours_of(ms: Ints) -> Floats:
    """Return milliseconds as hours."""
    return np.asarray(ms / MS_PER_HOUR)
