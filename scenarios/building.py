"""From a checked configuration to the scenario that is simulated."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property

from conf.schema import ScenarioFile
from scenarios.attendance import check_hours, check_presence, check_shares
from scenarios.calendars import working_days
from scenarios.consistency import check_consistency
from scenarios.registry import builder_named
from scenarios.seasons import check_warm_up, expect_dates
from sim.costs import hourly_costs
from sim.errors import CalendarError, InputError
from sim.horizon import Horizon
from sim.institution import Institution, Title
from sim.levers.design import Design, Organisation, organise
from sim.levers.incentives import check_early_closing
from sim.levers.routing.detection import check_detection
from sim.levers.stages import RankName
from sim.plan.plan import Plan
from sim.planning.aside.broadcasting import check_broadcasts
from sim.planning.aside.liaison import check_asked_for, check_office_hours
from sim.planning.build import build_plan
from sim.planning.deciding.meeting_dates import deciding_sessions
from sim.planning.handling.contract_checks import check_contracts
from sim.planning.handling.crewing import check_crews
from sim.planning.handling.process_checks import check_processes
from sim.planning.handling.tasks import check_forces
from sim.planning.people.practice import check_learning, new_work
from sim.procedure import Abilities, Meeting, Procedure
from sim.workload.demand import Demand
from sim.workload.expectations import Expectations, expect
from sim.workload.kinship import first_weights
from sim.workload.process_functions import process_functions
from sim.workload.sites import check_sites
from sim.workload.source import Source
from sim.workload.surging import check_surges
from sim.workload.tables import Workload
from sim.workload.workload import draw_from


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Institution, demand and the designs to compare."""

    name: str
    title: Title
    baseline: str
    institution: Institution
    demand: Demand
    load: float | None
    procedure: Procedure
    abilities: Abilities
    meetings: tuple[Meeting, ...]
    horizon: Horizon
    designs: dict[str, Design]
    cost_per_hour: dict[RankName, float] = field(default_factory=dict)  # yuan, by rank; none: costs are not counted

    @cached_property
    def expected(self) -> Expectations:
        """What a year of the demand needs of each function, with contacts as long as in the baseline."""
        contact_hours = self.designs[self.baseline].levers.counterparts.hours_of_contact()
        return expect(self.demand, self.institution, self.procedure, contact_hours)

    @cached_property
    def source(self) -> Source:
        """What workloads are drawn from."""
        return Source(demand=self.demand, institution=self.institution, horizon=self.horizon)

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        return {}

    def organise(self, design: str) -> Organisation:
        """Return what the levers of one design come to; a design is organised once."""
        if design not in self._organisations:
            organisation = organise(self.designs[design], self.institution, self.expected)
            if self.abilities.learning and design != self.baseline:
                before = self.organise(self.baseline).arrangement
                new = new_work(organisation.arrangement, before, self.institution, self.expected)
                organisation = replace(organisation, new_work=new)
            self._organisations[design] = organisation
        return self._organisations[design]

    def draw(self, *, seed: int, replication: int, scale: float) -> Workload:
        """Return one replication of all that comes in, the volume multiplied by `scale`."""
        return draw_from(self.source, seed=seed, replication=replication, scale=scale)

    def plan(self, workload: Workload, organisation: Organisation, *, until_closed: bool = True) -> Plan:
        """Return the steps that a workload becomes under an organisation."""
        return build_plan(
            workload, organisation, institution=self.institution, demand=self.demand, procedure=self.procedure,
            abilities=self.abilities, meetings=self.meetings, horizon=self.horizon, until_closed=until_closed,
        )  # fmt: skip


def build_scenario(file: ScenarioFile) -> Scenario:
    """Return the scenario that a file describes; raise InputError where it contradicts itself."""
    check_consistency(file)
    check_warm_up(file)
    expect_dates(file)
    scenario = Scenario(
        name=file.name,
        title=file.title,
        baseline=file.baseline,
        institution=builder_named(file.builder)(file),
        demand=_demand(file),
        load=file.demand.load,
        procedure=file.procedure,
        abilities=file.institution.abilities,
        meetings=tuple(replace(meeting, name=name) for name, meeting in file.institution.meetings.items()),
        horizon=_horizon(file),
        cost_per_hour=file.institution.cost_per_hour,
        designs={
            name: Design(name=name, title=block.title or Title(zh=name, en=name), levers=block.levers())
            for name, block in file.designs.items()
        },
    )
    check_presence(scenario.institution, scenario.horizon)
    check_learning(scenario.abilities.learning, scenario.horizon)
    check_surges(scenario.demand, scenario.horizon)
    for kind in scenario.demand.types:
        check_sites(kind.name, kind.sites, scenario.institution.sites)
        first_weights(scenario.institution, kind)  # what weighs nothing is no design's fault
        if kind.process:
            process_functions(kind, scenario.institution)
    for name in scenario.designs:
        try:
            organisation = scenario.organise(name)
            check_asked_for(scenario.demand, organisation)
            check_office_hours(scenario.demand, organisation)
            check_early_closing(organisation.settings, scenario.demand)
            check_broadcasts(scenario.demand, organisation)
            check_detection(scenario.demand, organisation.route.dispatching.detecting)
            deciding_sessions(organisation, scenario.meetings, scenario.horizon)  # unknown meetings are refused
            check_crews(scenario.demand, scenario.organise(name), scenario.institution)
            check_processes(scenario.demand, organisation, scenario.institution, scenario.horizon)
            check_contracts(scenario.demand, organisation, scenario.institution, scenario.horizon)
            check_forces(organisation.arrangement, scenario.demand, scenario.horizon)
            hourly_costs(scenario.cost_per_hour, organisation.arrangement.rank_of_person)  # lacking ones are refused
            check_shares(organisation.arrangement, scenario.institution, scenario.horizon)
            check_hours(organisation.arrangement, scenario.institution, scenario.meetings, scenario.horizon)
        except InputError as error:
            raise type(error)(f"designs.{name}: {error}") from None
    return scenario


def _demand(file: ScenarioFile) -> Demand:
    block = file.demand
    types = tuple(
        replace(kind, name=name, title=kind.title or Title(zh=name, en=name)) for name, kind in block.types.items()
    )
    return Demand(
        types=types, duplicates=block.duplicates, misdirected_share=block.misdirected_share,
        misdirected_rounds=block.misdirected_rounds,
        resubmission_days=block.resubmission_days, contact_weeks=block.contact_weeks,
        contact_hours=block.contact_hours, absences=block.absences, rounds=block.rounds,
        contact_meetings=block.contact_meetings, meeting_rank=block.meeting_rank, report_days=block.report_days,
        lost_share=block.lost_share, lost_days=block.lost_days, refusal_share=block.refusal_share,
        office_desks=block.office_desks, broadcasts=block.broadcasts,
    )  # fmt: skip


def _horizon(file: ScenarioFile) -> Horizon:
    window, day = file.window, timedelta(days=1)
    if not window.warm_up_from <= window.first <= window.last <= window.cap:
        raise CalendarError(
            f"window has warm_up_from {window.warm_up_from}, first {window.first}, last {window.last} and cap "
            f"{window.cap}; expected each on or after the one before it."
        )
    try:
        working = working_days(window.warm_up_from, window.cap, file.calendar.days)
    except CalendarError as error:
        raise CalendarError(f"window: {error}") from None
    if not working[(window.first - window.warm_up_from).days : (window.last - window.warm_up_from).days + 1].any():
        raise CalendarError(
            f"window has no working day from {window.first} to {window.last} in the calendar {file.calendar.days!r}; "
            "expected at least one."
        )
    return Horizon(
        first=window.warm_up_from,
        window_from=window.first,
        window_to=window.last + day,
        cap=window.cap + day,
        working=working,
        hours=tuple(file.calendar.hours),
    )
