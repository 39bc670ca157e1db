"""Lever `membership` (arrange): who works where. Everybody has one unit of their own, and perhaps further posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Literal

import numpy as np
from scipy.optimize import linear_sum_assignment

from sim.arrays import Floats
from sim.errors import DesignError
from sim.institution import EVERY_WEEKDAY, Institution, Rank
from sim.levers.arranging.availability import by_unit
from sim.levers.arranging.further_posts import further_posts
from sim.levers.arranging.posts_by_work import posts_by_work
from sim.levers.arranging.staying import check_enough, officers_who_stay
from sim.levers.arranging.teams import add_teams
from sim.levers.stages import RANK_OF, Arrangement, OwnRank, Periods, Times
from sim.options import Count, Share, Weekday, options
from sim.workload.expectations import Expectations


@options
class Membership:
    """Options: how many stay, how posts are shared out, whether units have heads, and who serves further units."""

    officers: Count | None = None  # who have a post here; the others work elsewhere (转岗分流); None: all
    full_time: Mapping[OwnRank, Share] = field(default_factory=dict)  # share of their days; absent: as the institution
    posts: Literal["by_work", "by_counterparts"] = "by_work"
    heads: Literal["none", "one_each", "coordinating"] = "none"  # coordinating: they handle nothing themselves
    posts_per_person: Count = 1  # units that an officer serves (一人多岗); heads serve their own
    track: Literal["single", "dual"] = "single"  # dual: teams, one a category, take matters that touch several units
    team_posts: Count | None = None  # members of each team; None: by its expected work
    team_first: bool = False  # members serve their team before their own unit
    team_weekdays: tuple[Weekday, ...] = EVERY_WEEKDAY  # on which a team's work is taken up
    team_hours: Periods = ()  # likewise, of a working day; none given: all day
    availability: Mapping[str, Times] = field(default_factory=dict)  # when work is taken up, by unit or category


def arrange_membership(
    arrangement: Arrangement, options: Membership, institution: Institution, expected: Expectations
) -> Arrangement:
    """Return the arrangement with every officer who stays in a unit of their own, some of them heads, and all further
    posts.

    Raises DesignError or UnknownName if there are more units than officers, or where options contradict one another.
    """
    _check(options)
    _check_ranks(options.full_time, institution)
    arrangement = replace(arrangement, full_time={RANK_OF[name]: share for name, share in options.full_time.items()})
    arrangement = _own_units(arrangement, options, institution, expected)
    if options.posts_per_person > 1:
        weights = _weights(arrangement, options, institution, expected)
        fit = _fit(arrangement, institution, expected)
        arrangement = replace(arrangement, further=further_posts(arrangement, options.posts_per_person, weights, fit))
    if options.track == "dual":
        times = Times(weekdays=options.team_weekdays, hours=options.team_hours)
        arrangement = add_teams(
            arrangement, institution, expected, posts=options.team_posts, first=options.team_first, times=times
        )  # fmt: skip
    given = by_unit("membership.availability", options.availability, arrangement, institution)
    return replace(arrangement, availability={**arrangement.availability, **given})


def _check(options: Membership) -> None:
    if options.track == "single":
        for name, default in (
            ("team_posts", None), ("team_first", False), ("team_weekdays", EVERY_WEEKDAY), ("team_hours", ()),
        ):  # fmt: skip
            value = getattr(options, name)
            if value != default:
                raise DesignError(f"membership.{name}={value} goes with track=dual, but track=single.")
    if not options.team_weekdays:
        raise DesignError("membership.team_weekdays is empty, so teams would never work; expected one at least.")
    for name, times in options.availability.items():
        key = f"membership.availability.{name}"
        if not times.weekdays:
            raise DesignError(f"{key}.weekdays is empty, so this work would never be taken up; expected one at least.")
        if times == Times():
            raise DesignError(f"{key} gives neither hours nor weekdays; expected one of them, or no such entry.")


def _check_ranks(full_time: Mapping[OwnRank, float], institution: Institution) -> None:
    held = {Rank(person.rank) for person in institution.staff}
    for name in full_time:
        if RANK_OF[name] not in held:
            names = " or ".join(sorted(rank.name.lower() for rank in held))
            raise DesignError(
                f"membership.full_time gives {name} a share of time, but nobody is one; expected {names}."
            )


def _own_units(
    arrangement: Arrangement, options: Membership, institution: Institution, expected: Expectations
) -> Arrangement:
    """Return the arrangement with every officer who stays in one unit and, if asked for, one of them its head.

    Posts follow the expected hours of the units' functions, or the offices they face, at least one each;
    people go where their expertise fits most of the work (an optimal assignment).
    """
    officers, n_units = officers_who_stay(options.officers, institution), len(arrangement.units)
    check_enough(n_units, officers.size, options.officers)
    posts = posts_by_work(_weights(arrangement, options, institution, expected), officers.size)
    fit = _fit(arrangement, institution, expected)
    slots = np.repeat(np.arange(n_units), posts)
    rows, columns = linear_sum_assignment(-fit[np.ix_(officers, slots)])
    unit_of_person = np.full_like(arrangement.unit_of_person, -1)
    unit_of_person[officers[rows]] = slots[columns]
    rank = arrangement.rank_of_person.copy()
    if options.heads != "none":
        for unit in range(n_units):
            members = officers[unit_of_person[officers] == unit]
            best = members[int(np.argmax(fit[members, unit]))]
            rank[best] = Rank.HEAD
    if options.heads == "coordinating" and (posts < 2).any():
        alone = arrangement.units[int(np.argmin(posts))].name
        raise DesignError(
            f"unit {alone!r} has one officer, its head, who handles nothing with membership.heads=coordinating; "
            "expected more officers, or fewer units."
        )
    return replace(
        arrangement, unit_of_person=unit_of_person, rank_of_person=rank,
        heads_coordinate=options.heads == "coordinating",
    )  # fmt: skip


def _weights(arrangement: Arrangement, options: Membership, institution: Institution, expected: Expectations) -> Floats:
    n_units = len(arrangement.units)
    if options.posts == "by_counterparts":
        pairs = np.unique(np.stack([arrangement.unit_of_function, institution.function_office]), axis=1)
        return np.bincount(pairs[0], minlength=n_units).astype(float)
    return np.bincount(arrangement.unit_of_function, weights=expected.hours, minlength=n_units).astype(np.float64)


def _fit(arrangement: Arrangement, institution: Institution, expected: Expectations) -> Floats:
    """Return [person, unit]: the share of the unit's work that lies in the person's expertise."""
    n_units, n_categories = len(arrangement.units), len(institution.categories)
    work = np.zeros((n_units, n_categories))
    np.add.at(work, (arrangement.unit_of_function, institution.function_category), expected.hours + 1e-9)
    versed = np.zeros((len(institution.staff), n_categories))
    for index, person in enumerate(institution.staff):
        for category in person.expertise:
            versed[index, institution.category_index[category]] = 1.0
    return np.asarray(versed @ (work / work.sum(axis=1, keepdims=True)).T)
