"""Queues whose answers are known: the simulator, through its public functions, must come to the same numbers.

Each quantity is estimated by independent replications. All bands hold together with 99% (Bonferroni over every
quantity checked here), and each is at most 10% of the expected value wide on either side, so that a test cannot
pass by knowing little. The seed is 2026 throughout. Lengths follow from the known asymptotic variances: the waits
in an M/M/1 queue have rho (2 + 5 rho - 4 rho^2 + rho^3) / (1 - rho)^4 a matter (Daley, Journal of the Australian
Mathematical Society 8, 1968, p. 683), which at rho = 0.9 is 443 times the square of their mean.

Work that happened to come in is a control variate with known mean: beside the mean of each quantity over the
replications stands that of the work offered, and the quantity is read off at the work that was meant (Lavenberg
& Welch, Management Science 27, 1981, p. 322). In heavy traffic this halves the variance: half a million matters
and t = 4.1 then give 4.1 sqrt(443 / 2 / 500 000) = 9% of the mean.

One unit of time is an hour, and offices are open day and night.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from worlds import house, officers

from sim.calendar import MS_PER_HOUR
from sim.engine.base import Engine
from sim.horizon import Horizon
from sim.levers.design import Design, Levers, organise
from sim.levers.units import Units
from sim.plan.build import build_plan
from sim.procedure import Abilities, Procedure
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.expectations import expect
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

SEED = 2026
REPLICATIONS = 40
CONFIDENCE = 0.99
WIDEST = 0.10
HOURS_A_YEAR = 8760

Values = np.ndarray


@dataclass(frozen=True)
class Run:
    """What one replication showed of the matters that came in the window."""

    waits: Values  # hours, over all steps that a person did
    stays: Values  # hours, from release to closing
    in_house: float  # mean number of matters in the house over the window
    waiting: float  # mean number of steps that wait
    offered: float  # hours of work that came in an hour, less what was meant


@dataclass(frozen=True)
class Model:
    """A house of so many offices' functions, its staff and one type of matter."""

    kind: MatterType
    staff: int
    matters: int  # in all replications together
    sections: int = 1
    apart: bool = False  # each section on its own, else one unit for all
    warm_up: int = 20  # days

    def run(self, simulate: Engine, replication: int) -> Run:
        """Play one replication, from an empty house, until the matters of the window are closed."""
        institution = house(officers(self.staff), {f"f{index}": (f"b{index}", "c0") for index in range(self.sections)})
        demand = Demand(types=(self.kind,), rounds=1)
        horizon = self.horizon()
        workload = draw_workload(demand, institution, horizon, seed=SEED, replication=replication)
        levers = Levers(units=Units(by="bureau" if self.apart else "whole"))
        organisation = organise(
            Design(name="queue", title=institution.title, levers=levers), institution,
            expect(demand, institution, Procedure()),
        )  # fmt: skip
        plan = build_plan(
            workload, organisation, institution=institution, demand=demand, procedure=Procedure(),
            abilities=Abilities(), meetings=(), horizon=horizon,
        )  # fmt: skip
        trace = simulate(plan)

        awaited, (begin, end) = plan.matters.awaited, horizon.window_ms
        worked = awaited[plan.steps.matter] & (plan.steps.unit >= 0)
        offered = plan.steps.work_hours[worked].sum() * MS_PER_HOUR / (end - begin)
        return Run(
            waits=(trace.started_ms - trace.ready_ms)[worked] / MS_PER_HOUR,
            stays=(trace.closed_ms - plan.matters.release_ms)[awaited] / MS_PER_HOUR,
            in_house=_mean_number(plan.matters.release_ms, trace.closed_ms, begin, end),
            waiting=_mean_number(trace.ready_ms, trace.started_ms, begin, end),
            offered=offered - self.meant(),
        )

    def meant(self) -> float:
        """Return the hours of work that come in an hour on average."""
        needs = self.kind.process.values()
        each = sum((need.work_hours or self.kind.work_hours).mean for need in needs) or self.kind.work_hours.mean
        return self.kind.per_year / HOURS_A_YEAR * each

    def horizon(self) -> Horizon:
        """Return warm-up, window, and time enough to close."""
        days = ceil(self.matters / REPLICATIONS / self.kind.per_year * 365)
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
    return MatterType(name="m", per_year=an_hour * HOURS_A_YEAR, work_hours=work, decisions=(1.0, 0.0, 0.0), **options)


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


Measure = Callable[[list[Run]], float]
Checks = dict[tuple[str, str], Measure]


@dataclass(frozen=True)
class Group:
    """Models that meet the same workload, and what is read from their runs."""

    models: tuple[Model, ...]
    checks: tuple[tuple[tuple[str, str], Measure], ...]


def group(*models: Model, checks: Checks) -> Group:
    return Group(models, tuple(checks.items()))


def wait(runs: list[Run]) -> float:
    return float(runs[0].waits.mean())


def stay(runs: list[Run]) -> float:
    return float(runs[0].stays.mean())


def single_server(work: Law, matters: int) -> Model:
    return Model(matters_of(0.8, work), staff=1, matters=matters)


def consultation(process: dict[str, ProcessNeed]) -> Model:
    """Return a house where nobody ever waits: each need is an hour outside on average, and then no work at all."""
    kind = matters_of(
        1.0, Law(mean=0.0), process=process, views_share=1.0, views_days=Law(mean=1 / 24, shape="exponential")
    )
    return Model(kind, staff=1, matters=4_000, sections=len(process), warm_up=0)


FOUR_STREAMS = matters_of(3.2, exponential(1.0))
GROUPS = [
    group(
        single_server(exponential(1.0), 330_000),
        checks={
            ("A1", "Wq"): wait,
            ("A1", "T"): stay,
            ("A1", "L"): lambda runs: runs[0].in_house,
            ("A1", "P_T_gt_10"): lambda runs: float((runs[0].stays > 10).mean()),
            ("A1", "T_p90"): lambda runs: float(np.quantile(runs[0].stays, 0.9)),
            ("A1", "T_p95"): lambda runs: float(np.quantile(runs[0].stays, 0.95)),
            ("B1_scv1.0", "Wq"): wait,
        },
    ),
    group(
        Model(FOUR_STREAMS, staff=4, sections=4, matters=450_000),
        Model(FOUR_STREAMS, staff=4, sections=4, apart=True, matters=450_000),
        checks={
            ("A2", "C"): lambda runs: float((runs[0].waits > 0).mean()),
            ("A2", "Wq"): wait,
            ("A2", "T"): stay,
            ("A2", "Lq"): lambda runs: runs[0].waiting,
            ("A2", "P_Wq_gt_2"): lambda runs: float((runs[0].waits > 2).mean()),
            ("A3", "Wq_pooled"): wait,
            ("A3", "T_pooled"): stay,
            ("A3", "Wq_dedicated"): lambda runs: wait(runs[1:]),
            ("A3", "T_dedicated"): lambda runs: stay(runs[1:]),
            ("A3", "ratio_Wq"): lambda runs: wait(runs[1:]) / wait(runs),
            ("A3", "ratio_T"): lambda runs: stay(runs[1:]) / stay(runs),
        },
    ),
    *(
        group(
            Model(matters_of(0.9 * clerks, exponential(1.0)), staff=clerks, matters=matters, warm_up=60 // clerks + 10),
            checks={("A4", f"Wq_c{clerks}"): wait},
        )
        for clerks, matters in (
            (1, 500_000), (2, 500_000), (4, 500_000), (8, 600_000), (11, 650_000), (16, 700_000)
        )
    ),
    group(single_server(Law(mean=1.0, shape="deterministic"), 100_000), checks={("B1_scv0.0", "Wq"): wait}),
    group(single_server(Law(mean=1.0, scv=0.25, shape="gamma"), 150_000), checks={("B1_scv0.25", "Wq"): wait}),
    group(single_server(Law(mean=1.0, scv=4.0, shape="hyperexponential"), 500_000), checks={("B1_scv4.0", "Wq"): wait}),
    group(
        Model(
            matters_of(0.8, exponential(1.0), process=one_after_another(None, None, None)),
            staff=3, sections=3, apart=True, matters=200_000,
        ),
        checks={("C1", "T"): stay, ("C1", "T_sd"): lambda runs: float(runs[0].stays.std(ddof=1))},
    ),
    group(
        Model(
            matters_of(0.8, exponential(1.0), process=one_after_another(None, exponential(0.8), exponential(0.5))),
            staff=3, sections=3, apart=True, matters=100_000,
        ),
        checks={("C2", "T"): stay},
    ),
    *(
        group(
            consultation(side_by_side(count)), consultation(one_after_another(*[None] * count)),
            checks={
                ("F2", f"parallel_K{count}"): stay,
                ("F2", f"sequential_K{count}"): lambda runs: stay(runs[1:]),
            },
        )
        for count in (2, 3, 5, 8)
    ),
]  # fmt: skip

CHECKED = [check for group in GROUPS for check, _ in group.checks]
EXPECTED = {
    case["id"]: case["expected"] for case in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
}


def estimates(simulate: Engine, chosen: Group) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the estimate and the half-width of each quantity of a group."""
    values: dict[tuple[str, str], list[float]] = {check: [] for check, _ in chosen.checks}
    offered: list[float] = []
    for replication in range(REPLICATIONS):
        runs = [model.run(simulate, replication) for model in chosen.models]
        for check, measure in chosen.checks:
            values[check].append(measure(runs))
        offered.append(runs[0].offered)
    return {check: band(np.array(column), np.array(offered)) for check, column in values.items()}


def band(values: Values, control: Values) -> tuple[float, float]:
    """Return the value at control 0 by least squares, and the half-width of its band; no work, no control."""
    controls = [control] if control.any() else []
    design = np.stack([np.ones(values.size), *controls], axis=1)
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ values
    freedom = values.size - design.shape[1]
    variance = ((values - design @ coefficients) ** 2).sum() / freedom
    quantile = stats.t.ppf(1 - (1 - CONFIDENCE) / 2 / len(CHECKED), freedom)
    return float(coefficients[0]), float(quantile * np.sqrt(variance * inverse[0, 0]))


@pytest.mark.parametrize("chosen", [pytest.param(one, id=", ".join(map("-".join, dict(one.checks)))) for one in GROUPS])
def test_the_expected_values_lie_in_narrow_bands(simulate, chosen):
    found = estimates(simulate, chosen)

    expected = {check: EXPECTED[check[0]][check[1]] for check in found}
    assert {check: half for check, (_, half) in found.items() if half > WIDEST * expected[check]} == {}
    assert {check: (mean, half) for check, (mean, half) in found.items() if abs(mean - expected[check]) > half} == {}


def test_every_quantity_is_checked_once():
    """But for the modules of 27 and 48, which are as exact and take longer."""
    given = {(case, quantity) for case, values in EXPECTED.items() for quantity in values}

    assert len(CHECKED) == len(set(CHECKED))
    assert given - set(CHECKED) == {("A4", "Wq_c27"), ("A4", "Wq_c48")}
    assert set(CHECKED) <= given
