"""Further posts (一人多岗): officers serve more units than their own."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from sim.arrays import Flags, Floats, Ints
from sim.errors import DesignError
from sim.institution import Rank
from sim.levers.stages import Arrangement


def further_posts(arrangement: Arrangement, per_person: int, weights: Floats, fit: Floats) -> Ints:
    """Return [person or unit, post] with the second, third ... unit of each officer who is no head, by choice.

    `weights` tells how much each unit has to do, `fit` [person, unit] how well a person suits it. Of each choice the
    units get posts in proportion to their weights, as near as whole posts allow, and nobody twice the same; then
    people go where they fit best (an optimal assignment). Raises DesignError where there are not so many units, or all
    officers are heads.
    """
    n_units = len(arrangement.units)
    people = np.flatnonzero((arrangement.rank_of_person == Rank.OFFICER) & (arrangement.unit_of_person >= 0))
    if per_person > n_units:
        raise DesignError(
            f"membership.posts_per_person={per_person}, but there are {n_units} units; expected at most as many."
        )
    if not people.size:
        raise DesignError(
            f"membership.posts_per_person={per_person}, but all officers are heads, who serve their own unit alone; "
            "expected heads=none, or more officers than units."
        )
    serves = np.zeros((people.size, n_units), dtype=bool)
    serves[np.arange(people.size), arrangement.unit_of_person[people]] = True
    chosen = []
    for _ in range(per_person - 1):
        unit = _choice(~serves, weights, fit[people])
        serves[np.arange(people.size), unit] = True
        chosen.append(np.stack([people, unit]))
    return np.concatenate(chosen, axis=1).astype(np.int64)


def _choice(free: Flags, weights: Floats, fit: Floats) -> Ints:
    """Return a unit for each person among those that are `free` [person, unit] to them.

    First how many each unit gets: the k-th post (from 1) of a unit of weight w costs (2k - 1)/w, so that the sum is
    that of n^2/w, which is least where the n posts are in proportion to the weights (Sainte-Lague). Then who.
    """
    n_people, n_units = free.shape
    weights = np.maximum(weights / weights.sum(), 1e-9) if weights.sum() else np.ones(n_units)
    unit = np.repeat(np.arange(n_units), n_people)
    cost = (2 * np.tile(np.arange(n_people), n_units) + 1) / weights[unit]
    _, slots = linear_sum_assignment(np.where(free[:, unit], cost, np.inf))
    posts = unit[slots]
    _, columns = linear_sum_assignment(np.where(free[:, posts], -fit[:, posts], np.inf))
    return np.asarray(posts[columns])
