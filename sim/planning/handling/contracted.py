"""What contractors (承接方) handle, need by need, and the people they do it with, who are no staff of ours.

Their units come right after the leaders' desks, before those of upper-level offices; their people after all our staff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.calendar import Calendar, daily_sessions
from sim.horizon import Horizon
from sim.institution import Rank
from sim.levers.arranging.contracts import Contractor
from sim.levers.stages import Arrangement
from sim.plan.plan import People
from sim.workload.tables import Workload


@dataclass(frozen=True, kw_only=True)
class Contracted:
    """By need: who handles it where, and what becomes of it. A contractor's people err alike, so it is known here."""

    contractor: Ints  # -1: the house does
    unit: Ints  # where it is handled
    transit_hours: Floats  # each way
    supervised: Flags  # the home unit checks it
    supervision_hours: Floats
    chances: Floats  # [need, round]: what each round of a contractor's errs by
    returns: Ints  # how often checks find an error and send it back

    @cached_property
    def goes_out(self) -> bool:
        """Whether contractors handle anything."""
        return bool((self.contractor >= 0).any())


def unit_of_contractor(arrangement: Arrangement) -> Ints:
    """Return the unit of each contractor of an arrangement: they are numbered behind the leaders' desks."""
    leaders = int((arrangement.rank_of_person >= Rank.DEPUTY).sum())
    return len(arrangement.units) + leaders + np.arange(len(arrangement.contracts.names), dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Contractors:
    """The contractors of a plan, as measures look at them: each one's unit and terms."""

    units: Ints
    terms: tuple[Contractor, ...]


def no_contractors() -> Contractors:
    """Return what a plan without contractors has."""
    return Contractors(units=np.zeros(0, dtype=np.int64), terms=())


def contractors_of(arrangement: Arrangement) -> Contractors:
    """Return the contractors of an arrangement."""
    return Contractors(units=unit_of_contractor(arrangement), terms=arrangement.contracts.terms)


def contract_out(arrangement: Arrangement, workload: Workload, home: Ints, kept: Flags) -> Contracted:
    """Return what contractors handle; `home` is the unit that a need falls to, `kept` says what stays in the house."""
    contracts, needs, n = arrangement.contracts, workload.needs, home.size
    if not contracts.names:
        never, nothing = np.zeros(n, dtype=bool), np.zeros(n)
        return Contracted(
            contractor=np.full(n, -1, dtype=np.int64), unit=home, transit_hours=nothing, supervised=never,
            supervision_hours=nothing, chances=needs.errors, returns=np.zeros(n, dtype=np.int64),
        )  # fmt: skip
    passed = (contracts.below[:, needs.function] <= _uniforms(workload, "transferred")).sum(axis=0)
    contractor = np.where((passed < len(contracts.names)) & ~kept, passed, -1)
    supervised = _uniforms(workload, "supervised") < _term(contracts.terms, contractor, "supervised_share")
    chances = _chances(contracts.terms, workload)
    return Contracted(
        contractor=contractor, unit=np.where(contractor >= 0, unit_of_contractor(arrangement)[contractor], home),
        transit_hours=_term(contracts.terms, contractor, "transit_hours"), supervised=supervised,
        supervision_hours=_term(contracts.terms, contractor, "supervision_hours"),
        chances=chances, returns=_returns(contracts.terms, contractor, supervised, chances, workload),
    )  # fmt: skip


def _term(terms: Sequence[Contractor], contractor: Ints, name: str) -> Floats:
    """Return by need what its contractor's terms say; 0 where the house handles it."""
    return np.array([*(getattr(one, name) for one in terms), 0.0])[contractor]


def _uniforms(workload: Workload, purpose: str, ending: str = "") -> Floats:
    """Return one uniform for each need, of the streams purpose/T/place."""
    needs, drawn = workload.needs, np.ones(workload.needs.matter.size)
    for place in np.unique(needs.place).tolist():
        rows = needs.place == place
        drawn[rows] = workload.outcomes.of_matters(purpose, f"{place}{ending}")[needs.matter[rows]]
    return drawn


def _chances(terms: Sequence[Contractor], workload: Workload) -> Floats:
    """Return [need, round]: the first round's is that of the house, further ones have streams of their own."""
    most = max(one.rounds if one.supervised_share > 0 and one.catch_share > 0 else 1 for one in terms)
    further = [_uniforms(workload, "contracted_error", f"/{turn}") for turn in range(1, most)]
    return np.stack([workload.needs.errors[:, 0], *further], axis=1)


def _returns(
    terms: Sequence[Contractor], contractor: Ints, supervised: Flags, chances: Floats, workload: Workload
) -> Ints:  # fmt: skip
    """Return how often each need goes back: as long as a round errs and the check finds it, and one is left."""
    returns = np.zeros(contractor.size, dtype=np.int64)
    wrong, catch = _term(terms, contractor, "error_rate"), _term(terms, contractor, "catch_share")
    rounds, again = _term(terms, contractor, "rounds"), supervised
    for turn in range(chances.shape[1] - 1):
        found = _uniforms(workload, "caught", f"/{turn}") < catch
        again = again & (chances[:, turn] < wrong) & found & (turn + 1 < rounds)
        returns += again
    return returns


def people_of_contractors(people: People, arrangement: Arrangement, first_calendar: int) -> People:
    """Return the people, and behind them those of the contractors: officers, alike in all categories.

    Each contractor's hours are a calendar of its own, numbered from `first_calendar` on.
    """
    terms = arrangement.contracts.terms
    if not terms:
        return people
    staff = np.array([one.staff for one in terms])
    of = np.repeat(np.arange(len(terms)), staff)
    n, width = of.size, people.skill.shape[1]

    def alike(values: list[float]) -> Floats:
        return np.repeat(np.array(values)[of][:, None], width, axis=1)

    return People(
        calendar=np.append(people.calendar, first_calendar + of),
        rank=np.append(people.rank, np.full(n, int(Rank.OFFICER))),
        unit_start=np.append(people.unit_start, people.unit_start[-1] + 1 + np.arange(n)),
        unit=np.append(people.unit, unit_of_contractor(arrangement)[of]),
        skill=np.concatenate([people.skill, alike([one.skill for one in terms])]),
        error_rate=np.concatenate([people.error_rate, alike([one.error_rate for one in terms])]),
    )


def hours_of_contractors(arrangement: Arrangement, horizon: Horizon) -> tuple[Calendar, ...]:
    """Return when the people of each contractor are there: on working days that are theirs, in their hours."""
    return tuple(
        daily_sessions(horizon.working & np.isin(horizon.weekday, one.weekdays), one.hours or horizon.hours)
        for one in arrangement.contracts.terms
    )
