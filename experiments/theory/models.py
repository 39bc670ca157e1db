"""Models: queues of the textbooks as houses and their matters, played through the simulator's public functions.

One unit of time is an hour, and offices are open day and night.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np

from experiments.theory.controls import DAYS_A_YEAR, controls_of
from experiments.theory.house import House
from experiments.theory.runs import Run
from sim.horizon import Horizon
from sim.levers.design import Design, Levers, organise
from sim.levers.units import Units
from sim.plan.plan import Plan
from sim.planning.build import build_plan
from sim.procedure import Abilities, Procedure
from sim.trace import Trace
from sim.workload.demand import Demand, MatterType
from sim.workload.expectations import expect
from sim.workload.laws import Law
from sim.workload.process_needs import ProcessNeed
from sim.workload.workload import draw_workload

SEED = 2026

BY_SECTION = Levers(units=Units(by="bureau"))
"""Levers that give each section of a house a unit of its own."""

Simulate = Callable[[Plan], Trace]


@dataclass(frozen=True, kw_only=True)
class Model:
    """A house, its demand, and the levers of its design.

    Where one of them depends on the days of the run, or on the replication, a model gives its own `levers_in`,
    `kinds_in` or `house_in`.
    """

    house: House
    kinds: tuple[MatterType, ...]
    levers: Levers = field(default_factory=Levers)
    procedure: Procedure = field(default_factory=Procedure)
    abilities: Abilities = field(default_factory=Abilities)
    rounds: int = 1
    further: dict[str, Any] = field(default_factory=dict)  # options of the demand
    warm_up: int = 20  # days
    cool_down: int = 60  # days, in which what came in the window has time to be closed

    def run(self, simulate: Simulate, *, matters: int, replication: int) -> Run:
        """Play one replication, from an empty house, until the matters of the window, about so many, are closed."""
        horizon = self.horizon(matters)
        plan, controls = self._drawn(horizon, replication)
        return Run(
            plan=plan, trace=simulate(plan), window=horizon.window_ms, staff=self.house.staff, controls=controls,
        )  # fmt: skip

    def plan(self, horizon: Horizon, replication: int) -> Plan:
        """Return the steps of one replication, drawn and planned as a command would."""
        return self._drawn(horizon, replication)[0]

    def _drawn(self, horizon: Horizon, replication: int) -> tuple[Plan, np.ndarray]:
        """Return the plan, and the controls of its workload."""
        kinds, institution = self.kinds_in(horizon), self.house_in(replication).institution()
        demand = Demand(types=kinds, rounds=self.rounds, **self.further)
        design = Design(name="queue", title=institution.title, levers=self.levers_in(horizon))
        organisation = organise(design, institution, expect(demand, institution, self.procedure))
        workload = draw_workload(demand, institution, horizon, seed=SEED, replication=replication)
        plan = build_plan(
            workload, organisation, institution=institution, demand=demand, procedure=self.procedure,
            abilities=self.abilities, meetings=(), horizon=horizon,
        )  # fmt: skip
        return plan, controls_of(workload, kinds, horizon)

    def levers_in(self, horizon: Horizon) -> Levers:
        """Return the levers of a run over these days."""
        return self.levers

    def kinds_in(self, horizon: Horizon) -> tuple[MatterType, ...]:
        """Return the types of matter of a run over these days."""
        return self.kinds

    def house_in(self, replication: int) -> House:
        """Return the house of a replication."""
        return self.house

    def horizon(self, matters: int) -> Horizon:
        """Return warm-up, window, and time enough to close."""
        days = ceil(matters / sum(kind.per_year for kind in self.kinds) * DAYS_A_YEAR)
        first = date(2021, 1, 1)
        begin, end, cap = (
            first + timedelta(days=n) for n in (self.warm_up, self.warm_up + days, self.warm_up + days + self.cool_down)
        )
        return Horizon(
            first=first, window_from=begin, window_to=end, cap=cap, working=np.ones((cap - first).days, dtype=bool),
            hours=(("00:00", "24:00"),),
        )  # fmt: skip


def matters_of(an_hour: float, work: Law, **options: Any) -> MatterType:
    """Return a type of matter of which so many come in an hour; nobody has to sign them, unless options say so."""
    chosen: dict[str, Any] = {"name": "m", "decisions": (1.0, 0.0, 0.0), **options}
    return MatterType(per_year=an_hour * 24 * DAYS_A_YEAR, work_hours=work, **chosen)


def of_bureau(index: int, count: int, an_hour: float, mean: float = 1.0, **options: Any) -> MatterType:
    """Return a type of matter, with exponential work, of one of so many bureaus."""
    weights = {f"b{other}": float(other == index) for other in range(count)}
    return matters_of(an_hour, exponential(mean), name=f"m{index}", bureaus=weights, **options)


def exponential(mean: float) -> Law:
    """Return the exponential law with this mean, in hours."""
    return Law(mean=mean, shape="exponential")


def deterministic(mean: float) -> Law:
    """Return the law that is always this many hours."""
    return Law(mean=mean, scv=0.0, shape="deterministic")


def one_after_another(*works: Law | None) -> dict[str, ProcessNeed]:
    """Return a process of needs in a row, each in a section of its own."""
    return {
        f"n{index}": ProcessNeed(function=f"f{index}", after=(f"n{index - 1}",) if index else (), work_hours=work)
        for index, work in enumerate(works)
    }


def side_by_side(count: int) -> dict[str, ProcessNeed]:
    """Return a process of needs that wait for none, each in a section of its own."""
    return {f"n{index}": ProcessNeed(function=f"f{index}") for index in range(count)}


def one_unit(*kinds: MatterType, staff: int, **options: Any) -> Model:
    """Return a house of one unit with these types of matter."""
    return Model(house=House(staff=staff), kinds=kinds, **options)


def single_server(work: Law, an_hour: float = 0.8, **options: Any) -> Model:
    """Return a house of one officer with one type of matter."""
    return one_unit(matters_of(an_hour, work, **options), staff=1)


def sections_of_one(an_hour: float, process: dict[str, ProcessNeed], work: Law) -> Model:
    """Return a house with a section of one officer for each need of a process."""
    kind, count = matters_of(an_hour, work, process=process), len(process)
    return Model(house=House(staff=count, sections=count), kinds=(kind,), levers=BY_SECTION)


def consultation(process: dict[str, ProcessNeed]) -> Model:
    """Return a house where nobody ever waits: each need is an hour outside on average, and then no work at all."""
    kind = matters_of(
        1.0, Law(mean=0.0), process=process, views_share=1.0, views_days=Law(mean=1 / 24, shape="exponential")
    )
    return Model(house=House(staff=1, sections=len(process)), kinds=(kind,), warm_up=0)
