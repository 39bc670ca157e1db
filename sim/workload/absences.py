"""Absences: who is away when."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from sim.calendar import MS_PER_DAY
from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.arrivals import Rhythm
from sim.workload.demand import Demand, Season
from sim.workload.draws import Uniforms
from sim.workload.leave import draw_leave
from sim.workload.tables import AbsenceTable


def draw_absences(demand: Demand, institution: Institution, horizon: Horizon, uniforms: Uniforms) -> AbsenceTable:
    """Return when each person is away, for whole working days: the spells that befall people, then annual leave."""
    parts = [
        _spells(demand, institution, horizon, uniforms),
        draw_leave(demand.absences, institution, horizon, uniforms),
    ]
    return AbsenceTable(
        **{
            column.name: np.concatenate([getattr(part, column.name) for part in parts])
            for column in fields(AbsenceTable)
        }
    )


def _spells(demand: Demand, institution: Institution, horizon: Horizon, uniforms: Uniforms) -> AbsenceTable:
    """Send each person away for spells that begin like arrivals."""
    rhythm = Rhythm.of(demand.absences.spells_per_year, Season(), horizon)
    spells = [rhythm.occasions(uniforms, f"absence/{member.name}") for member in institution.staff]
    lengths = [
        uniforms(f"absence_days/{member.name}", times.size)
        for member, times in zip(institution.staff, spells, strict=True)
    ]
    working = np.flatnonzero(horizon.working)
    days = demand.absences.days.quantile(np.concatenate(lengths))
    first = np.searchsorted(working, np.concatenate(spells) // MS_PER_DAY)
    last = np.minimum(first + np.maximum(np.floor(days + 0.5), 1).astype(np.int64) - 1, working.size - 1)
    return AbsenceTable(
        person=np.repeat(np.arange(len(spells), dtype=np.int64), [times.size for times in spells]),
        from_ms=working[np.minimum(first, working.size - 1)] * MS_PER_DAY,
        to_ms=(working[last] + 1) * MS_PER_DAY,
    )
