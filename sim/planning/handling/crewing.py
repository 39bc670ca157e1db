"""Who handles a need: anybody of the unit, several who are called together (两人执法), or a particular person."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.blocks import spread
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution, Person, Rank
from sim.levers.design import Organisation
from sim.plan.provisions import Licences, none
from sim.planning.case import Case
from sim.planning.sheet import Sheet
from sim.workload.demand import Demand, MatterType
from sim.workload.kinship import first_weights, further_weights, twin_weights
from sim.workload.process_functions import process_functions

Crew = tuple[int, int]
"""How many people handle a need at once, and the number of the licence that each of them must have (-1: none)."""


def licences_asked(demand: Demand, organisation: Organisation) -> tuple[str, ...]:
    """Return the licences that types of matter or enforcement ask for; a plan numbers them in this order."""
    asked = {kind.crew_licence for kind in demand.types}
    pursuit = organisation.route.processing.pursuit
    if pursuit is not None:
        asked.add(pursuit.licence)
    return tuple(sorted(name for name in asked if name is not None))


def crews_of(demand: Demand, organisation: Organisation) -> tuple[Crew, ...]:
    """Return by type of matter who handles its needs."""
    number = {name: index for index, name in enumerate(licences_asked(demand, organisation))}
    return tuple((kind.crew, -1 if kind.crew_licence is None else number[kind.crew_licence]) for kind in demand.types)


def licences_of(institution: Institution, demand: Demand, organisation: Organisation) -> Licences:
    """Return who has which of the licences that are asked for."""
    asked = licences_asked(demand, organisation)
    pairs = [
        (person, licence)
        for person, member in enumerate(institution.staff)
        for licence, name in enumerate(asked)
        if name in member.licences
    ]
    if not pairs:
        return none(Licences)
    person, licence = np.array(pairs, dtype=np.int64).T.copy()
    return Licences(person=person, licence=licence)


def call_handlers(sheet: Sheet, step: Ints, need: Ints, case: Case, *, of: Ints | None = None) -> None:
    """Let these steps, which handle these needs, be done by a crew where the type asks for one.

    The others wait for whoever did the step `of`, if one is given: a crew is called together anew each time.
    """
    count, licence = np.array(case.crews, dtype=np.int64).reshape(-1, 2).T
    kind = case.workload.matters.type[case.workload.needs.matter[need]]
    together = (count[kind] > 1) | (licence[kind] >= 0)
    if together.any():
        rows = np.flatnonzero(together)
        sheet.provide(
            "crews", step[rows], unit=case.contracted.unit[need[rows]], rank=int(Rank.OFFICER),
            licence=licence[kind[rows]], count=count[kind[rows]],
        )  # fmt: skip
    if of is not None:
        sheet.provide("officers", step[~together], of=of[~together])


def check_crews(demand: Demand, organisation: Organisation, institution: Institution) -> None:
    """Raise DesignError where a type's crew is larger than a unit that its needs may fall to.

    Raises UnknownName for a licence that nobody has.
    """
    members = members_of(organisation, institution)
    for kind in demand.types:
        _check_known(kind, institution)
        if kind.crew == 1 and kind.crew_licence is None:
            continue
        for unit in units_of(functions_of(kind, demand, institution), organisation, institution):
            there = sum(_may(person, kind) for person in members[unit])
            if there < kind.crew:
                _refuse(kind, organisation.arrangement.units[unit].name, there)


def _may(person: Person, kind: MatterType) -> bool:
    return kind.crew_licence is None or kind.crew_licence in person.licences


def _check_known(kind: MatterType, institution: Institution) -> None:
    known = {name for person in institution.staff for name in person.licences}
    if kind.crew_licence is not None and kind.crew_licence not in known:
        raise UnknownName(
            f"demand.types.{kind.name}.crew_licence is {kind.crew_licence!r}, which nobody has; expected one of "
            f"institution.staff.licences. {nearest(kind.crew_licence, known)}"
        )


def _refuse(kind: MatterType, unit: str, there: int) -> None:
    able, fix = "", " or larger units"
    if kind.crew_licence is not None:
        able = f" with the licence {kind.crew_licence!r}"
        fix = f", larger units, or a larger institution.staff.licences.{kind.crew_licence}"
    raise DesignError(
        f"demand.types.{kind.name}.crew={kind.crew} asks for so many people of one unit{able}, but unit {unit!r} has "
        f"{there}. Set a smaller crew{fix}."
    )


def members_of(organisation: Organisation, institution: Institution) -> list[list[Person]]:
    """Return who handles what falls to each unit of the arrangement."""
    arrangement = organisation.arrangement
    members: list[list[Person]] = [[] for _ in arrangement.units]
    for person, unit in np.unique(arrangement.posts, axis=1).T.tolist():
        if not (arrangement.heads_coordinate and arrangement.rank_of_person[person] == Rank.HEAD):
            members[unit].append(institution.staff[person])
    return members


def units_of(functions: Ints, organisation: Organisation, institution: Institution) -> list[int]:
    """Return the units that needs of these functions may fall to, branches among them.

    So are teams for what touches several units.
    """
    arrangement = organisation.arrangement
    units = [arrangement.unit_of_function[functions]]
    if arrangement.team_of_category is not None:
        units.append(arrangement.team_of_category[institution.function_category[functions]])
    found: list[int] = np.unique(np.concatenate(units)).tolist()
    branches = [branch for unit in found for branch in arrangement.places.branches(unit)]
    return [unit for unit in (*found, *branches) if unit >= 0]


def functions_of(kind: MatterType, demand: Demand, institution: Institution) -> Ints:
    """Return the functions that needs of a type may fall to."""
    if kind.process:
        return process_functions(kind, institution).ravel()
    likely = weights = first_weights(institution, kind)
    if any(kind.further_needs[1:]):
        likely = likely + spread(weights, further_weights(institution, weights, kind.across))
    if kind.duplicated and demand.duplicates.share > 0:
        likely = likely + spread(weights, twin_weights(institution))
    return np.flatnonzero(likely > 1e-9)  # what weighs nothing is still drawn where nothing else is akin
