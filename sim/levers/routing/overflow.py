"""Overflow (溢出): which units take what has waited too long for another one, in the order in which they are asked."""

from __future__ import annotations

from typing import Literal

import numpy as np

from sim.arrays import Floats, Ints
from sim.blocks import beside
from sim.errors import DesignError
from sim.institution import Institution
from sim.levers.stages import Arrangement
from sim.workload.expectations import Expectations

Nearness = Literal["kin", "least_loaded"]


def next_units(
    arrangement: Arrangement, institution: Institution, expected: Expectations, by: Nearness, number: int
) -> Ints:  # fmt: skip
    """Return [unit, turn]: the units that are asked after each one. At a tie the earlier unit comes first.

    `kin`: those whose functions share most matters with the unit's own. `least_loaded`: those with fewest expected
    hours per post. Raises DesignError where there are fewer other units, or units without functions.
    """
    n = len(arrangement.units)
    without = np.setdiff1d(np.arange(n), arrangement.unit_of_function)
    if without.size:
        raise DesignError(
            "dispatch.overflow_days passes matters on between units that have functions, but "
            f"{arrangement.units[int(without[0])].name!r} has none; expected no teams, branches or task forces, or no "
            "overflow_days."
        )
    if number >= n:
        raise DesignError(
            f"dispatch.overflow_units={number} asks so many other units, but there are {n - 1}; expected at most that."
        )
    distance = (
        _kinship(arrangement, institution, expected) if by == "kin" else _load(arrangement, institution, expected)
    )
    np.fill_diagonal(distance, np.inf)
    return np.argsort(distance, axis=1, kind="stable")[:, :number].astype(np.int64)


def _kinship(arrangement: Arrangement, institution: Institution, expected: Expectations) -> Floats:
    """Return [unit, unit]: less the more matters their functions share."""
    n, unit = len(arrangement.units), arrangement.unit_of_function
    shared = np.zeros((n, n))
    np.add.at(shared, (unit[:, None], unit[beside(institution)]), expected.together)
    return -shared


def _load(arrangement: Arrangement, institution: Institution, expected: Expectations) -> Floats:
    """Return [unit, unit]: the expected hours of the second per post."""
    n = len(arrangement.units)
    hours = np.bincount(arrangement.unit_of_function, weights=expected.hours, minlength=n)
    own = arrangement.unit_of_person[: len(institution.staff)]
    posts = np.bincount(own[own >= 0], minlength=n)
    load = np.where(posts > 0, hours / np.maximum(posts, 1), np.inf)
    return np.tile(load, (n, 1)).astype(np.float64)
