"""Which needs stand for a visit to whom the matter is about, under a design."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.levers.routing.processing import Processing
from sim.planning.handling.courses import courses_of
from sim.workload.demand import Demand
from sim.workload.tables import Workload


def inspections_of(demand: Demand, workload: Workload, processing: Processing) -> tuple[Ints, Ints]:
    """Return the rows of needs that are inspections, one for each visit, and the matters that have any."""
    needs = workload.needs
    kind = workload.matters.type[needs.matter]
    found = np.zeros(needs.matter.size, dtype=bool)
    for index, (one, course) in enumerate(zip(demand.types, courses_of(demand, processing), strict=True)):
        names = one.process_order()
        visits = [
            station.place for station in course if any(one.process[names[at]].inspection for at in station.places)
        ]
        if visits:
            found |= (kind == index) & np.isin(needs.place, visits)
    return np.flatnonzero(found), np.unique(needs.matter[found])
