"""What people cost, by their rank."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.arrays import Floats, Ints
from sim.errors import DesignError
from sim.institution import Rank


def hourly_costs(cost_per_hour: Mapping[str, float], rank_of_person: Ints) -> Floats | None:
    """Return by person what an hour on duty costs, in yuan; None where no rank has a cost.

    A head costs what an officer does, unless given. Raises DesignError for another rank that somebody holds and that
    has no cost: it would look as if it cost nothing.
    """
    if not cost_per_hour:
        return None
    costs = {"head": cost_per_hour.get("officer"), **cost_per_hour}
    names = [Rank(rank).name.lower() for rank in rank_of_person.tolist()]
    lacking = [name for name in names if costs.get(name) is None]
    if lacking:
        raise DesignError(
            f"institution.cost_per_hour says nothing of rank {lacking[0]!r}, which somebody holds; expected a cost for "
            "each rank, or none at all."
        )
    return np.array([costs[name] for name in names], dtype=np.float64)
