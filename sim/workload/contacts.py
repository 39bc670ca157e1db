"""Contacts: when upper-level offices call for a meeting or a report, and whom they ask for."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Ints, rounded_ms
from sim.workload.draws import Uniforms
from sim.workload.odds import Odds
from sim.workload.source import Source
from sim.workload.tables import ContactTable


def draw_contacts(source: Source, uniforms: Uniforms) -> ContactTable:
    """Let each office call at equal distances of working time, each from a phase of its own."""
    demand, horizon = source.demand, source.horizon
    n = len(source.institution.offices)
    if demand.contact_weeks == 0:
        return _nobody_calls()
    spacing = demand.contact_weeks * 5 * horizon.day_ms
    per_office = int(horizon.office.total_ms // spacing) + 1
    turn = np.arange(per_office)[:, None]
    worked = np.floor((turn + uniforms("contact/phase", n)[None, :]) * spacing).astype(np.int64).ravel()
    count = worked.size
    office = np.tile(np.arange(n, dtype=np.int64), per_office)
    release = horizon.office.add_working(0, worked)
    kept = np.flatnonzero(release < horizon.end_ms)
    kept = kept[np.lexsort((office[kept], release[kept]))]
    asked_for = _asked_for(source, count, uniforms)[kept]
    return ContactTable(
        office=office[kept],
        release_ms=release[kept],
        hours=demand.contact_hours.quantile(uniforms("contact/hours", count))[kept],
        duplicate_of=_doubled(office, source, uniforms)[kept],
        asked_for=asked_for,
        deadline_ms=_due(asked_for, release[kept], source),
    )


def _nobody_calls() -> ContactTable:
    none = np.zeros(0, dtype=np.int64)
    return ContactTable(
        office=none, release_ms=none, hours=np.zeros(0), duplicate_of=none, asked_for=none, deadline_ms=none
    )


def _doubled(office: Ints, source: Source, uniforms: Uniforms) -> Ints:
    """Return for each call the function of another bureau that calls for the same, -1: none."""
    function = np.full(office.size, -1, dtype=np.int64)
    rows = np.flatnonzero(uniforms("contact/duplicate", office.size) < source.demand.duplicates.share)
    first_function = source.institution.first_function_of_office
    function[rows] = source.twins.pick(first_function[office[rows]], uniforms("contact/twin", office.size)[rows])
    return function


def _asked_for(source: Source, count: int, uniforms: Uniforms) -> Ints:
    """Return for each call the rank that it asks to a meeting, 0: it asks for a report."""
    demand, asked = source.demand, np.zeros(count, dtype=np.int64)
    if demand.contact_meetings > 0:
        meetings = np.flatnonzero(uniforms("contact/meeting", count) < demand.contact_meetings)
        wanted = demand.meeting_rank
        odds = Odds.of(np.array([[0.0, wanted.officer, wanted.head, wanted.deputy]]))  # the column is the rank
        asked[meetings] = odds.pick(np.zeros(meetings.size, dtype=np.int64), uniforms("contact/rank", count)[meetings])
    return asked


def _due(asked_for: Ints, release: Ints, source: Source) -> Ints:
    """Return when each report is due; a meeting, and a report without a term, never are."""
    days = source.demand.report_days
    if days is None:
        return np.full(release.size, NEVER, dtype=np.int64)
    due = source.horizon.office.add_working(release, rounded_ms(np.array(days * source.horizon.day_hours)))
    return np.where(asked_for == 0, due, NEVER)
