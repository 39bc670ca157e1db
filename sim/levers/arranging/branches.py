"""Branches: a unit with field work, parted by place. They have no functions, and come behind all other units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.arrays import Floats, Ints
from sim.errors import DesignError
from sim.institution import Rank, Title
from sim.levers.arranging.districts import Districts
from sim.levers.arranging.posts_by_work import posts_by_work
from sim.levers.stages import Arrangement, Times, Unit
from sim.workload.expectations import Expectations


def part_units(
    arrangement: Arrangement, districts: Districts, expected: Expectations, *, help_out: bool
) -> Arrangement:  # fmt: skip
    """Return the arrangement in which each unit with field work has a branch for each district.

    All its people but the head serve one branch each, by the work that is expected there, before their unit but after
    a team that comes first; with
    `help_out` the other branches too, in between. Where there are fewer of them than districts, each serves several.
    Who has a further post in such a unit serves all of its branches. Raises DesignError where no unit has field work.
    """
    parted = np.unique(arrangement.unit_of_function[expected.on_site])
    if not parted.size:
        raise DesignError(
            "territory.teams parts units that have field work, but no type of matter is handled on site; expected "
            "on_site=true of one, or teams=one."
        )
    n = len(districts.names)
    branch_of = np.full((len(arrangement.units), n), -1, dtype=np.int64)
    branch_of[parted] = len(arrangement.units) + np.arange(parted.size * n).reshape(parted.size, n)
    work = _work(arrangement, districts, expected)
    ahead = [_shared_out(arrangement, unit, branch_of[unit], work[unit], help_out=help_out) for unit in parted.tolist()]
    grown = replace(
        arrangement,
        units=(*arrangement.units, *_branches(arrangement, parted, districts)),
        places=replace(arrangement.places, branch_of=branch_of),
        ahead=np.concatenate([arrangement.ahead, *ahead], axis=1),
        availability=_also_there(arrangement, branch_of),
    )
    return replace(grown, further=_with_branches(grown))


def _work(arrangement: Arrangement, districts: Districts, expected: Expectations) -> Floats:
    """Return [unit, district] the hours a year expected of matters that arise there."""
    work = np.zeros((len(arrangement.units), len(districts.names)))
    np.add.at(work, (arrangement.unit_of_function[:, None], districts.of_site[None, :]), expected.placed)
    return work


def _branches(arrangement: Arrangement, parted: Ints, districts: Districts) -> list[Unit]:
    taken = {unit.name for unit in arrangement.units}
    branches = []
    for unit in (arrangement.units[index] for index in parted.tolist()):
        for district, where in zip(districts.names, districts.titles, strict=True):
            name = f"{unit.name}_{district}"
            if name in taken:
                raise DesignError(
                    f"territory.teams makes a branch {name!r}, as another unit is called; expected another name for "
                    "one of them."
                )
            title = Title(zh=f"{unit.title.zh}{where.zh}片", en=f"{unit.title.en}, {where.en}")
            branches.append(Unit(name=name, title=title))
    return branches


def _shared_out(arrangement: Arrangement, unit: int, branches: Ints, work: Floats, *, help_out: bool) -> Ints:
    """Return [person or unit, post] who serves which branch of a unit, the own ones first.

    The head does so only if there is nobody else.
    """
    mine = arrangement.unit_of_person == unit
    people = np.flatnonzero(mine & (arrangement.rank_of_person == Rank.OFFICER))
    if not people.size:
        people = np.flatnonzero(mine)
    dealt = _one_each(people.size, work) if people.size >= work.size else _several_each(people.size, work)
    rows = []
    for person, own in zip(people.tolist(), dealt, strict=True):
        others = [place for place in range(work.size) if place not in own] if help_out else []
        rows += [(person, int(branches[place])) for place in (*own, *others)]
    return np.array(rows, dtype=np.int64).T


def _one_each(n_people: int, work: Floats) -> list[list[int]]:
    """Return the one branch of each person: dealt in turn until each branch has its posts by work."""
    posts = posts_by_work(work, n_people)
    turn = np.concatenate([np.arange(number) for number in posts])
    dealt = np.repeat(np.arange(work.size), posts)[np.argsort(turn, kind="stable")]
    return [[place] for place in dealt.tolist()]


def _several_each(n_people: int, work: Floats) -> list[list[int]]:
    """Return the branches of each of fewer people: the one with most work first, to whom has least so far."""
    dealt: list[list[int]] = [[] for _ in range(n_people)]
    load = np.zeros(n_people)
    for place in np.argsort(-work, kind="stable").tolist():
        person = min(range(n_people), key=lambda one: (load[one], len(dealt[one])))
        dealt[person].append(place)
        load[person] += work[place]
    return dealt


def _with_branches(arrangement: Arrangement) -> Ints:
    """Return the further posts, each in a unit that is parted followed by posts in all its branches."""
    rows = []
    for person, unit in arrangement.further.T.tolist():
        rows += [(person, served) for served in (*arrangement.places.branches(unit), unit)]
    return np.array(rows, dtype=np.int64).reshape(-1, 2).T


def _also_there(arrangement: Arrangement, branch_of: Ints) -> dict[int, Times]:
    """Return when units' work is taken up: that of a branch when its unit's is."""
    found = dict(arrangement.availability)
    for unit, times in arrangement.availability.items():
        found |= {branch: times for branch in branch_of[unit].tolist() if branch >= 0}
    return found
