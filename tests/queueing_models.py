"""Houses that are queues of the textbooks, played through the simulator's public functions.

One unit of time is an hour, and offices are open day and night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np
from worlds import house, officers

from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.engine.base import Engine
from sim.horizon import Horizon
from sim.levers.design import Design, Levers, organise
from sim.levers.units import Units
from sim.plan.build import build_plan
from sim.plan.plan import Plan
from sim.procedure import Abilities, Procedure
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.expectations import expect
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

SEED = 2026
DAYS_A_YEAR = 365

Values = np.ndarray


@dataclass(frozen=True)
class Run:
    """What one replication showed of the matters that came in the window."""

    waits: Values  # hours, over all steps that a person did
    stays: Values  # hours, from release to closing
    in_house: float  # mean number of matters in the house over the window
    waiting: float  # mean number of steps that wait
    controls: Values  # of the hours of work that came in a day: mean and mean square, each less what was meant


@dataclass(frozen=True)
class Model:
    """A house of so many offices' functions, its staff and one type of matter."""

    kind: MatterType
    staff: int
    sections: int = 1
    apart: bool = False  # each section on its own, else one unit for all
    warm_up: int = 20  # days

    def run(self, simulate: Engine, *, matters: int, replication: int) -> Run:
        """Play one replication, from an empty house, until the matters of the window, about so many, are closed."""
        horizon = self.horizon(matters)
        plan = self.plan(horizon, replication)
        trace = simulate(plan)

        awaited, (begin, end) = plan.matters.awaited, horizon.window_ms
        worked = awaited[plan.steps.matter] & (plan.steps.unit >= 0)
        return Run(
            waits=(trace.started_ms - trace.ready_ms)[worked] / MS_PER_HOUR,
            stays=(trace.closed_ms - plan.matters.release_ms)[awaited] / MS_PER_HOUR,
            in_house=_mean_number(plan.matters.release_ms, trace.closed_ms, begin, end),
            waiting=_mean_number(trace.ready_ms, trace.started_ms, begin, end),
            controls=self.controls(plan, horizon),
        )

    def plan(self, horizon: Horizon, replication: int) -> Plan:
        """Return the steps of one replication, drawn and planned as a command would."""
        institution = house(officers(self.staff), {f"f{index}": (f"b{index}", "c0") for index in range(self.sections)})
        demand = Demand(types=(self.kind,), rounds=1)
        levers = Levers(units=Units(by="bureau" if self.apart else "whole"))
        organisation = organise(
            Design(name="queue", title=institution.title, levers=levers), institution,
            expect(demand, institution, Procedure()),
        )  # fmt: skip
        return build_plan(
            draw_workload(demand, institution, horizon, seed=SEED, replication=replication), organisation,
            institution=institution, demand=demand, procedure=Procedure(), abilities=Abilities(), meetings=(),
            horizon=horizon,
        )  # fmt: skip

    def controls(self, plan: Plan, horizon: Horizon) -> Values:
        """Return the mean and the mean square of a day's work beyond what was meant, less their expectations.

        A day brings a Poisson number of matters n, so its work has variance n E[work^2].
        """
        laws = [need.work_hours or self.kind.work_hours for need in self.kind.process.values()]
        laws = laws or [self.kind.work_hours]
        mean, variance = sum(law.mean for law in laws), sum(law.scv * law.mean**2 for law in laws)
        a_day = self.kind.per_year / DAYS_A_YEAR

        begin, end = horizon.window_ms
        worked = plan.matters.awaited[plan.steps.matter] & (plan.steps.unit >= 0)
        day = (plan.matters.release_ms[plan.steps.matter[worked]] - begin) // MS_PER_DAY
        days = (end - begin) // MS_PER_DAY
        beyond = np.bincount(day, weights=plan.steps.work_hours[worked], minlength=days) - a_day * mean
        return np.array([beyond.mean(), (beyond**2).mean() - a_day * (variance + mean**2)])

    def horizon(self, matters: int) -> Horizon:
        """Return warm-up, window, and time enough to close."""
        days = ceil(matters / self.kind.per_year * DAYS_A_YEAR)
        first = date(2021, 1, 1)
        begin, end, cap = (
            first + timedelta(days=n) for n in (self.warm_up, self.warm_up + days, self.warm_up + days + 60)
        )
        return Horizon(
            first=first, window_from=begin, window_to=end, cap=cap, working=np.ones((cap - first).days, dtype=bool),
            hours=(("00:00", "24:00"),),
        )  # fmt: skip


def _mean_number(since: Values, until: Values, begin: int, end: int) -> float:
    """Return how many are there on average in [begin, end), each from `since` to `until` (negative: not yet)."""
    there = since >= 0
    last = np.where(until < 0, end, until)[there]
    return float((np.clip(last, begin, end) - np.clip(since[there], begin, end)).sum() / (end - begin))


def matters_of(an_hour: float, work: Law, **options: object) -> MatterType:
    return MatterType(
        name="m", per_year=an_hour * 24 * DAYS_A_YEAR, work_hours=work, decisions=(1.0, 0.0, 0.0), **options
    )


def exponential(mean: float) -> Law:
    return Law(mean=mean, shape="exponential")


def one_after_another(*works: Law | None) -> dict[str, ProcessNeed]:
    """Return a process of needs in a row, each in a section of its own."""
    return {
        f"n{index}": ProcessNeed(function=f"f{index}", after=(f"n{index - 1}",) if index else (), work_hours=work)
        for index, work in enumerate(works)
    }


def side_by_side(count: int) -> dict[str, ProcessNeed]:
    return {f"n{index}": ProcessNeed(function=f"f{index}") for index in range(count)}


def single_server(work: Law) -> Model:
    return Model(matters_of(0.8, work), staff=1)


def consultation(process: dict[str, ProcessNeed]) -> Model:
    """Return a house where nobody ever waits: each need is an hour outside on average, and then no work at all."""
    kind = matters_of(
        1.0, Law(mean=0.0), process=process, views_share=1.0, views_days=Law(mean=1 / 24, shape="exponential")
    )
    return Model(kind, staff=1, sections=len(process), warm_up=0)
