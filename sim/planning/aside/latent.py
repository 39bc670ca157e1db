"""Latent events in a plan: what makes each of them known, and lets it come in as a matter then.

Beside the matter of an event stand rows of type -1, that nobody waits for: each round of a patrol, each report of a
sensor, and the event's own clock from its onset, in whose deadline lies when it ends by itself.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from sim.arrays import NEVER, Flags, Ints
from sim.plan.plan import Guard, Kind
from sim.planning.aside.detections import NOWHERE, Detections
from sim.planning.case import Case, hours_of
from sim.planning.sheet import Chain, Sheet
from sim.workload.tables import ContactTable, Workload

PATROLLED, REPORTED, MISREPORTED, BEGUN, AT_RISK = -2, -3, -4, -5, -6
"""Offices of contacts that are no office's: a round, a report, a false one, the clock of an event, of an accident."""


def with_detections(workload: Workload, found: Detections | None) -> Workload:
    """Return the workload with contacts more, behind the others, for all that could make events known."""
    if found is None:
        return workload
    events, reported = found.events, found.reported_ms[found.reported_ms < NEVER]
    risky = found.accident_ms < NEVER
    none = {code: np.full_like(ms, NEVER) for code, ms in ((PATROLLED, found.rounds.due_ms), (REPORTED, reported),
                                                           (MISREPORTED, found.false_ms))}  # fmt: skip
    more = (
        _contacts(PATROLLED, found.rounds.due_ms, none[PATROLLED]),
        _contacts(REPORTED, reported, none[REPORTED]),
        _contacts(MISREPORTED, found.false_ms, none[MISREPORTED]),
        _contacts(BEGUN, events.onset_ms, events.fades_ms),
        _contacts(AT_RISK, events.onset_ms[risky], found.accident_ms[risky] - 1),  # handled by then, and none comes
    )
    columns = {
        column.name: np.concatenate([getattr(part, column.name) for part in (workload.contacts, *more)])
        for column in fields(ContactTable)
    }
    return replace(workload, contacts=ContactTable(**columns))


def _contacts(code: int, release: Ints, deadline: Ints) -> ContactTable:
    zero = np.zeros(release.size, dtype=np.int64)
    return ContactTable(
        office=zero + code, release_ms=release, deadline_ms=deadline, hours=np.zeros(release.size),
        duplicate_of=zero - 1, asked_for=zero,
    )  # fmt: skip


def rows_of(case: Case, code: int) -> Ints:
    """Return the rows of matters that are such contacts."""
    return case.n_matters + np.flatnonzero(case.workload.contacts.office == code)


def released_ms(case: Case) -> Ints:
    """Return when matters are released; events never are, for they come in when somebody knows of them."""
    release = case.workload.matters.release_ms
    if case.detections is None:
        return release
    release = release.copy()
    release[case.detections.events.matter] = NEVER
    return release


def known_in_time(case: Case) -> Flags:
    """Return which matters are known before the window ends, if nobody is late; all that are no events are."""
    known = np.ones(case.n_matters, dtype=bool)
    if case.detections is not None:
        known[case.detections.events.matter] = case.detections.known_ms < case.horizon.window_ms[1]
    return known


def detect(chain: Chain, case: Case) -> None:
    """Let each event come in as soon as somebody knows of it; all that is done about it follows that."""
    found, sheet = case.detections, chain.sheet
    if found is None:
        return
    events = found.events
    known = sheet.write(events.matter, Kind.DETECT)
    sheet.provide("entries", known, matter=events.matter)
    sheet.provide("firsts", known)
    chain.stand_at(events.matter, known)
    clock = rows_of(case, BEGUN)
    begun = sheet.write(clock, Kind.JOIN)
    sheet.link(begun, known, Guard.ON_ERROR)  # never: so that what nobody could know of is over at once
    _complain(sheet, found, clock, begun, known)
    for row, source, fades in (_patrol(sheet, case, found), _report(sheet, case, found)):
        _make_known(sheet, row, source, fades, clock, begun, known)


def _complain(sheet: Sheet, found: Detections, clock: Ints, begun: Ints, known: Ints) -> None:
    """Let somebody complain of some events, so long after their onset."""
    events = found.events
    rows = np.flatnonzero(events.complaint_ms < NEVER)
    after = hours_of(events.complaint_ms[rows] - events.onset_ms[rows])
    step = sheet.write(clock[rows], Kind.COMPLAIN, work_hours=after)
    sheet.link(begun[rows], step)
    sheet.link(step, known[rows])


def _make_known(
    sheet: Sheet, row: Ints, source: Ints, fades: Flags, clock: Ints, begun: Ints, known: Ints
) -> None:  # fmt: skip
    """Let these events be known when these steps have ended; those that fade, if they have not done so by then.

    Only a step of the event's clock can be held against its deadline, so one is written there that ends with the other.
    """
    sheet.link(source[~fades], known[row[~fades]])
    late, source = row[fades], source[fades]
    seen = sheet.write(clock[late], Kind.DETECT)
    sheet.link(begun[late], seen, Guard.ON_ERROR)  # never: a step that follows another matter follows its own, too
    sheet.link(source, seen)
    sheet.link(seen, known[late], Guard.IN_TIME)


def _patrol(sheet: Sheet, case: Case, found: Detections) -> tuple[Ints, Ints, Flags]:
    """Write all rounds; return the events that some round sees, these rounds, and which of these events fade."""
    patrols, places, site = found.detecting.patrols, case.organisation.arrangement.places, found.rounds.site
    rounds = np.zeros(0, dtype=np.int64)
    if patrols is not None:
        unit = places.branch(np.full(site.size, patrols.unit), site)
        rounds = sheet.write(rows_of(case, PATROLLED), Kind.PATROL, unit=unit, work_hours=patrols.hours)
        there = np.flatnonzero((site != NOWHERE) & (places.km.size > 0))
        sheet.provide("visits", rounds[there], site=site[there])
    row = np.flatnonzero(found.round >= 0)
    return row, rounds[found.round[row]], found.events.fades_ms[row] < NEVER


def _report(sheet: Sheet, case: Case, found: Detections) -> tuple[Ints, Ints, Flags]:
    """Write what verifies each report, true or false; return the events of true ones, these steps, and which fade.

    Of what was warned of nobody asks any more whether it is there.
    """
    sensors, row = found.detecting.sensors, np.flatnonzero(found.reported_ms < NEVER)
    if sensors is None:
        return row, row, np.zeros(0, dtype=bool)
    places, site = case.organisation.arrangement.places, case.workload.matters.site[found.events.matter[row]]
    unit = places.branch(np.full(row.size, sensors.unit), site)
    step = sheet.write(rows_of(case, REPORTED), Kind.VERIFY, unit=unit, work_hours=sensors.verify_hours)
    sheet.write(rows_of(case, MISREPORTED), Kind.VERIFY, unit=sensors.unit, work_hours=sensors.verify_hours)
    return row, step, (found.events.fades_ms[row] < NEVER) & (found.warned[row] == 0)


def let_grow(sheet: Sheet, case: Case) -> None:
    """Let the work of events grow from their onset until somebody begins to handle it, but for what was warned of."""
    found = case.detections
    if found is None:
        return
    events, handled = found.events, sheet.written(Kind.HANDLE)
    of = np.full(case.n_matters, -1, dtype=np.int64)
    grows = np.flatnonzero((events.growth_per_hour > 0) & (found.warned == 0))
    of[events.matter[grows]] = grows
    matter = sheet.read(handled, "matter")
    mine = (matter < case.n_matters) & (sheet.read(handled, "attempt") == 1)
    mine[mine] = of[matter[mine]] >= 0
    row = of[matter[mine]]
    sheet.provide(
        "growth", handled[mine], since_ms=events.onset_ms[row], per_hour=events.growth_per_hour[row],
        most=events.growth_most[row],
    )  # fmt: skip
