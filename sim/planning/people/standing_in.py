"""Standing in (代签): whoever signs while a leader or a head is away, and what steps then ask for."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from sim.arrays import Ints
from sim.calendar import Calendar
from sim.institution import Rank
from sim.plan.plan import Steps
from sim.planning.case import Case
from sim.planning.people.posts import Posts


def stand_in_posts(case: Case) -> Posts:
    """Return the posts of those who stand in, at desks by number, then in units by number.

    They hold while the owner is away for a spell of absence or leave, for steps that ask for a head, or at a desk for
    a deputy, at least; for a head also in the branches of the unit.
    """
    owners = _owners(case)
    if not owners:
        return Posts()
    away = case.workload.absences
    place = [(case.desk_of(np.array([owner]))[0] if owner in case.leaders else -1) for owner in owners]
    units = np.where(np.array(place) >= 0, place, case.organisation.arrangement.unit_of_person[owners])
    served = [[unit, *case.organisation.arrangement.places.branches(unit)] for unit in units.tolist()]
    of = np.repeat(np.arange(len(owners)), [len(some) for some in served])
    return Posts(
        person=_stand_in_of(case)[owners][of],
        unit=np.array([*chain.from_iterable(served)], dtype=np.int64),
        sessions=of,
        least_rank=np.where(np.array(place) >= 0, int(Rank.DEPUTY), int(Rank.HEAD))[of],
        calendars=tuple(
            Calendar.of(away.from_ms[away.person == owner], away.to_ms[away.person == owner]) for owner in owners
        ),
    )


def _stand_in_of(case: Case) -> Ints:
    stand_in = case.organisation.route.deciding.stand_in_of
    return np.zeros(0, dtype=np.int64) if stand_in is None else stand_in


def _owners(case: Case) -> list[int]:
    """Return the people who are away at times and have somebody who signs then, leaders first."""
    stand_in = _stand_in_of(case)
    absent = np.unique(case.workload.absences.person)
    owners = absent[stand_in[absent] >= 0] if stand_in.size else absent[:0]
    leads = np.isin(owners, case.leaders)
    return [*owners[leads].tolist(), *owners[~leads].tolist()]


def asking_no_more(steps: Steps, provided: dict[str, Any], case: Case) -> tuple[Steps, dict[str, Any]]:
    """Return steps and provisions in which nothing at the chief's desk asks for more than a deputy, who stands in."""
    if not _stand_in_of(case).size:
        return steps, provided
    chiefs = np.flatnonzero(case.organisation.arrangement.rank_of_person == Rank.CHIEF)
    desks = case.desk_of(chiefs)
    crews = provided["crews"]
    return (
        replace(steps, rank=_at_most_deputy(steps.rank, steps.unit, desks)),
        provided | {"crews": replace(crews, rank=_at_most_deputy(crews.rank, crews.unit, desks))},
    )


def _at_most_deputy(rank: Ints, unit: Ints, desks: Ints) -> Ints:
    return np.where(np.isin(unit, desks), np.minimum(rank, int(Rank.DEPUTY)), rank)
