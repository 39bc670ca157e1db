"""Accidents 事故: what comes of a latent event that nobody has handled in time, whether or not it was known."""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Ints
from sim.plan.plan import Guard, Kind
from sim.planning.aside.latent import AT_RISK, rows_of
from sim.planning.case import Case, hours_of
from sim.planning.handling.crewing import call_handlers
from sim.planning.handling.supervising import ORDERED_PRIORITY
from sim.planning.sheet import Sheet


def have_accidents(sheet: Sheet, case: Case, lead_step: Ints) -> None:
    """Let an accident come of events whose lead's need has not been handled by then; it makes an event known, too.

    The event's handling and the time of the accident race in a row whose deadline is the last instant before it: the
    first of the two ends a step there in time, or overdue.
    """
    found = case.detections
    rows = np.flatnonzero(found.accident_ms < NEVER) if found is not None else np.zeros(0, dtype=np.int64)
    if found is None or not rows.size:
        return
    events, clock = found.events, rows_of(case, AT_RISK)
    begun = sheet.write(clock, Kind.JOIN)
    time = sheet.write(clock, Kind.JOIN, work_hours=hours_of(found.accident_ms[rows] - events.onset_ms[rows]))
    sheet.link(begun, time)
    handled = sheet.write(clock, Kind.JOIN)
    sheet.link(begun, handled, Guard.ON_ERROR)  # never: a step that follows another matter follows its own, too
    sheet.link(lead_step[events.matter[rows]], handled)
    race = sheet.write(clock, Kind.JOIN)
    sheet.provide("firsts", race)
    sheet.link(handled, race)
    sheet.link(time, race)
    known = _entry_of(sheet, events.matter[rows])
    sheet.link(time, known)
    matters, entry = sheet.hang(events.matter[rows], Kind.DETECT)
    sheet.link(race, entry, Guard.WHEN_OVERDUE)
    sheet.link(known, entry, Guard.ON_ERROR)  # never: it says of which event this is the accident
    _respond(sheet, case, matters, entry, rows)


def _entry_of(sheet: Sheet, matter: Ints) -> Ints:
    """Return the step by which each of these events becomes known."""
    steps = sheet.written(Kind.DETECT)
    of = sheet.read(steps, "matter")
    order = np.argsort(of, kind="stable")
    return np.asarray(steps[order][np.searchsorted(of[order], matter)])


def _respond(sheet: Sheet, case: Case, matters: Ints, entry: Ints, rows: Ints) -> None:
    """Let the unit of the lead's need handle each accident, before all that is not ordered (应急处置)."""
    assert case.detections is not None
    events = case.detections.events
    of = events.matter[rows]
    need = case.need_at[of, 0]
    unit = case.contracted.unit[need]
    step = sheet.write(
        matters, Kind.HANDLE, unit=unit, category=case.need_category[need],
        work_hours=events.accident_hours[rows], priority=ORDERED_PRIORITY,
    )  # fmt: skip
    sheet.link(entry, step)
    there = case.workload.needs.visits[need] & (unit < case.n_units)  # how a contractor gets there is its own matter
    places, table = case.organisation.arrangement.places, case.workload.matters
    if there.any():
        point = places.point(table.site[of[there]], table.point[of[there]])
        sheet.provide("visits", step[there], site=point)
    call_handlers(sheet, step, need, case)
