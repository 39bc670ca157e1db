"""Houses that are queues of the textbooks, played through the simulator's public functions.

One unit of time is an hour, and offices are open day and night.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.calendar import MS_PER_DAY, MS_PER_HOUR
from sim.horizon import Horizon
from sim.institution import Function, Institution, Named, Office, Person, Rank, Title
from sim.levers.authority import Authority
from sim.levers.design import Design, Levers, organise
from sim.levers.stages import SigningTimes
from sim.levers.units import Units
from sim.plan.build import build_plan
from sim.plan.plan import Kind, Plan
from sim.procedure import Abilities, Procedure
from sim.trace import Trace
from sim.workload.demand import Demand, MatterType, ProcessNeed
from sim.workload.expectations import expect
from sim.workload.laws import Law
from sim.workload.workload import draw_workload

SEED = 2026
DAYS_A_YEAR = 365

Simulate = Callable[[Plan], Trace]


@dataclass(frozen=True)
class Run:
    """What one replication showed of the matters that came in the window."""

    waits: Floats  # hours, over all steps that a person did
    types: Ints  # of the matter of each of these steps
    stays: Floats  # hours, from release to closing
    in_house: float  # mean number of matters in the house over the window
    waiting: float  # mean number of steps that wait
    busy: float  # mean share of officers at work
    visits: float  # rounds of handling, per matter
    signed: Floats  # hours, from the arrival of a paper on the chief's desk to its signature
    controls: Floats  # of the hours of work that came in a day: mean and mean square, each less what was meant


@dataclass(frozen=True, kw_only=True)
class Model:
    """A house of sections and categories with a function for each pair, its officers and its types of matter."""

    kinds: tuple[MatterType, ...]
    staff: int
    sections: int = 1
    categories: int = 1
    units: Units = field(default_factory=Units)
    reviewed: bool = False  # by a chief
    sign_hours: float = 0.0  # that the chief takes
    sign_times: SigningTimes | None = None  # at which papers reach the chief; none: at once
    in_person: bool = False  # reported to the chief by the handler
    held: bool = False  # who then waits until it is signed
    rounds: int = 1
    abilities: Abilities = field(default_factory=Abilities)
    warm_up: int = 20  # days

    def run(self, simulate: Simulate, *, matters: int, replication: int) -> Run:
        """Play one replication, from an empty house, until the matters of the window, about so many, are closed."""
        horizon = self.horizon(matters)
        plan = self.plan(horizon, replication)
        trace = simulate(plan)

        awaited, window = plan.matters.awaited, horizon.window_ms
        handled = (plan.steps.kind == Kind.HANDLE) & (plan.steps.unit >= 0) & (trace.started_ms >= 0)
        worked = handled & awaited[plan.steps.matter]
        signed = (plan.steps.kind == Kind.SIGN) & (trace.ended_ms >= 0) & awaited[plan.steps.matter]
        return Run(
            waits=(trace.started_ms - trace.ready_ms)[worked] / MS_PER_HOUR,
            types=plan.matters.type[plan.steps.matter[worked]],
            stays=(trace.closed_ms - plan.matters.release_ms)[awaited] / MS_PER_HOUR,
            in_house=_mean_number(plan.matters.release_ms, trace.closed_ms, window),
            waiting=_mean_number(trace.ready_ms, trace.started_ms, window),
            busy=_mean_number(trace.started_ms[handled], trace.ended_ms[handled], window) / self.staff,
            visits=float(worked.sum() / awaited.sum()),
            signed=(trace.ended_ms - trace.ready_ms)[signed] / MS_PER_HOUR,
            controls=self._controls(plan, horizon, worked & (plan.steps.attempt == 1)),
        )

    def plan(self, horizon: Horizon, replication: int) -> Plan:
        """Return the steps of one replication, drawn and planned as a command would."""
        institution = self._institution()
        demand = Demand(types=self.kinds, rounds=self.rounds)
        procedure = Procedure(sign_hours={"chief": self.sign_hours})
        levers = Levers(units=self.units, authority=self._authority())
        organisation = organise(
            Design(name="queue", title=institution.title, levers=levers), institution,
            expect(demand, institution, procedure),
        )  # fmt: skip
        return build_plan(
            draw_workload(demand, institution, horizon, seed=SEED, replication=replication), organisation,
            institution=institution, demand=demand, procedure=procedure, abilities=self.abilities, meetings=(),
            horizon=horizon,
        )  # fmt: skip

    def _authority(self) -> Authority:
        return Authority(
            non_core=("chief",) if self.reviewed else (),
            signing={"chief": self.sign_times} if self.sign_times else {},
            channels={"chief": "face_to_face"} if self.in_person else {},
            handler="held" if self.held else "set_aside",
        )

    def horizon(self, matters: int) -> Horizon:
        """Return warm-up, window, and time enough to close."""
        days = ceil(matters / sum(kind.per_year for kind in self.kinds) * DAYS_A_YEAR)
        first = date(2021, 1, 1)
        begin, end, cap = (
            first + timedelta(days=n) for n in (self.warm_up, self.warm_up + days, self.warm_up + days + 60)
        )
        return Horizon(
            first=first, window_from=begin, window_to=end, cap=cap, working=np.ones((cap - first).days, dtype=bool),
            hours=(("00:00", "24:00"),),
        )  # fmt: skip

    def _institution(self) -> Institution:
        bureaus, categories = _named("b", self.sections), _named("c", self.categories)
        pairs = [(bureau.name, category.name) for bureau in bureaus for category in categories]
        versed = frozenset(category.name for category in categories)
        officers = [Person(name=f"p{n}", rank=Rank.OFFICER, bureau="b0", expertise=versed) for n in range(self.staff)]
        chiefs = [Person(name="z", rank=Rank.CHIEF, bureau="b0", expertise=frozenset())] if self.reviewed else []
        return Institution(
            title=Title(zh="全部", en="all"), bureaus=bureaus, categories=categories,
            offices=tuple(Office(name=f"o{n}", bureau=bureau) for n, (bureau, _) in enumerate(pairs)),
            functions=tuple(
                Function(name=f"f{n}", office=f"o{n}", category=category, group=category)
                for n, (_, category) in enumerate(pairs)
            ),
            staff=(*officers, *chiefs),
        )  # fmt: skip

    def _controls(self, plan: Plan, horizon: Horizon, first_rounds: Flags) -> Floats:
        """Return the mean and the mean square of a day's work beyond what was meant, less their expectations."""
        mean, variance = (sum(parts) for parts in zip(*map(_work_of_a_day, self.kinds), strict=True))

        begin, end = horizon.window_ms
        day = (plan.matters.release_ms[plan.steps.matter[first_rounds]] - begin) // MS_PER_DAY
        days = (end - begin) // MS_PER_DAY
        beyond = np.bincount(day, weights=plan.steps.work_hours[first_rounds], minlength=days) - mean
        return np.array([beyond.mean(), (beyond**2).mean() - variance])


def _work_of_a_day(kind: MatterType) -> tuple[float, float]:
    """Return mean and variance of the hours of work that a day brings, without further rounds.

    A day brings a Poisson number of batches, n on average, so its work has variance n E[(work of a batch)^2]; a
    batch brings B matters, geometric with mean b and E[B^2] = 2 b^2 - b.
    """
    mean, variance = _work_of_a_matter(kind)
    matters, batch = kind.per_year / DAYS_A_YEAR, kind.batch_mean
    square = batch * variance + (2 * batch**2 - batch) * mean**2
    return matters * mean, matters / batch * square


def _work_of_a_matter(kind: MatterType) -> tuple[float, float]:
    """Return mean and variance of the hours of work that a matter's needs take in their first round."""
    if kind.process:
        laws = [need.work_hours or kind.work_hours for need in kind.process.values()]
        return sum(law.mean for law in laws), sum(law.scv * law.mean**2 for law in laws)
    share = np.array(kind.further_needs) / sum(kind.further_needs)
    needs = np.arange(1, share.size + 1)
    number, spread = float(share @ needs), float(share @ needs**2 - (share @ needs) ** 2)
    law = kind.work_hours
    return number * law.mean, (number * law.scv + spread) * law.mean**2


def _mean_number(since: Ints, until: Ints, window: tuple[int, int]) -> float:
    """Return how many are there on average in the window, each from `since` to `until` (negative: not yet)."""
    begin, end = window
    there = since >= 0
    last = np.where(until < 0, end, until)[there]
    return float((np.clip(last, begin, end) - np.clip(since[there], begin, end)).sum() / (end - begin))


def _named(letter: str, count: int) -> tuple[Named, ...]:
    names = [f"{letter}{index}" for index in range(count)]
    return tuple(Named(name=name, title=Title(zh=name.upper(), en=name)) for name in names)


def matters_of(an_hour: float, work: Law, **options: Any) -> MatterType:
    """Return a type of matter of which so many come in an hour; nobody has to sign them, unless options say so."""
    chosen: dict[str, Any] = {"name": "m", "decisions": (1.0, 0.0, 0.0), **options}
    return MatterType(per_year=an_hour * 24 * DAYS_A_YEAR, work_hours=work, **chosen)


def exponential(mean: float) -> Law:
    """Return the exponential law with this mean, in hours."""
    return Law(mean=mean, shape="exponential")


def one_after_another(*works: Law | None) -> dict[str, ProcessNeed]:
    """Return a process of needs in a row, each in a section of its own."""
    return {
        f"n{index}": ProcessNeed(function=f"f{index}", after=(f"n{index - 1}",) if index else (), work_hours=work)
        for index, work in enumerate(works)
    }


def side_by_side(count: int) -> dict[str, ProcessNeed]:
    """Return a process of needs that wait for none, each in a section of its own."""
    return {f"n{index}": ProcessNeed(function=f"f{index}") for index in range(count)}


def one_unit(kind: MatterType, *, staff: int, warm_up: int = 20) -> Model:
    """Return a house of one unit with one type of matter."""
    return Model(kinds=(kind,), staff=staff, warm_up=warm_up)


def single_server(work: Law, an_hour: float = 0.8, **options: Any) -> Model:
    """Return a house of one officer with one type of matter."""
    return one_unit(matters_of(an_hour, work, **options), staff=1)


def sections_of_one(an_hour: float, process: dict[str, ProcessNeed], work: Law) -> Model:
    """Return a house with a section of one officer for each need of a process."""
    return Model(
        kinds=(matters_of(an_hour, work, process=process),), staff=len(process), sections=len(process),
        units=Units(by="bureau"),
    )  # fmt: skip


def consultation(process: dict[str, ProcessNeed]) -> Model:
    """Return a house where nobody ever waits: each need is an hour outside on average, and then no work at all."""
    kind = matters_of(
        1.0, Law(mean=0.0), process=process, views_share=1.0, views_days=Law(mean=1 / 24, shape="exponential")
    )
    return Model(kinds=(kind,), staff=1, sections=len(process), warm_up=0)
