"""Discipline inspection (党建+纪检): each month every member of a unit explains what was done."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from sim.arrays import NEVER, Ints
from sim.horizon import Horizon
from sim.levers.design import Organisation
from sim.plan.plan import Kind
from sim.planning.case import OFFICE_HOURS, Case
from sim.planning.sheet import Sheet
from sim.workload.tables import ContactTable, Workload

INSPECTED = -1
"""The office of a contact that is no office's: it is a unit's with discipline inspection."""


def with_inspections(workload: Workload, organisation: Organisation, horizon: Horizon) -> Workload:
    """Return the workload with a contact more, behind the others, for each month that begins and each unit."""
    if organisation.route.supervising.inspection_hours <= 0:
        return workload
    begins, units = _months(horizon)[:-1], _members(organisation).size
    n = begins.size * units
    more = ContactTable(
        office=np.full(n, INSPECTED, dtype=np.int64),
        release_ms=np.repeat(begins, units),
        hours=np.zeros(n),
        duplicate_of=np.full(n, -1, dtype=np.int64),
        asked_for=np.zeros(n, dtype=np.int64),
        deadline_ms=np.full(n, NEVER, dtype=np.int64),
    )
    given = workload.contacts
    joined = {
        column.name: np.concatenate([getattr(given, column.name), getattr(more, column.name)])
        for column in fields(ContactTable)
    }
    return replace(workload, contacts=ContactTable(**joined))


def explain(sheet: Sheet, case: Case) -> None:
    """Write the steps that these contacts ask for: one for each member of the unit, spread evenly over the month."""
    first = np.flatnonzero(case.workload.contacts.office == INSPECTED)
    if not first.size:
        return
    members, months = _members(case.organisation), _months(case.horizon)
    worked = np.diff(case.horizon.office.worked_until(months))
    contacts = first.reshape(worked.size, members.size)
    for unit, size in enumerate(members.tolist()):
        for place in range(size):
            sheet.write(
                case.n_matters + contacts[:, unit], Kind.EXPLAIN, unit=unit, lag_ms=worked * place // size,
                work_hours=case.organisation.route.supervising.inspection_hours, calendar=OFFICE_HOURS,
            )  # fmt: skip


def _months(horizon: Horizon) -> Ints:
    """Return the midnights that begin the months of the run, and the end of the run."""
    begins = [horizon.ms(day) for day in horizon.days if day.day == 1]
    return np.array([*begins, horizon.end_ms], dtype=np.int64)


def _members(organisation: Organisation) -> Ints:
    """Return how many people each unit has for its own."""
    own = organisation.arrangement.unit_of_person
    return np.bincount(own[own >= 0], minlength=len(organisation.arrangement.units))
