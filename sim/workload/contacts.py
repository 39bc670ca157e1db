"""Contacts: when upper-level offices call for a meeting or a report."""

from __future__ import annotations

import numpy as np

from sim.arrays import Ints
from sim.workload.draws import Uniforms
from sim.workload.source import Source
from sim.workload.tables import ContactTable


def draw_contacts(source: Source, uniforms: Uniforms) -> ContactTable:
    """Let each office call at equal distances of working time, each from a phase of its own."""
    demand, horizon = source.demand, source.horizon
    n = len(source.institution.offices)
    if demand.contact_weeks == 0:
        empty = np.zeros(0, dtype=np.int64)
        return ContactTable(office=empty, release_ms=empty, hours=np.zeros(0), duplicate_of=empty)
    spacing = demand.contact_weeks * 5 * horizon.day_ms
    per_office = int(horizon.office.total_ms // spacing) + 1
    turn = np.arange(per_office)[:, None]
    worked = np.floor((turn + uniforms("contact/phase", n)[None, :]) * spacing).astype(np.int64).ravel()
    count = worked.size
    office = np.tile(np.arange(n, dtype=np.int64), per_office)
    release = horizon.office.add_working(0, worked)
    kept = np.flatnonzero(release < horizon.end_ms)
    kept = kept[np.lexsort((office[kept], release[kept]))]
    return ContactTable(
        office=office[kept],
        release_ms=release[kept],
        hours=demand.contact_hours.quantile(uniforms("contact/hours", count))[kept],
        duplicate_of=_doubled(office, source, uniforms)[kept],
    )


def _doubled(office: Ints, source: Source, uniforms: Uniforms) -> Ints:
    """Return for each call the function of another bureau that calls for the same, -1: none."""
    function = np.full(office.size, -1, dtype=np.int64)
    rows = np.flatnonzero(uniforms("contact/duplicate", office.size) < source.demand.duplicates.share)
    office_of = source.institution.function_office
    first_function = np.zeros(len(source.institution.offices), dtype=np.int64)
    first_function[office_of[::-1]] = np.arange(office_of.size)[::-1]
    function[rows] = source.twins.pick(first_function[office[rows]], uniforms("contact/twin", office.size)[rows])
    return function
