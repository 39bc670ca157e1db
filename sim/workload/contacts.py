"""Contacts: when upper-level offices call for a meeting or a report."""

from __future__ import annotations

import numpy as np

from sim.horizon import Horizon
from sim.institution import Institution
from sim.workload.demand import Demand
from sim.workload.draws import Uniforms
from sim.workload.kinship import pick, twin_weights
from sim.workload.tables import ContactTable


def draw_contacts(demand: Demand, institution: Institution, horizon: Horizon, uniforms: Uniforms) -> ContactTable:
    """Let each office call at equal distances of working time, each from a phase of its own."""
    n = len(institution.offices)
    if demand.contact_weeks == 0:
        empty = np.zeros(0, dtype=np.int64)
        return ContactTable(office=empty, release_ms=empty, hours=np.zeros(0), duplicate_of=empty)
    spacing = demand.contact_weeks * 5 * horizon.day_ms
    per_office = int(horizon.office.total_ms // spacing) + 1
    turn = np.arange(per_office)[:, None]
    worked = np.floor((turn + uniforms("contact/phase", n)[None, :]) * spacing).astype(np.int64).ravel()
    count = worked.size
    office = np.tile(np.arange(n, dtype=np.int64), per_office)
    first_function = np.array([int(np.argmax(institution.function_office == index)) for index in range(n)])
    twin = pick(twin_weights(institution), first_function[office], uniforms("contact/twin", count))
    duplicate = uniforms("contact/duplicate", count) < demand.duplicates.share
    release = horizon.office.add_working(0, worked)
    kept = np.flatnonzero(release < horizon.end_ms)
    kept = kept[np.lexsort((office[kept], release[kept]))]
    return ContactTable(
        office=office[kept],
        release_ms=release[kept],
        hours=demand.contact_hours.quantile(uniforms("contact/hours", count))[kept],
        duplicate_of=np.where(duplicate, twin, -1)[kept],
    )
