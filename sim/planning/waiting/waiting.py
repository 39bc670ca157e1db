"""Waiting to be handled: who reminds and who orders, who loses patience, and where a matter overflows to.

A step has one alarm and one patience. So where more may come of its waiting it leaves, and a substitute waits on in the
same queue (sim/planning/waiting/substitutes.py); what comes last is an alarm of the step that waits then.
"""

from __future__ import annotations

import numpy as np

from sim.arrays import NEVER, Flags, Ints
from sim.plan.plan import Guard, Kind
from sim.planning.aside.complaining import complain, complain_while_waiting
from sim.planning.case import OFFICE_HOURS, Case
from sim.planning.sheet import Chain, Sheet
from sim.planning.waiting.queue import Queue
from sim.planning.waiting.watching import days_ms, watch


def overflows(case: Case, need: Ints) -> Flags:
    """Return which of these needs another unit is asked to take, or are lost, when they have waited too long.

    They are the leads', and not those that a crew or a contractor handles: crews are called together at home.
    """
    if case.organisation.route.dispatching.overflow_days is None:
        return np.zeros(need.size, dtype=bool)
    needs = case.workload.needs
    crew = np.array([count > 1 or licence >= 0 for count, licence in case.crews], dtype=bool)
    alone = ~crew[case.workload.matters.type[needs.matter[need]]] & (case.contracted.contractor[need] < 0)
    return np.asarray((needs.place[need] == 0) & alone)


def may_leave(case: Case, matters: Ints) -> Flags:
    """Return which of these matters may end without having been handled."""
    table = case.workload.matters
    leaves = (table.patience_ms[matters] < NEVER) & ~table.stays[matters]
    lost = case.organisation.route.dispatching.lost
    return leaves | (overflows(case, case.need_at[matters, 0]) & lost)


def wait_for_handling(sheet: Sheet, step: Ints, need: Ints, case: Case) -> None:
    """Write what comes of it if these steps, which handle these needs for the first time, wait for too long."""
    dispatching = case.organisation.route.dispatching
    if not step.size or not (dispatching.watches or overflows(case, need).any() or _is_limited(case, need).any()):
        return
    queue = _queue(step, need, case)
    asked = _asked(case)
    for turn in range(len(asked) + 1):
        until = _until(queue, turn, case)
        ends = np.minimum(until, queue.leaves)
        if turn == 0 and dispatching.watches:
            watch(sheet, queue, ends, case)
        complain_while_waiting(sheet, queue, ends, case)
        _leave(sheet, queue, ends, until, case)
        rest = np.flatnonzero(until < queue.leaves)
        if turn == len(asked) or not rest.size:
            return
        queue = _ask_next(sheet, queue.among(rest), until[rest], asked[turn], case)


def _queue(step: Ints, need: Ints, case: Case) -> Queue:
    matters, matter = case.workload.matters, case.workload.needs.matter[need]
    limit = np.where(_is_limited(case, need), matters.patience_ms[matter], NEVER)
    stays = matters.stays[matter]
    return Queue(
        step=step, first=step, need=need, matter=matter, waited=np.zeros_like(step),
        leaves=np.where(stays, NEVER, limit), complains=np.where(stays & matters.complains[matter], limit, NEVER),
    )  # fmt: skip


def _is_limited(case: Case, need: Ints) -> Flags:
    """Return which of these needs are the leads' of applicants who do not wait for ever."""
    needs = case.workload.needs
    return np.asarray((needs.place[need] == 0) & (case.workload.matters.patience_ms[needs.matter[need]] < NEVER))


def _asked(case: Case) -> list[Ints]:
    """Return the units that are asked after each one, turn by turn."""
    units = case.organisation.route.dispatching.overflow_units
    return [] if units is None else list(units.T)


def _until(queue: Queue, turn: int, case: Case) -> Ints:
    """Return how long these wait for the unit that is asked now."""
    dispatching = case.organisation.route.dispatching
    if dispatching.overflow_days is None or (turn == len(_asked(case)) and not dispatching.lost):
        return np.full(queue.step.size, NEVER, dtype=np.int64)
    return np.where(overflows(case, queue.need), days_ms(dispatching.overflow_days) * (turn + 1), NEVER)


def _leave(sheet: Sheet, queue: Queue, ends: Ints, until: Ints, case: Case) -> None:
    """Let these leave the queue when the applicant has no more patience, or another unit is asked."""
    rows = np.flatnonzero(ends < NEVER)
    sheet.provide("patience", queue.step[rows], after_ms=(ends - queue.waited)[rows])
    gone = np.flatnonzero((queue.leaves <= until) & (queue.leaves < NEVER))
    gone = gone[case.workload.matters.complains[queue.matter[gone]]]
    complain(sheet, queue.step[gone], queue.matter[gone], Guard.WHEN_LEFT, case)


def _ask_next(sheet: Sheet, queue: Queue, waited: Ints, asked: Ints, case: Case) -> Queue:
    """Send these, when they have waited so long, to the next unit, and return them as they wait there."""
    hours, source, guard = case.organisation.settings.transit_hours, queue.step, Guard.WHEN_LEFT
    if hours > 0:
        source = sheet.write(queue.matter, Kind.HAND_OVER, work_hours=hours, calendar=OFFICE_HOURS)
        sheet.link(queue.step, source, guard)
        guard = Guard.ALWAYS
    step = sheet.repeat(queue.step, unit=asked[case.need_unit[queue.need]], calendar=-1)
    sheet.link(source, step, guard)
    sheet.substitute(queue.first, step, waited)
    queue.step, queue.waited = step, waited
    return queue


def go_on_unless_left(chain: Chain, rows: Ints, step: Ints, lead_step: Ints, case: Case) -> None:
    """Let these rows go on from `step` only where the lead has handled its need; what it did not handle is over."""
    chain.stand_at(rows, step)
    ends = may_leave(case, chain.matter[rows])
    mine, at = rows[ends], step[ends]
    if mine.size:
        handled = lead_step[chain.matter[mine]]
        chain.stand_at(mine, at, Guard.IF_FINE, handled)
        chain.also_at(mine, at, Guard.ON_ERROR, handled)
