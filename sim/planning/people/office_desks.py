"""Upper-level offices that answer requests and face our units with people of their own, who are no staff of ours.

Their units come after the leaders' desks and the contractors, their people after our staff and theirs: whoever measures
our people stops before them.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.institution import Rank
from sim.levers.stages import Arrangement
from sim.plan.plan import People
from sim.planning.case import OFFICE_HOURS, Case


def unit_of_office(case: Case, office: Ints) -> Ints:
    """Return the unit of each of these offices."""
    return np.asarray(case.n_inside + len(case.organisation.arrangement.contracts.names) + office)


def units_of_offices(arrangement: Arrangement, n_units: int) -> Ints:
    """Return which of a plan's so many units are offices' own; none where nobody asks them and they face nobody."""
    leaders = int((arrangement.rank_of_person >= Rank.DEPUTY).sum())
    first = len(arrangement.units) + leaders + len(arrangement.contracts.names)
    return np.arange(first, n_units, dtype=np.int64)


def with_offices(people: People, case: Case) -> People:
    """Return the people, and behind them those of the offices: officers at skill 1, there in office hours."""
    n = case.office_units * case.office_staff
    if not n:
        return people
    width = people.skill.shape[1]
    unit = unit_of_office(case, np.repeat(np.arange(case.office_units), case.office_staff))
    return People(
        calendar=np.append(people.calendar, np.full(n, OFFICE_HOURS)),
        rank=np.append(people.rank, np.full(n, int(Rank.OFFICER))),
        unit_start=np.append(people.unit_start, people.unit_start[-1] + 1 + np.arange(n)),
        unit=np.append(people.unit, unit),
        skill=np.concatenate([people.skill, np.ones((n, width))]),
        error_rate=np.concatenate([people.error_rate, np.zeros((n, width))]),
    )
