"""Travel: which steps are visits, how far it is there, and who travels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from sim.arrays import Floats, Ints
from sim.errors import DesignError
from sim.institution import Person, Rank
from sim.levers.arranging.places import Places
from sim.plan.plan import Kind, People, Steps
from sim.plan.provisions import Nearest, Terms, Travellers, Visits, Ways
from sim.planning.case import Case


def places_of(steps: Steps, given: Visits, people: People, terms: Terms, case: Case) -> dict[str, Any]:
    """Return the visits of a plan, those that are given among them, and what goes with them; nothing without visits.

    Handling is done at the matter's site, in each round, if the need asks for it and it is one of ours who does it:
    how a contractor gets there is no matter of the house. Whoever serves a unit in which visits wait travels; who only
    decides or stands in there does not. Raises DesignError where nobody knows where sites lie.
    """
    places = case.organisation.arrangement.places
    if not given.step.size and not case.workload.needs.visits.any():
        return {}
    if not places.km.size:
        raise DesignError(
            "somebody has to go to a site, but not all sites say where they lie; expected east_km and north_km of each."
        )
    visits = _with_handling(steps, given, case)
    units = np.unique(steps.unit[visits.step])
    person = np.repeat(np.arange(people.rank.size), np.diff(people.unit_start))
    deciding = np.zeros(person.size, dtype=bool)
    deciding[terms.member[terms.least_rank > Rank.OFFICER]] = True
    field_people = np.unique(person[np.isin(people.unit, units) & ~deciding])
    if not visits.step.size:  # contractors handle all of it
        return {}
    return {
        "visits": visits,
        "ways": _ways(places.km),
        "travellers": _travellers(field_people, places, case.institution.staff),
        "nearest": Nearest(unit=units if places.nearest else units[:0]),
    }


def _with_handling(steps: Steps, given: Visits, case: Case) -> Visits:
    """Return what is given and the handling of needs that ask for a visit, sorted by step."""
    needs, matters = case.workload.needs, case.workload.matters
    ours = (steps.unit >= 0) & (steps.unit < case.n_units)
    handled = np.flatnonzero((steps.kind == Kind.HANDLE) & (steps.need >= 0) & ours)
    handled = handled[needs.visits[steps.need[handled]]]
    matter = needs.matter[steps.need[handled]]
    point = case.organisation.arrangement.places.point(matters.site[matter], matters.point[matter])
    columns = {"step": np.concatenate([given.step, handled]), "site": np.concatenate([given.site, point])}
    order = np.argsort(columns["step"], kind="stable")
    return Visits(**{column.name: columns[column.name][order] for column in fields(Visits)})


def _ways(km: Floats) -> Ways:
    n = np.arange(km.shape[0], dtype=np.int64)
    return Ways(origin=np.repeat(n, n.size), goal=np.tile(n, n.size), km=km.ravel().copy())


def _travellers(people: Ints, places: Places, staff: Sequence[Person]) -> Travellers:
    """Return how each of these people travels: at a speed of their own, if they have one, else at the design's."""
    own = [staff[person].km_per_hour for person in people.tolist()]
    return Travellers(
        person=people,
        base=places.base_of_person[people],
        km_per_hour=np.array([places.km_per_hour if one is None else one for one in own], dtype=np.float64),
        returns=np.full(people.size, int(places.returns), dtype=np.int64),
    )
