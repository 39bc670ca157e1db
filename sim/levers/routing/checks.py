"""Checks (核稿、法制审核): options of the lever `supervision`, who looks for errors before a matter is signed."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sim.errors import DesignError, UnknownName, nearest
from sim.institution import Institution, Rank
from sim.levers.authority import DecisionClass
from sim.levers.ranks import check_held
from sim.levers.routing.named_unit import check_same_everywhere
from sim.levers.routing.supervising import Screen
from sim.levers.stages import Arrangement
from sim.options import NonNegative, Share, options
from sim.workload.demand import Decision
from sim.workload.expectations import Expectations

Checker = Literal["officer", "head", "category"]


@options
class Check:
    """Somebody looks at a matter: an officer or the head of the lead's unit, or the unit of a category."""

    by: Checker
    category: str | None = None  # with `category`: whose unit (法制)
    hours: NonNegative = 0.0
    catch_share: Share  # probability that an error is seen
    return_share: Share = 0.0  # probability that good work is returned
    decisions: tuple[DecisionClass, ...] = ("non_core", "core")


def screen_of(
    key: str, check: Check, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> Screen:
    """Return who checks; raise DesignError or UnknownName, by the key, for whom there is not."""
    if (check.category is not None) != (check.by == "category"):
        given = "is missing" if check.category is None else f"is {check.category!r}"
        raise DesignError(
            f"{key}.by={check.by}, but category {given}; expected a category with by=category, and none else."
        )
    if not check.decisions:
        raise DesignError(f"{key}.decisions is empty, so nothing would be checked; expected non_core, core or both.")
    rank, unit = Rank.OFFICER, -1
    if check.by == "head":
        rank = Rank.HEAD
        check_held(f"{key}.by", "head", arrangement, task="check that")
    if check.category is not None:
        unit = unit_of_category(f"{key}.category", check.category, arrangement, institution, expected)
    return Screen(
        unit=unit, rank=rank, hours=check.hours, catch_share=check.catch_share, return_share=check.return_share,
        decisions=tuple(Decision[name.upper()] for name in check.decisions),
    )  # fmt: skip


def unit_of_category(
    key: str, category: str, arrangement: Arrangement, institution: Institution, expected: Expectations
) -> int:
    """Return the unit that holds most expected work of a category, the first at a tie.

    Raises DesignError or UnknownName, by the key, for a category that no unit has, or other units at other sites.
    """
    if category not in institution.names.category:
        known = institution.skill_index
        raise UnknownName(f"{key} is {category!r}, which is no category. {nearest(category, known)}")
    mine = institution.names.category[category]
    if not mine.size:
        raise DesignError(f"{key} is {category!r}, which has no function, so no unit; expected one that has some.")
    check_same_everywhere(key, category, mine, arrangement, institution)
    units = np.unique(arrangement.unit_of_function[mine])
    hours = np.bincount(arrangement.unit_of_function[mine], weights=expected.hours[mine])
    return int(units[np.argmax(hours[units])])
