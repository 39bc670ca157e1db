"""Lever `task_force` (arrange): officers are taken from their posts for a time (抽调), which stay empty meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution, Rank, Title
from sim.levers.arranging.forces import Force, TaskForce
from sim.levers.arranging.teams import unit_work
from sim.levers.stages import Arrangement, Unit
from sim.options import options
from sim.workload.expectations import Expectations

_KEY = "task_force.forces"


@options
class TaskForces:
    """Options: the task forces by name; none: everybody stays."""

    forces: Mapping[str, TaskForce] = field(default_factory=dict)


def arrange_task_force(
    arrangement: Arrangement, options: TaskForces, institution: Institution, expected: Expectations
) -> Arrangement:
    """Return the arrangement with a unit for each task force behind all others, and whom it may take.

    Raises UnknownName for a category that does not exist, DesignError where options contradict one another, or task
    forces at the same time want more people than there are.
    """
    if not options.forces:
        return arrangement
    forces: list[Force] = []
    for place, (name, terms) in enumerate(options.forces.items()):
        _check(f"{_KEY}.{name}", terms, institution)
        candidates = _candidates(arrangement, terms, institution, expected)
        members = _size(f"{_KEY}.{name}", terms, candidates.size)
        unit = len(arrangement.units) + place
        forces.append(Force(name=name, unit=unit, terms=terms, members=members, candidates=candidates))
    _check_enough(forces)
    units = tuple(Unit(name=f"force_{force.name}", title=_title(force)) for force in forces)
    return replace(arrangement, units=(*arrangement.units, *units), forces=tuple(forces))


def expected_work(arrangement: Arrangement, institution: Institution, expected: Expectations) -> Floats:
    """Return the expected hours a year of each person: their share, by heads, of that of each unit that they serve."""
    person, unit = arrangement.posts
    heads = np.maximum(np.bincount(unit, minlength=len(arrangement.units)), 1)
    work = unit_work(arrangement, institution, expected).sum(axis=1) / heads
    return np.bincount(person, weights=work[unit], minlength=len(institution.staff)).astype(np.float64)


def _title(force: Force) -> Title:
    return force.terms.title or Title(zh=f"{force.name}专班", en=f"task force {force.name}")


def _check(key: str, terms: TaskForce, institution: Institution) -> None:
    for name in terms.categories:
        if name not in institution.names.category:
            raise UnknownName(f"{key}.categories weighs {name!r}. {nearest(name, institution.skill_index)}")
    if terms.drawn == "evenly" and terms.categories:
        raise DesignError(f"{key}.categories goes with drawn=by_category or volunteers, but drawn=evenly.")
    if terms.drawn == "by_category" and not sum(terms.categories.values()):
        raise DesignError(f"{key} is drawn=by_category, but no category of {key}.categories weighs above 0.")
    if (terms.drawn == "volunteers") != (terms.volunteer_share is not None):
        given = "not given" if terms.volunteer_share is None else f"{terms.volunteer_share:g}"
        raise DesignError(
            f"{key}.volunteer_share is {given}, but drawn={terms.drawn}; expected it with drawn=volunteers, and only "
            "then."
        )


def _candidates(
    arrangement: Arrangement, terms: TaskForce, institution: Institution, expected: Expectations
) -> Ints:  # fmt: skip
    """Return the officers, and heads where they may be taken, the first choice first."""
    highest = Rank.HEAD if terms.heads else Rank.OFFICER
    may: Flags = (arrangement.unit_of_person >= 0) & (arrangement.rank_of_person <= highest)
    people: Ints = np.flatnonzero(may)
    if terms.picked == "by_place":
        return people
    return people[np.argsort(expected_work(arrangement, institution, expected)[people], kind="stable")]


def _size(key: str, terms: TaskForce, there: int) -> int:
    members = terms.members or max(1, int(np.floor((terms.share or 0.0) * there + 0.5)))
    if members > there:
        more = "" if terms.heads else ", besides heads"
        raise DesignError(f"{key} asks for {members} members, but there are {there} officers{more}; expected as many.")
    return members


def _check_enough(forces: list[Force]) -> None:
    """Nobody can be with two at once, and no matter either."""
    for place, force in enumerate(forces):
        others = [one for one in forces[:place] if one.terms.meets(force.terms)]
        wanted = force.members + sum(one.members for one in others)
        there = np.unique(np.concatenate([force.candidates, *(one.candidates for one in others)])).size
        if wanted > there:
            raise DesignError(
                f"{_KEY}.{force.name} and those at the same time ({', '.join(one.name for one in others)}) ask for "
                f"{wanted} members, but {there} officers may be taken; expected fewer, or other dates."
            )
        for one in others:
            both = sorted(set(one.terms.task) & set(force.terms.task))
            if both:
                raise DesignError(
                    f"{_KEY}.{force.name}.task names {both[0]!r}, which {one.name!r} takes at the same time; expected "
                    "one of the two."
                )
