"""Teams (双轨): beside the units that face the offices, one team a category takes matters which touch several units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from sim.arrays import Flags, Floats, Ints
from sim.blocks import beside, received
from sim.errors import DesignError
from sim.institution import Institution, Rank, Title
from sim.levers.stages import Arrangement, Times, Unit
from sim.workload.expectations import Expectations


def unit_work(arrangement: Arrangement, institution: Institution, expected: Expectations) -> Floats:
    """Return [unit, function]: the expected hours a year of each function that each unit does.

    The hours of a matter with several needs are shared out evenly among its further needs; those in another unit than
    the first need's go to the team of its category, where there is one.
    """
    place, n = arrangement.unit_of_function, len(institution.functions)
    work = np.zeros((len(arrangement.units), n))
    work[place, np.arange(n)] = expected.hours
    if arrangement.team_of_category is None:
        return work
    column = beside(institution)
    crossing = place[:, None] != place[column]
    followed, led = expected.followed * crossing, (expected.led * crossing).sum(axis=1)
    team = arrangement.team_of_category[institution.function_category]
    for first in range(n):
        work[team[first], column[first]] += followed[first]
        work[team[first], first] += led[first]
    work[place, np.arange(n)] -= received(followed) + led
    return np.maximum(work, 0.0)


def add_teams(
    arrangement: Arrangement, institution: Institution, expected: Expectations, *, posts: int | None, first: bool,
    times: Times,
) -> Arrangement:  # fmt: skip
    """Return the arrangement with a team for each category that has functions; its members keep their own unit.

    Raises DesignError if there is but one unit, or if nobody may be a member of a team.
    """
    n_units = len(arrangement.units)
    if n_units < 2:
        raise DesignError(
            "membership.track=dual, but there is one unit only, so no matter touches several; set units.by=bureau, or "
            "track=single."
        )
    categories = np.unique(institution.function_category)
    team_of_category = np.full(len(institution.categories), -1, dtype=np.int64)
    team_of_category[categories] = n_units + np.arange(categories.size)
    teams = tuple(
        Unit(name=f"team_{one.name}", title=Title(zh=f"{one.title.zh}模块组", en=f"{one.title.en} team"))
        for one in (institution.categories[index] for index in categories.tolist())
    )
    grown = replace(arrangement, units=(*arrangement.units, *teams), team_of_category=team_of_category)
    wanted = _wanted(unit_work(grown, institution, expected), n_units, arrangement, posts)
    members = _members(_may(arrangement, institution)[:, categories], wanted)
    lone = np.flatnonzero(~members.any(axis=0))
    if lone.size:
        name = institution.categories[int(categories[lone[0]])].name
        raise DesignError(
            f"membership.track=dual, but no officer besides the heads is versed in {name!r}, so its team would have no "
            "member; expected a larger institution.staff.expertise, or track=single."
        )
    person, team = np.nonzero(members)
    serves = np.stack([person, n_units + team]).astype(np.int64)
    return replace(
        grown,
        ahead=serves if first else arrangement.ahead,
        further=arrangement.further if first else np.concatenate([serves, arrangement.further], axis=1),
        availability=dict.fromkeys(range(n_units, len(grown.units)), times) if times != Times() else {},
    )


def _wanted(work: Floats, n_units: int, arrangement: Arrangement, posts: int | None) -> Ints:
    """Return how many members each team should have: so many, or as its work would keep busy, rounded up."""
    by_unit = work.sum(axis=1)
    if posts is not None or not by_unit.sum():
        return np.full(by_unit.size - n_units, posts or 1, dtype=np.int64)
    officers = int((arrangement.unit_of_person >= 0).sum())
    wanted: Ints = np.ceil(by_unit[n_units:] / by_unit.sum() * officers - 1e-9).astype(np.int64)
    return np.maximum(wanted, 1)


def _may(arrangement: Arrangement, institution: Institution) -> Flags:
    """Return [person, category]: officers with a post here who lead no unit, and what they are versed in."""
    versed = np.zeros((len(institution.staff), len(institution.categories)), dtype=bool)
    for place, person in enumerate(institution.staff):
        versed[place, [institution.category_index[name] for name in person.expertise]] = True
    return np.asarray(versed & (arrangement.here & (arrangement.rank_of_person == Rank.OFFICER))[:, None])


def _members(may: Flags, wanted: Ints) -> Flags:
    """Return [person, team] who serves which team.

    In each round everybody takes one more team at most, and as many of the open posts as can be are filled; until all
    are, or nobody is left who may.
    """
    members = np.zeros_like(may)
    while True:
        posts = np.repeat(np.arange(wanted.size), wanted - members.sum(axis=0))
        able = (may & ~members)[:, posts]
        rows, columns = linear_sum_assignment(~able)
        taken = able[rows, columns]
        if not taken.any():
            return members
        members[rows[taken], posts[columns[taken]]] = True
