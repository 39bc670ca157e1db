"""Watching what waits to be handled: reminders (催办) and leaders' orders (升级督办), each at its time."""

from __future__ import annotations

from itertools import groupby

import numpy as np

from sim.arrays import NEVER, Ints, rounded_ms
from sim.institution import Rank
from sim.levers.routing.dispatching import Watch
from sim.plan.plan import Guard, Kind
from sim.planning.aside.complaining import complain_while_waiting
from sim.planning.case import DECISION_PRIORITY, ORDINARY_PRIORITY, Case
from sim.planning.sheet import Sheet
from sim.planning.waiting.queue import Queue


def days_ms(days: float) -> int:
    """Return days of 24 hours in ms."""
    return int(rounded_ms(np.array(24 * days)))


def after_ms(one: Watch) -> int:
    """Return after how long a watch says something, in ms."""
    return days_ms(one.after_days)


def watch(sheet: Sheet, queue: Queue, ends: Ints, case: Case) -> None:
    """Let somebody remind, or order, while these wait, until they leave the queue at `ends`.

    What is due in the instant at which they leave comes to nothing.
    """
    times = [(at, list(same)) for at, same in groupby(case.organisation.route.dispatching.watches, key=after_ms)]
    for turn, (at, watches) in enumerate(times):
        follows = times[turn + 1][0] if turn + 1 < len(times) else NEVER
        mine = at < ends
        last = mine & (follows >= ends) & (queue.complains == NEVER)
        _say(sheet, queue, np.flatnonzero(last), at, watches, case, Guard.WHEN_LATE)
        rows = np.flatnonzero(mine & ~last)
        if rows.size:
            _say(sheet, queue, rows, at, watches, case, Guard.WHEN_LEFT)
            _wait_on(sheet, queue, rows, at, case)


def _say(
    sheet: Sheet, queue: Queue, rows: Ints, at: int, watches: list[Watch], case: Case, guard: Guard
) -> None:  # fmt: skip
    """Write what is said at this time, to those who wait."""
    if guard is Guard.WHEN_LATE:
        sheet.provide("alarms", queue.step[rows], after_ms=at - queue.waited[rows])
    for one in watches if rows.size else ():
        kind, matter = Kind.ASSIGN if one.orders else Kind.REMIND, queue.matter[rows]
        aside, entry = sheet.hang(matter, kind, aside=True)
        sheet.link(queue.step[rows], entry, guard)
        if one.hours > 0:
            step = sheet.write(
                aside, kind, unit=case.place_to_sign(one.rank, matter), rank=int(one.rank), work_hours=one.hours,
                priority=ORDINARY_PRIORITY if one.rank == Rank.OFFICER else DECISION_PRIORITY,
            )  # fmt: skip
            sheet.link(entry, step)


def _wait_on(sheet: Sheet, queue: Queue, rows: Ints, at: int, case: Case) -> None:
    """Let substitutes wait on from this time, in the same queue; who complains by then does so of the step before."""
    until = np.full(queue.step.size, -1, dtype=np.int64)
    until[rows] = at
    complain_while_waiting(sheet, queue, until, case)
    sheet.provide("patience", queue.step[rows], after_ms=at - queue.waited[rows])
    step = sheet.repeat(queue.step[rows], calendar=-1)
    sheet.link(queue.step[rows], step, Guard.WHEN_LEFT)
    waited = np.full(rows.size, at, dtype=np.int64)
    sheet.substitute(queue.first[rows], step, waited)
    queue.step, queue.waited = queue.step.copy(), queue.waited.copy()
    queue.step[rows], queue.waited[rows] = step, waited
