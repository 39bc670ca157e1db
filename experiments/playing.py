"""Playing: one workload through one design, and what is kept of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from analysis.measures.followed import Followed
from analysis.measures.played import Played
from analysis.measures.processes import Processes
from analysis.measures.reading import Reading, read
from analysis.measures.watched import Watched
from experiments.keeping import Keep
from scenarios.building import Scenario
from sim.costs import hourly_costs
from sim.engine.base import engine_named
from sim.errors import InputError
from sim.levers.design import Organisation
from sim.levers.stages import Arrangement
from sim.planning.aside.liaison import facing
from sim.planning.handling.contracted import contractors_of
from sim.planning.handling.tasks import period_ms
from sim.planning.handling.visited import inspections_of
from sim.planning.opening.online import applicant_trips
from sim.planning.people.office_desks import units_of_offices
from sim.planning.people.seconding import secondments
from sim.workload.latent import events_of
from sim.workload.tables import Workload


@dataclass(frozen=True, kw_only=True)
class Job:
    """One replication of some designs at one volume; all of them face the same matters.

    With `until_closed=False` the run ends with the window, which suffices to see whether a backlog grows. What a job
    keeps is that of its only design.
    """

    designs: tuple[str, ...]
    replication: int
    volume_multiple: float
    until_closed: bool = True
    keep: Keep | None = None

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.designs)


def perform(job: Job, scenario: Scenario, *, engine: str, seed: int) -> dict[str, Reading]:
    """Return the reading of each design of a job."""
    workload = scenario.draw(seed=seed, replication=job.replication, scale=job.volume_multiple)
    return {design: read_design(scenario, design, workload, engine, until_closed=job.until_closed, keep=job.keep)
            for design in job.designs}  # fmt: skip


def play(scenario: Scenario, design: str, workload: Workload, engine: str, *, until_closed: bool = True) -> Played:
    """Return what became of a workload under one design."""
    organisation = scenario.organise(design)
    plan = scenario.plan(workload, organisation, until_closed=until_closed)
    desks = scenario.demand.office_desks is not None
    return Played(
        plan=plan,
        trace=engine_named(engine)(plan),
        horizon=scenario.horizon,
        n_units=len(organisation.arrangement.units),
        in_hand=np.flatnonzero(workload.matters.in_hand),
        urgent=np.flatnonzero(workload.matters.urgent),
        n_staff=len(scenario.institution.staff),
        trips=applicant_trips(workload.matters, scenario.demand, organisation.arrangement.places),
        contractors=contractors_of(organisation.arrangement),
        watched=_watched(scenario, organisation.arrangement, workload),
        events=events_of(workload, tuple(kind.latent for kind in scenario.demand.types)),
        followed=_followed(scenario, organisation),
        processes=_processes(scenario, organisation, workload),
        office_units=units_of_offices(organisation.arrangement, plan.n_units) if desks else None,
        hourly_costs=hourly_costs(scenario.cost_per_hour, organisation.arrangement.rank_of_person),
    )


def _followed(scenario: Scenario, organisation: Organisation) -> Followed:
    """Return which measures of quality a run under this design can tell, so that designs can be compared in them."""
    returns = any(kind.returns is not None for kind in scenario.demand.types)
    finds = any(scenario.organise(name).route.supervising.finds for name in scenario.designs)
    return Followed(
        errors=finds or returns, rounds=organisation.route.supervising.finds or returns, returns=returns
    )  # fmt: skip


def _processes(scenario: Scenario, organisation: Organisation, workload: Workload) -> Processes:
    """Return which measures of processes can be told, and which steps are inspections under this design."""
    processing = organisation.route.processing
    inspections, inspected = inspections_of(scenario.demand, workload, processing)
    return Processes(
        routings=scenario.demand.misdirected_rounds > 1,
        supplements=any(kind.supplement_rounds > 1 for kind in scenario.demand.types),
        inspections=inspections,
        inspected=inspected,
        late_days=processing.pursuit.late_days if processing.pursuit else None,
    )


def _watched(scenario: Scenario, arrangement: Arrangement, workload: Workload) -> Watched | None:
    """Return the days and tasks of all designs' task forces, and who is away under this one."""
    terms = [one for design in scenario.designs.values() for one in design.levers.task_force.forces.values()]
    if not terms:
        return None
    periods = [period_ms(one, scenario.horizon) for one in terms]
    tasks = {name for one in terms for name in one.task}
    return Watched(
        begin_ms=min(begin for begin, _ in periods),
        end_ms=max(end for _, end in periods),
        types=tuple(place for place, kind in enumerate(scenario.demand.types) if kind.name in tasks),
        secondments=secondments(arrangement, scenario.institution, workload.outcomes, scenario.horizon),
    )


def read_design(
    scenario: Scenario, design: str, workload: Workload, engine: str, *, until_closed: bool = True,
    keep: Keep | None = None, apart: Collection[str] = (),
) -> Reading:  # fmt: skip
    """Return the reading of one run, with the measures of its network; raise InputError if it has no matter.

    Types in `apart` are measured alone, too.
    """
    types = scenario.demand.types
    played = play(scenario, design, workload, engine, until_closed=until_closed)
    if not played.cohort.size:
        last = scenario.horizon.window_to - timedelta(days=1)
        raise InputError(
            f"a replication has no matter from {scenario.horizon.window_from} to {last}, so there is nothing to "
            "measure; expected a longer window, or types with a larger per_year."
        )
    if not played.stayed.size:
        raise InputError(
            f"in a replication of design {design!r} every matter of the window left before anybody took it, or nobody "
            "ever knew of it, so there is nothing to measure; expected matters that wait longer, people who are there "
            "when they come, or ways for latent events to be known."
        )
    if keep:
        keep.store(played)
    reading = read(
        played,
        tuple(kind.name for kind in types),
        tuple(kind.from_offices for kind in types),
        apart,
    )
    reading.measures.update(network_measures(scenario, design))
    return reading


def network_measures(scenario: Scenario, design: str) -> dict[str, float]:
    """Return how many upper-level offices a unit and a person face under a design; teams face none."""
    arrangement = scenario.organise(design).arrangement
    pairs = facing(arrangement, scenario.institution).shape[1]
    return {
        "counterparts_per_unit": pairs / (len(arrangement.units) - arrangement.n_teams),
        "counterparts_per_person": pairs / int(arrangement.here.sum()),
    }
