"""What a year of demand is expected to need of each function: the arithmetic that designs are cut by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.institution import Institution
from sim.workload.demand import Demand
from sim.workload.kinship import first_weights, further_weights


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """Expected handling hours a year of each function, and how many matters a year each pair shares."""

    hours: Floats  # [function]
    together: Floats  # [function, function], symmetric, zero on the diagonal


def expect(demand: Demand, institution: Institution) -> Expectations:
    """Return what one year of `demand`, as it is given, needs of each function."""
    n = len(institution.functions)
    hours, together = np.zeros(n), np.zeros((n, n))
    for kind in demand.types:
        first = first_weights(institution, kind)
        further = further_weights(institution, first, kind.across)
        shares = np.array(kind.further_needs) / sum(kind.further_needs)
        mean_further = float(shares @ np.arange(shares.size))
        second = first @ further
        hours += kind.per_year * kind.work_hours.mean * (first + kind.further_work * mean_further * second)
        pairs = kind.per_year * mean_further * first[:, None] * further
        together += pairs + pairs.T
    np.fill_diagonal(together, 0.0)
    return Expectations(hours=hours, together=together)
