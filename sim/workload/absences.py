"""Absences: who is away when."""

from __future__ import annotations

import numpy as np

from sim.calendar import MS_PER_DAY
from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.arrivals import occasions
from sim.workload.demand import Demand, Season
from sim.workload.draws import Uniforms
from sim.workload.tables import AbsenceTable


def draw_absences(demand: Demand, institution: Institution, horizon: Horizon, uniforms: Uniforms) -> AbsenceTable:
    """Send each person away for spells of whole working days."""
    working = np.flatnonzero(horizon.working)
    person, begin, end = [], [], []
    for index, member in enumerate(institution.staff):
        times = occasions(demand.absences.spells_per_year, Season(), horizon, uniforms, f"absence/{member.name}")
        days = demand.absences.days.quantile(uniforms(f"absence_days/{member.name}", times.size))
        first = np.searchsorted(working, times // MS_PER_DAY)
        last = np.minimum(first + np.maximum(np.floor(days + 0.5), 1).astype(np.int64) - 1, working.size - 1)
        person.append(np.full(times.size, index, dtype=np.int64))
        begin.append(working[np.minimum(first, working.size - 1)] * MS_PER_DAY)
        end.append((working[last] + 1) * MS_PER_DAY)
    return AbsenceTable(person=np.concatenate(person), from_ms=np.concatenate(begin), to_ms=np.concatenate(end))
