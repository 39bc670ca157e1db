"""Playing: one workload through one design, and what is kept of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from analysis.measures.played import Played
from analysis.measures.reading import Reading, read
from experiments.keeping import Keep
from scenarios.building import Scenario
from sim.engine.base import engine_named
from sim.errors import InputError
from sim.plan.liaison import facing
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
    return Played(
        plan=plan,
        trace=engine_named(engine)(plan),
        horizon=scenario.horizon,
        n_units=len(organisation.arrangement.units),
        in_hand=np.flatnonzero(workload.matters.in_hand),
        n_staff=len(scenario.institution.staff),
    )


def read_design(
    scenario: Scenario, design: str, workload: Workload, engine: str, *, until_closed: bool = True,
    keep: Keep | None = None,
) -> Reading:  # fmt: skip
    """Return the reading of one run, with the measures of its network; raise InputError if it has no matter."""
    types = scenario.demand.types
    played = play(scenario, design, workload, engine, until_closed=until_closed)
    if not played.cohort.size:
        last = scenario.horizon.window_to - timedelta(days=1)
        raise InputError(
            f"a replication has no matter from {scenario.horizon.window_from} to {last}, so there is nothing to "
            "measure; expected a longer window, or types with a larger per_year."
        )
    if keep:
        keep.store(played)
    reading = read(
        played,
        tuple(kind.name for kind in types),
        tuple(kind.from_offices for kind in types),
    )
    reading.measures.update(network_measures(scenario, design))
    return reading


def network_measures(scenario: Scenario, design: str) -> dict[str, float]:
    """Return how many upper-level offices a unit and a person face under a design; teams face none."""
    arrangement = scenario.organise(design).arrangement
    pairs = facing(arrangement, scenario.institution).shape[1]
    return {
        "counterparts_per_unit": pairs / (len(arrangement.units) - arrangement.n_teams),
        "counterparts_per_person": pairs / len(scenario.institution.staff),
    }
