"""Broadcasts: an order to many people as steps, calls (通知) and what each of them confirms (签收)."""

from __future__ import annotations

import numpy as np

from sim.arrays import Flags, Floats, Ints
from sim.errors import DesignError
from sim.levers.design import Organisation
from sim.levers.routing.broadcasting import Broadcasting
from sim.plan.plan import Guard, Kind
from sim.planning.case import Case
from sim.planning.handling.supervising import ORDERED_PRIORITY
from sim.planning.sheet import Sheet
from sim.workload.demand import Demand


def broadcast_orders(sheet: Sheet, case: Case) -> None:
    """Write the steps of all broadcasts; each is over when everybody has confirmed who can be reached."""
    table = case.workload.broadcasts
    n, recipients = table.dead.shape
    if not n:
        return
    design, first = case.organisation.route.dispatching.broadcast, case.n_matters + case.workload.contacts.office.size
    if design.by == "digital":
        _send_message(sheet, case, first + np.arange(n))
        return
    source, unit = _callers(sheet, case, first + np.arange(n))
    order = np.repeat(np.arange(n), recipients)
    node = np.tile(np.arange(recipients) % source.shape[1], n)
    _call(sheet, first + order, source[order, node], unit[node], design, table.dead.ravel(), _first_chance(case))


def check_broadcasts(demand: Demand, organisation: Organisation) -> None:
    """Raise DesignError if a design reminds more often than the demand has potential outcomes for."""
    design = organisation.route.dispatching.broadcast
    if demand.broadcasts is None or design.by != "digital" or design.remind_times < demand.broadcasts.chances:
        return
    raise DesignError(
        f"dispatch.broadcast.remind_times={design.remind_times} asks for {design.remind_times + 1} chances of each "
        f"recipient, but demand.broadcasts.chances={demand.broadcasts.chances}; expected more chances, or fewer "
        "reminders."
    )


def _first_chance(case: Case) -> Floats:
    return case.workload.broadcasts.confirm_hours[:, :, 0].ravel()


def _notify(sheet: Sheet, matter: Ints, unit: Ints | int, hours: float) -> Ints:
    """Write a call of an officer of this unit, or somebody's way there; it goes before all that is not ordered."""
    return sheet.write(matter, Kind.NOTIFY, unit=unit, work_hours=hours, priority=ORDERED_PRIORITY)


def _callers(sheet: Sheet, case: Case, matter: Ints) -> tuple[Ints, Ints]:
    """Write the calls from layer to layer; return the steps [broadcast, caller] that the last calls follow (-1: none),
    and the units [caller] that make these calls.

    The callers of a layer are dealt out to the units that have functions, one after another.
    """
    dispatching = case.organisation.route.dispatching
    design, n_units = dispatching.broadcast, int(case.organisation.arrangement.unit_of_function.max()) + 1
    source = np.full((matter.size, 1), -1, dtype=np.int64)
    unit = np.array([dispatching.broadcast_unit], dtype=np.int64)
    for called in design.fan_out if design.by == "layers" else ():
        caller = np.repeat(np.arange(unit.size), called)
        step = _notify(sheet, np.repeat(matter, caller.size), np.tile(unit[caller], matter.size), _minutes(design))
        _follow(sheet, source[:, caller].ravel(), step)
        source, unit = step.reshape(matter.size, caller.size), np.arange(caller.size) % n_units
    return source, unit


def _minutes(design: Broadcasting) -> float:
    return design.call_minutes / 60


def _follow(sheet: Sheet, source: Ints, step: Ints) -> None:
    """Let these steps follow their sources, where there are any."""
    called = source >= 0
    sheet.link(source[called], step[called])


def _call(
    sheet: Sheet, matter: Ints, source: Ints, unit: Ints, design: Broadcasting, dead: Flags, hours: Floats
) -> None:  # fmt: skip
    """Let each recipient be called, again where nobody answers, and confirm; at last a messenger goes there."""
    step = _notify(sheet, matter, unit, _minutes(design))
    _follow(sheet, source, step)
    _confirm(sheet, matter[~dead], step[~dead], hours[~dead])
    matter, unit, step = matter[dead], unit[dead], step[dead]
    for _ in range(design.retry_times):
        wait = sheet.write(matter, Kind.WAIT_OUTSIDE, work_hours=design.retry_hours)
        sheet.link(step, wait)
        step = _notify(sheet, matter, unit, _minutes(design))
        sheet.link(wait, step)
    _send_messenger(sheet, matter, step, unit, design, hours[dead])


def _confirm(sheet: Sheet, matter: Ints, step: Ints, hours: Floats, guard: Guard = Guard.ALWAYS) -> None:
    sheet.link(step, sheet.write(matter, Kind.ACKNOWLEDGE, work_hours=hours), guard)


def _send_messenger(
    sheet: Sheet, matter: Ints, step: Ints, unit: Ints | int, design: Broadcasting, hours: Floats
) -> None:  # fmt: skip
    """Let somebody go to those who cannot be called; where nobody does, they never confirm.

    An edge on an error that cannot be made keeps such a confirmation among those that are counted.
    """
    if design.messenger_hours is None:
        _confirm(sheet, matter, step, hours, Guard.ON_ERROR)
        return
    there = _notify(sheet, matter, unit, design.messenger_hours)
    sheet.link(step, there)
    _confirm(sheet, matter, there, hours)


def _send_message(sheet: Sheet, case: Case, matter: Ints) -> None:
    """Let one message go to everybody; each confirms it, or a reminder, after the first of these chances.

    To who has not read any of them a messenger goes when the time after the last reminder is over.
    """
    table, dispatching = case.workload.broadcasts, case.organisation.route.dispatching
    design, unit = dispatching.broadcast, dispatching.broadcast_unit
    sent = _notify(sheet, matter, unit, _minutes(design))
    turns = np.arange(design.remind_times + 1)
    hours = (table.confirm_hours[:, :, turns] + design.remind_hours * turns).min(axis=2)
    order, who = np.nonzero(~table.dead)
    _confirm(sheet, matter[order], sent[order], hours[order, who])
    order, who = np.nonzero(table.dead)
    wait = sheet.write(matter[order], Kind.WAIT_OUTSIDE, work_hours=design.remind_hours * turns.size)
    sheet.link(sent[order], wait)
    _send_messenger(sheet, matter[order], wait, unit, design, table.confirm_hours[order, who, 0])
